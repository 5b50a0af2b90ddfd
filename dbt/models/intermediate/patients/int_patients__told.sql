with gdc as (

    select * from {{ ref("int_patients__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_patients__cbioportal") }}

),

clinical as (

    select * from {{ ref("stg_clinical__row") }}
    where level <> 'follow_up'

),

sex as (

    select * from {{ ref("clinical_word") }}
    where field = 'sex'

),

delivered as (

    select
        study_id,
        patient_key,
        'gdc' as form,
        source_file_id,
        source_line,
        sex,
        age_at_diagnosis_years
    from gdc

    union all

    select
        study_id,
        patient_key,
        'cbioportal patient file' as form,
        source_file_id,
        source_line,
        sex,
        age_at_diagnosis_years
    from cbioportal

    union all

    select
        study_id,
        patient_key,
        form,
        source_file_id,
        source_line,
        sex,
        coalesce(
            age_at_diagnosis_days / {{ constant("days_per_year") }}, age_at_diagnosis_years
        ) as age_at_diagnosis_years
    from clinical

),

final as (

    select
        delivered.study_id,
        delivered.patient_key,
        delivered.form,
        delivered.source_file_id,
        delivered.source_line,
        sex.meaning as sex,
        delivered.age_at_diagnosis_years
    from delivered
    left join sex on lower(trim(delivered.sex)) = sex.word
    where sex.meaning is not null or delivered.age_at_diagnosis_years is not null

)

select * from final
