with gdc as (

    select * from {{ ref("int_outcomes__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_outcomes__cbioportal") }}

),

clinical as (

    select * from {{ ref("int_outcomes__clinical") }}

),

clinical_form as (

    select * from {{ ref("clinical_form") }}

),

study as (

    select * from {{ ref("int_samples__study") }}

),

patient as (

    select * from {{ ref("dim_patient") }}

),

candidates as (

    select * from gdc

    union all

    select * from cbioportal

    union all

    select * from clinical

),

-- Where several files tell of one endpoint: those that tell status and time first, then in the order of clinical_form.
ranked as (

    select
        candidates.*,
        row_number() over (
            partition by candidates.patient_key, candidates.endpoint
            order by
                case when candidates.event is not null and candidates.time_days is not null then 1 else 2 end,
                coalesce(clinical_form.precedence, 0),
                candidates.source_file_id,
                candidates.source_line
        ) as preference
    from candidates
    left join clinical_form on candidates.outcome_source = clinical_form.form

),

outcomes as (

    select * from ranked
    where preference = 1

),

final as (

    select
        ---------- ids
        outcomes.patient_key,
        outcomes.study_id,
        outcomes.endpoint,

        ---------- time and event
        coalesce(study.time_zero, outcomes.time_zero) as time_zero,
        cast(null as double) as entry_days,
        outcomes.time_days,
        cast(outcomes.time_months as double) as time_months,
        cast(outcomes.event as int) as event,
        outcomes.status_as_delivered,
        outcomes.outcome_source,
        outcomes.is_age_capped,

        ---------- groups to compare
        patient.risk_group,
        patient.leader_signature_id,
        patient.leader_signature_status,
        patient.leader_signature,

        ---------- provenance
        outcomes.source_file_id,
        outcomes.source_line
    from outcomes
    inner join study on outcomes.study_id = study.study_id
    inner join patient on outcomes.patient_key = patient.patient_key

)

select * from final
