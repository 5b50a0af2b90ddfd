-- The one place where a person's record is chosen for cohorts of several studies.
with patient as (

    select * from {{ ref("dim_patient") }}

),

outcome as (

    select * from {{ ref("fct_outcome") }}

),

followed as (

    select
        patient_key,
        max(time_days) as last_days
    from outcome
    where endpoint = 'OS' and time_days is not null and event is not null
    group by patient_key

),

-- The record that can answer: with an overall survival, sequenced, followed the longest; then a fixed order.
ranked as (

    select
        patient.patient_key,
        patient.person_id,
        row_number() over (
            partition by patient.person_id
            order by
                case when followed.patient_key is not null then 1 else 2 end asc,
                case when patient.is_sequenced then 1 else 2 end asc,
                followed.last_days desc nulls last,
                patient.patient_key asc
        ) as preference
    from patient
    left join followed on patient.patient_key = followed.patient_key

),

final as (

    select
        person_id,
        patient_key
    from ranked
    where preference = 1

)

select * from final
