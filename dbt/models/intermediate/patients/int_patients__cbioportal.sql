with patient as (

    select * from {{ ref("stg_cbioportal__patient") }}

),

sample as (

    select * from {{ ref("stg_cbioportal__sample") }}

),

word as (

    select * from {{ ref("clinical_word") }}
    where field = 'sample_type'

),

-- Some studies give stage and tumour type by sample: the primary's counts, else that of the first sample.
sample_ranks as (

    select
        sample.study_id,
        sample.patient_id,
        sample.patient_key,
        sample.source_file_id,
        sample.source_line,
        sample.stage_group,
        sample.cancer_type_detailed,
        row_number() over (
            partition by sample.patient_key
            order by case when word.meaning = 'Primary' then 1 else 2 end, sample.sample_id, sample.source_line
        ) as preference
    from sample
    left join word on lower(sample.sample_type) = word.word

),

index_samples as (

    select * from sample_ranks
    where preference = 1

),

patient_ranks as (

    select
        *,
        row_number() over (partition by patient_key order by source_file_id, source_line) as preference
    from patient

),

patients as (

    select * from patient_ranks
    where preference = 1

),

final as (

    select
        ---------- ids
        coalesce(patients.study_id, index_samples.study_id) as study_id,
        coalesce(patients.patient_id, index_samples.patient_id) as patient_id,
        coalesce(patients.patient_key, index_samples.patient_key) as patient_key,
        coalesce(patients.source_file_id, index_samples.source_file_id) as source_file_id,
        coalesce(patients.source_line, index_samples.source_line) as source_line,

        ---------- words as delivered
        patients.sex,
        patients.race,
        patients.ethnicity,
        patients.smoking_status,
        coalesce(patients.histology, index_samples.cancer_type_detailed) as histology,
        coalesce(patients.stage_group, index_samples.stage_group) as stage,
        -- cBioPortal's columns do not say whether a stage is pathologic or clinical
        cast(null as {{ dbt.type_string() }}) as stage_basis,
        patients.stage_edition,
        patients.t_stage,
        patients.n_stage,
        patients.m_stage,

        ---------- numbers
        patients.age_years as age_at_diagnosis_years,
        patients.pack_years
    from patients
    full outer join index_samples on patients.patient_key = index_samples.patient_key

)

select * from final
