with gdc as (

    select * from {{ ref("int_patients__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_patients__cbioportal") }}

),

sample as (

    select * from {{ ref("int_samples__described") }}

),

follow_up as (

    select * from {{ ref("stg_gdc__follow_up") }}

),

exposure as (

    select * from {{ ref("stg_gdc__exposure") }}

),

clinical as (

    select * from gdc

    union all

    select * from cbioportal

),

mentioned as (

    select
        study_id,
        patient_id,
        patient_key,
        patient_source
    from sample

    union all

    select
        study_id,
        patient_id,
        patient_key,
        'follow-up file' as patient_source
    from follow_up

    union all

    select
        study_id,
        patient_id,
        patient_key,
        'exposure file' as patient_source
    from exposure

),

-- Nobody is lost: a patient known only from variants, case lists or follow-up has a row too, with nothing else in it.
elsewhere as (

    select
        mentioned.study_id,
        mentioned.patient_id,
        mentioned.patient_key,
        min(mentioned.patient_source) as patient_source
    from mentioned
    left join clinical on mentioned.patient_key = clinical.patient_key
    where clinical.patient_key is null
    group by mentioned.study_id, mentioned.patient_id, mentioned.patient_key

),

keys as (

    select
        study_id,
        patient_id,
        patient_key,
        'clinical file' as patient_source
    from clinical

    union all

    select * from elsewhere

),

final as (

    select
        ---------- ids
        keys.study_id,
        keys.patient_id,
        keys.patient_key,
        keys.patient_source,
        clinical.source_file_id,
        clinical.source_line,

        ---------- words as delivered
        clinical.sex,
        clinical.race,
        clinical.ethnicity,
        clinical.smoking_status,
        clinical.histology,
        clinical.stage,
        clinical.stage_basis,
        clinical.stage_edition,
        clinical.t_stage,
        clinical.n_stage,
        clinical.m_stage,

        ---------- numbers
        clinical.age_at_diagnosis_years,
        clinical.pack_years
    from keys
    left join clinical on keys.patient_key = clinical.patient_key

)

select * from final
