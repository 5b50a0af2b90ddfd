with clinical as (

    select * from {{ ref("stg_clinical__row") }}

),

event_status as (

    select * from {{ ref("event_status") }}

),

endpoint as (

    select * from {{ ref("endpoint") }}

),

-- A time below zero is none; the notes of the file name its line.
items as (

    select
        clinical.study_id,
        clinical.patient_key,
        clinical.form,
        clinical.time_zero,
        clinical.source_file_id,
        clinical.source_line,
        case clinical.level when 'patient' then 1 when 'follow_up' then 2 else 3 end as level,
        upper(item.endpoint) as endpoint,
        trim(item.status) as status,
        trim(item.word) as word,
        case when item.days >= 0 then item.days end as days,
        case when item.months >= 0 then item.months end as months,
        case when item.event_days >= 0 then item.event_days end as event_days,
        item.contact_days
    from clinical
    {{ each_item("clinical.outcomes") }}

),

-- A new tumour is an event of no endpoint here, and a day on which the patient was alive.
new_tumors as (

    select
        patient_key,
        form,
        max(case when days_to_new_tumor_event > 0 then days_to_new_tumor_event else 0 end) as days
    from clinical
    where days_to_new_tumor_event is not null
    group by patient_key, form

),

judged as (

    select
        items.*,
        coalesce(by_prefix.event, by_word.event) as event
    from items
    left join event_status as by_prefix
        on by_prefix.match_by = 'prefix' and substr(items.word, 1, 2) = by_prefix.value
    left join event_status as by_word
        on by_word.match_by = 'word' and lower(items.word) = by_word.value

),

timed as (

    select
        judged.*,
        coalesce(judged.days, judged.months, judged.event_days) is not null as is_dated,
        case
            when judged.days is not null then judged.days
            when judged.months is not null then judged.months * {{ constant("days_per_month") }}
            when judged.event = 1 and judged.event_days is not null then judged.event_days
            -- a death without its day is dated by the last contact, as TCGA-CDR does; another event has no time then
            when judged.event = 1 and judged.endpoint <> 'OS' then null
            when judged.endpoint = 'OS' and new_tumors.days > coalesce(judged.contact_days, -1) then new_tumors.days
            else judged.contact_days
        end as time_days
    from judged
    left join new_tumors
        on judged.patient_key = new_tumors.patient_key and judged.form = new_tumors.form

),

-- One row per patient, endpoint and form: the first event that any row tells, else the longest time without one. A row
-- of unknown status neither ends nor lengthens the time of those that are known. A death that a last contact dates is
-- no earlier than one with its own day: the contact was before it.
ranked as (

    select
        *,
        row_number() over (
            partition by patient_key, endpoint, form
            order by
                event desc nulls last,
                case when event = 1 and is_dated then time_days end asc nulls last,
                time_days desc nulls last,
                level asc,
                source_file_id asc,
                source_line asc
        ) as preference
    from timed

),

final as (

    select
        ranked.study_id,
        ranked.patient_key,
        ranked.endpoint,
        coalesce(ranked.time_zero, endpoint.time_zero) as time_zero,
        cast(ranked.time_days as double) as time_days,
        case
            when ranked.days is null and ranked.months is not null then ranked.months
            else ranked.time_days / {{ constant("days_per_month") }}
        end as time_months,
        ranked.event,
        ranked.status as status_as_delivered,
        ranked.form as outcome_source,
        cast(null as boolean) as is_age_capped,
        ranked.source_file_id,
        ranked.source_line
    from ranked
    left join endpoint on ranked.endpoint = endpoint.endpoint
    where ranked.preference = 1

)

select * from final
