with source as (

    select * from {{ source("landing", "gdc_aliquot") }}

),

final as (

    select
        study_id,
        patient_id,
        sample_submitter_id as sample_id,
        aliquot_id,
        aliquot_submitter_id,
        source_file_id,
        source_line

    from source

)

select * from final
