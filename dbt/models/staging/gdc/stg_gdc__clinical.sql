with source as (

    select * from {{ source("landing", "gdc_clinical") }}

),

final as (

    select
        ---------- ids
        study_id,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        diagnosis_id,
        source_file_id,
        source_line,

        ---------- patient
        index_date,
        sex,
        race,
        ethnicity,
        vital_status,
        days_to_death,
        age_at_index_years,
        age_is_obfuscated,

        ---------- diagnosis
        classification_of_tumor,
        diagnosis_is_primary_disease,
        primary_diagnosis,
        days_to_diagnosis,
        days_to_last_follow_up,
        age_at_diagnosis_days,
        ajcc_staging_system_edition,
        ajcc_pathologic_stage,
        ajcc_pathologic_t,
        ajcc_pathologic_n,
        ajcc_pathologic_m,
        ajcc_clinical_stage,
        ajcc_clinical_t,
        ajcc_clinical_n,
        ajcc_clinical_m

    from source

)

select * from final
