with source as (

    select * from {{ source("landing", "cbioportal_sample") }}

),

final as (

    select
        ---------- ids
        study_id,
        sample_id,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        source_file_id,
        source_line,

        ---------- sample
        sample_type,
        cancer_type_detailed,
        panel_id,
        stage_group,
        tmb_nonsynonymous,

        ---------- outcomes, one element per endpoint
        outcomes,

        ---------- cells that no field takes, as names and values
        attributes

    from source

)

select * from final
