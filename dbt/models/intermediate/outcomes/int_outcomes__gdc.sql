with indexed as (

    select * from {{ ref("int_patients__indexed") }}

),

clinical as (

    select * from {{ ref("stg_gdc__clinical") }}

),

follow_up as (

    select * from {{ ref("stg_gdc__follow_up") }}

),

event_status as (

    select * from {{ ref("event_status") }}
    where match_by = 'word'

),

time_zero as (

    select * from {{ ref("clinical_word") }}
    where field = 'time_zero'

),

-- Every day on which somebody knew of the patient. The GDC moved follow-up between tables in release 42: all are read.
contacts as (

    select
        patient_key,
        days_to_last_follow_up as days,
        'diagnoses.days_to_last_follow_up' as field
    from clinical

    union all

    select
        patient_key,
        days_to_follow_up as days,
        'follow_ups.days_to_follow_up' as field
    from follow_up

    union all

    select
        patient_key,
        days_to_progression as days,
        'follow_ups.days_to_progression' as field
    from follow_up

    union all

    select
        patient_key,
        days_to_recurrence as days,
        'follow_ups.days_to_recurrence' as field
    from follow_up

),

contact_ranks as (

    select
        *,
        row_number() over (partition by patient_key order by days desc, field asc) as preference
    from contacts
    where days is not null

),

last_contact as (

    select * from contact_ranks
    where preference = 1

),

patients as (

    select
        indexed.study_id,
        indexed.patient_key,
        indexed.source_file_id,
        indexed.source_line,
        indexed.vital_status,
        indexed.days_to_death,
        indexed.age_at_diagnosis_days,
        indexed.age_is_obfuscated,
        time_zero.meaning as time_zero,
        event_status.event,
        last_contact.days as contact_days,
        last_contact.field as contact_field
    from indexed
    left join event_status on lower(indexed.vital_status) = event_status.value
    left join time_zero on lower(indexed.index_date) = time_zero.word
    left join last_contact on indexed.patient_key = last_contact.patient_key

),

timed as (

    select
        *,
        case
            when event = 1 and days_to_death >= 0 then days_to_death
            -- a death without its day is dated by the last contact, as TCGA-CDR does; outcome_source shows it
            -- a last contact before day 0 is a follow-up of no days, as TCGA-CDR counts it
            when contact_days < 0 then 0
            else contact_days
        end as time_days,
        case
            when event = 1 and days_to_death >= 0 then 'demographic.days_to_death'
            else contact_field
        end as outcome_source
    from patients

),

final as (

    select
        study_id,
        patient_key,
        'OS' as endpoint,
        time_zero,
        cast(time_days as double) as time_days,
        time_days / {{ constant("days_per_month") }} as time_months,
        event,
        vital_status as status_as_delivered,
        case when time_days is not null then outcome_source end as outcome_source,
        case
            when age_is_obfuscated then true
            when age_at_diagnosis_days + coalesce(time_days, 0) >= {{ constant("gdc_highest_age_days") }} then true
            when age_at_diagnosis_days is not null then false
        end as is_age_capped,
        source_file_id,
        source_line
    from timed
    where vital_status is not null or time_days is not null

)

select * from final
