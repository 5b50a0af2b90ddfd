with ranked as (

    select * from {{ ref("int_outcomes__ranked") }}

),

kept as (

    select * from ranked
    where preference = 1

),

others as (

    select * from ranked
    where preference > 1

),

-- What is not known contradicts nothing, and times that are counted from different days cannot be compared.
compared as (

    select
        kept.study_id,
        kept.patient_key,
        kept.endpoint,
        kept.time_zero as kept_time_zero,
        kept.event as kept_event,
        kept.time_days as kept_time_days,
        kept.status_as_delivered as kept_status,
        kept.form as kept_form,
        kept.source_file_id as kept_source_file_id,
        kept.source_line as kept_source_line,
        others.time_zero as lost_time_zero,
        others.event as lost_event,
        others.time_days as lost_time_days,
        others.status_as_delivered as lost_status,
        others.form as lost_form,
        others.source_file_id as lost_source_file_id,
        others.source_line as lost_source_line,
        coalesce(kept.event <> others.event, false) as is_other_event,
        coalesce(
            kept.time_zero = others.time_zero
            and abs(kept.time_days - others.time_days) > {{ time_tolerance("kept.time_days") }},
            false
        ) as is_other_time
    from kept
    inner join others on kept.patient_key = others.patient_key and kept.endpoint = others.endpoint

),

final as (

    select
        study_id,
        patient_key,
        endpoint,
        case
            when is_other_event and is_other_time then 'event and time'
            when is_other_event then 'event'
            else 'time'
        end as conflict,
        kept_form,
        kept_event,
        kept_time_days,
        kept_time_zero,
        kept_status,
        kept_source_file_id,
        kept_source_line,
        lost_form,
        lost_event,
        lost_time_days,
        lost_time_zero,
        lost_status,
        lost_source_file_id,
        lost_source_line
    from compared
    where is_other_event or is_other_time

)

select * from final
