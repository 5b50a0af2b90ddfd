with patient as (

    select * from {{ ref("stg_cbioportal__patient") }}

),

sample as (

    select * from {{ ref("stg_cbioportal__sample") }}

),

event_status as (

    select * from {{ ref("event_status") }}

),

endpoint as (

    select * from {{ ref("endpoint") }}

),

patient_outcomes as (

    select
        patient.study_id,
        patient.patient_key,
        patient.source_file_id,
        patient.source_line,
        'patient file' as outcome_source,
        upper(item.endpoint) as endpoint,
        trim(item.status) as status,
        item.months
    from patient
    {{ each_item("patient.outcomes") }}

),

sample_outcomes as (

    select
        sample.study_id,
        sample.patient_key,
        sample.source_file_id,
        sample.source_line,
        'sample file' as outcome_source,
        upper(item.endpoint) as endpoint,
        trim(item.status) as status,
        item.months
    from sample
    {{ each_item("sample.outcomes") }}

),

delivered as (

    select * from patient_outcomes
    where status is not null or months is not null

    union all

    select * from sample_outcomes
    where status is not null or months is not null

),

final as (

    select
        delivered.study_id,
        delivered.patient_key,
        delivered.endpoint,
        endpoint.time_zero,
        cast(case when delivered.months >= 0 then delivered.months * {{ constant("days_per_month") }} end as double)
            as time_days,
        case when delivered.months >= 0 then delivered.months end as time_months,
        coalesce(by_prefix.event, by_word.event) as event,
        delivered.status as status_as_delivered,
        delivered.outcome_source,
        cast(null as boolean) as is_age_capped,
        delivered.source_file_id,
        delivered.source_line
    from delivered
    left join endpoint on delivered.endpoint = endpoint.endpoint
    left join event_status as by_prefix
        on by_prefix.match_by = 'prefix' and substr(delivered.status, 1, 2) = by_prefix.value
    left join event_status as by_word
        on by_word.match_by = 'word' and lower(delivered.status) = by_word.value

)

select * from final
