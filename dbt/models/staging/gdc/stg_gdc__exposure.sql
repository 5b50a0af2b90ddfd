with source as (

    select * from {{ source("landing", "gdc_exposure") }}

),

final as (

    select
        study_id,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        source_file_id,
        source_line,
        exposure_type,
        tobacco_smoking_status,
        pack_years_smoked

    from source

)

select * from final
