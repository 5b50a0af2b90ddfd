with source as (

    select * from {{ source("landing", "gdc_sample_sheet") }}

),

final as (

    select
        study_id,
        patient_id,
        sample_id,
        source_file_id,
        source_line,
        file_name,
        tissue_type

    from source

)

select * from final
