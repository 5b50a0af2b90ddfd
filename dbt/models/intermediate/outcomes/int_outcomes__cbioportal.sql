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

-- TCGA gives no age above 90 years (HIPAA), in whatever study its patients stand.
tcga_ages as (

    select
        patient_key,
        max(age_years) as age_years
    from patient
    where {{ matches("patient_id", "'^TCGA-'") }}
    group by patient_key

),

patient_outcomes as (

    select
        patient.study_id,
        patient.patient_key,
        patient.source_file_id,
        patient.source_line,
        1 as level,
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
        2 as level,
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

-- One row per patient and endpoint: the patient file's, else that of the patient's first sample.
ranked as (

    select
        *,
        row_number() over (
            partition by patient_key, endpoint
            order by level, source_file_id, source_line
        ) as preference
    from delivered

),

final as (

    select
        ranked.study_id,
        ranked.patient_key,
        ranked.endpoint,
        endpoint.time_zero,
        cast(case when ranked.months >= 0 then ranked.months * {{ constant("days_per_month") }} end as double)
            as time_days,
        case when ranked.months >= 0 then ranked.months end as time_months,
        coalesce(by_prefix.event, by_word.event) as event,
        ranked.status as status_as_delivered,
        ranked.outcome_source,
        tcga_ages.age_years >= {{ constant("tcga_highest_age_years") }} as is_age_capped,
        ranked.source_file_id,
        ranked.source_line
    from ranked
    left join endpoint on ranked.endpoint = endpoint.endpoint
    left join tcga_ages on ranked.patient_key = tcga_ages.patient_key
    left join event_status as by_prefix
        on by_prefix.match_by = 'prefix' and substr(ranked.status, 1, 2) = by_prefix.value
    left join event_status as by_word
        on by_word.match_by = 'word' and lower(ranked.status) = by_word.value
    where ranked.preference = 1

)

select * from final
