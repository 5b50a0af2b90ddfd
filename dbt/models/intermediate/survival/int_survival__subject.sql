with member as (

    select * from {{ ref("int_cohorts__member") }}

),

outcome as (

    select * from {{ ref("fct_outcome") }}

),

patient as (

    select * from {{ ref("dim_patient") }}

),

exome as (

    select distinct patient_key from {{ ref("int_genes__scope") }}
    where is_exome

),

-- Under observation from entry to time: who entered before time zero was there from the beginning, and who entered at
-- or after the end never was. An entry that nobody told is taken for time zero.
observed as (

    select
        patient_key,
        endpoint,
        time_zero,
        case when entry_days > 0 then entry_days end as entry_days,
        time_days,
        event
    from outcome
    where time_days >= 0 and event is not null and (entry_days is null or entry_days <= 0 or entry_days < time_days)

),

final as (

    select
        ---------- ids
        member.cohort_type,
        member.cohort,
        observed.endpoint,
        member.patient_key,
        member.study_id,

        ---------- time and event
        observed.time_zero,
        observed.entry_days,
        observed.time_days,
        observed.event,

        ---------- what is known of the patient
        patient.risk_group,
        patient.age_at_diagnosis_years,
        patient.sex,
        patient.stage_group,
        -- `7TH` of one study and `7th` of another are the same edition
        lower(patient.stage_edition) as stage_edition,
        patient.tmb_per_mb,
        exome.patient_key is not null as has_exome
    from member
    inner join observed on member.patient_key = observed.patient_key
    inner join patient on member.patient_key = patient.patient_key
    left join exome on member.patient_key = exome.patient_key

)

select * from final
