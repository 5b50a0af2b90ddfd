with source as (

    select * from {{ source("landing", "gdc_pathology_detail") }}

),

final as (

    select
        study_id,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        diagnosis_id,
        pathology_detail_id,
        source_file_id,
        source_line,
        vascular_invasion_present,
        lymphatic_invasion_present,
        perineural_invasion_present,
        necrosis_present

    from source

)

select * from final
