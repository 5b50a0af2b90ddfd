with outcome as (

    select * from {{ ref("int_outcomes__resolved") }}

),

patient as (

    select * from {{ ref("dim_patient") }}

),

final as (

    select
        ---------- ids
        outcome.patient_key,
        outcome.study_id,
        outcome.endpoint,
        patient.person_id,
        patient.is_index_record,

        ---------- time and event
        outcome.time_zero,
        cast(outcome.entry_days as double) as entry_days,
        cast(outcome.time_days as double) as time_days,
        cast(outcome.time_months as double) as time_months,
        cast(outcome.event as int) as event,
        cast(outcome.competing_event as int) as competing_event,
        outcome.status_as_delivered,
        outcome.outcome_source,
        outcome.form as outcome_form,
        outcome.is_age_capped,

        ---------- groups to compare
        patient.risk_group,
        patient.leader_signature_id,
        patient.leader_signature_status,
        patient.leader_signature,

        ---------- provenance
        outcome.source_file_id,
        outcome.source_line
    from outcome
    inner join patient on outcome.patient_key = patient.patient_key

)

select * from final
