with patient as (

    select * from {{ ref("dim_patient") }}

),

study as (

    select * from {{ ref("stg_delivery__study") }}

),

histology as (

    select * from {{ ref("histology") }}

),

-- The patient's own diagnosis counts; where it is not known, what the whole study is of.
kinds as (

    select
        patient.patient_key,
        patient.study_id,
        patient.is_index_record,
        coalesce(own.oncotree_code, case when patient.histology is null then whole.oncotree_code end) as oncotree_code,
        coalesce(own.is_nsclc, case when patient.histology is null then whole.is_nsclc end) as is_nsclc,
        study.cancer_type is not null and not coalesce(whole.is_nsclc, false) as is_other_study
    from patient
    left join study on patient.study_id = study.study_id
    left join histology as own on lower(trim(patient.histology)) = own.word
    left join histology as whole on lower(trim(study.cancer_type)) = whole.word

),

persons as (

    select * from kinds
    where is_index_record and not is_other_study

),

final as (

    select
        'study' as cohort_type,
        study_id as cohort,
        patient_key,
        study_id
    from kinds

    union all

    select
        'histology' as cohort_type,
        oncotree_code as cohort,
        patient_key,
        study_id
    from persons
    where oncotree_code is not null

    union all

    select
        'pooled' as cohort_type,
        'NSCLC' as cohort,
        patient_key,
        study_id
    from persons
    where is_nsclc

)

select * from final
