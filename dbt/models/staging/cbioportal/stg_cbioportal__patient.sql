with source as (

    select * from {{ source("landing", "cbioportal_patient") }}

),

final as (

    select
        ---------- ids
        study_id,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        source_file_id,
        source_line,

        ---------- patient
        sex,
        age_years,
        race,
        ethnicity,
        smoking_status,
        pack_years,

        ---------- disease
        histology,
        stage_group,
        stage_edition,
        t_stage,
        n_stage,
        m_stage,

        ---------- outcomes, one element per endpoint
        outcomes,

        ---------- cells that no field takes, as names and values
        attributes

    from source

)

select * from final
