with gdc as (

    select * from {{ ref("int_outcomes__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_outcomes__cbioportal") }}

),

study as (

    select * from {{ ref("int_samples__study") }}

),

patient as (

    select * from {{ ref("dim_patient") }}

),

outcomes as (

    select * from gdc

    union all

    select * from cbioportal

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
