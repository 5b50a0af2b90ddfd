with source as (

    select * from {{ source("landing", "clinical") }}

),

source_file as (

    select
        source_file_id,
        format as form
    from {{ source("landing", "source_files") }}

),

form as (

    select * from {{ ref("clinical_form") }}

),

final as (

    select
        ---------- ids
        source.study_id,
        source.patient_id,
        {{ study_key("source.patient_id", "source.study_id") }} as patient_key,
        source.sample_id,
        source.source_file_id,
        source.source_line,

        ---------- form
        source.level,
        source_file.form,
        form.precedence,
        form.time_zero,

        ---------- patient
        source.sex,
        source.age_at_diagnosis_years,
        -- TCGA gives the day of birth before day 0, other tables the age in days
        coalesce(source.age_at_diagnosis_days, -source.days_to_birth) as age_at_diagnosis_days,
        source.race,
        source.ethnicity,
        source.smoking_status,
        source.pack_years,

        ---------- disease
        source.cancer_type,
        source.histology,
        source.stage_group,
        source.stage_basis,
        source.stage_edition,
        source.t_stage,
        source.n_stage,
        source.m_stage,
        source.pathologic_stage,
        source.pathologic_t,
        source.pathologic_n,
        source.pathologic_m,
        source.clinical_stage,
        source.clinical_t,
        source.clinical_n,
        source.clinical_m,

        ---------- sample
        source.sample_type,
        source.cancer_type_detailed,
        source.panel_id,
        source.tmb_per_mb,

        ---------- outcomes, one element per endpoint
        source.days_to_new_tumor_event,
        source.outcomes
    from source
    left join source_file on source.source_file_id = source_file.source_file_id
    left join form on source_file.form = form.form

)

select * from final
