with clinical as (

    select * from {{ ref("stg_gdc__clinical") }}

),

tumor_classification as (

    select * from {{ ref("tumor_classification") }}

),

stage as (

    select * from {{ ref("stage") }}

),

-- A case has a row per diagnosis and treatment. The index diagnosis is the disease under study: never a metastasis, a
-- recurrence or a former cancer while a primary is listed, whatever order the rows come in.
ranked as (

    select
        clinical.*,
        row_number() over (
            partition by clinical.patient_key
            order by
                case when clinical.diagnosis_is_primary_disease then 1 else 2 end,
                -- 3: between the primaries and all that is said to be something else
                coalesce(tumor_classification.preference, 3),
                abs(clinical.days_to_diagnosis) nulls last,
                clinical.diagnosis_id nulls last,
                clinical.source_file_id,
                clinical.source_line
        ) as preference
    from clinical
    left join tumor_classification
        on lower(clinical.classification_of_tumor) = tumor_classification.classification

),

indexed as (

    select * from ranked
    where preference = 1

),

-- Stage, T, N and M come from one basis: pathologic where it says anything, else clinical.
based as (

    select
        indexed.*,
        case
            when pathologic.word is not null then 'pathologic'
            when clinical_stage.word is not null then 'clinical'
            when indexed.ajcc_pathologic_t is not null then 'pathologic'
            when indexed.ajcc_clinical_t is not null then 'clinical'
        end as stage_basis
    from indexed
    left join stage as pathologic on lower(indexed.ajcc_pathologic_stage) = pathologic.word
    left join stage as clinical_stage on lower(indexed.ajcc_clinical_stage) = clinical_stage.word

),

final as (

    select
        ---------- ids
        study_id,
        patient_id,
        patient_key,
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
        primary_diagnosis,
        age_at_diagnosis_days,
        ajcc_staging_system_edition,
        stage_basis,
        case when stage_basis = 'clinical' then ajcc_clinical_stage else ajcc_pathologic_stage end as stage,
        case when stage_basis = 'clinical' then ajcc_clinical_t else ajcc_pathologic_t end as t_stage,
        case when stage_basis = 'clinical' then ajcc_clinical_n else ajcc_pathologic_n end as n_stage,
        case when stage_basis = 'clinical' then ajcc_clinical_m else ajcc_pathologic_m end as m_stage
    from based

)

select * from final
