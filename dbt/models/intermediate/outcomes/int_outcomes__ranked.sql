with delivered as (

    select * from {{ ref("int_outcomes__delivered") }}

),

study as (

    select * from {{ ref("int_samples__study") }}

),

outcome_precedence as (

    select * from {{ ref("outcome_precedence") }}

),

candidates as (

    select
        delivered.study_id,
        delivered.patient_key,
        delivered.endpoint,
        coalesce(study.time_zero, delivered.time_zero) as time_zero,
        delivered.time_days,
        delivered.time_months,
        delivered.event,
        delivered.status_as_delivered,
        delivered.outcome_source,
        delivered.is_age_capped,
        delivered.source_file_id,
        delivered.source_line,
        delivered.form,
        outcome_precedence.precedence
    from delivered
    inner join study on delivered.study_id = study.study_id
    left join outcome_precedence on delivered.form = outcome_precedence.form

),

-- What the first source in order says of the event stands.
events as (

    select
        patient_key,
        endpoint,
        event,
        row_number() over (
            partition by patient_key, endpoint
            order by precedence asc nulls last, source_file_id asc, source_line asc
        ) as preference
    from candidates
    where event is not null

),

-- A row is kept whole: its time is never that of another source. A source that gives a time goes before one that does
-- not, but only among those that say the same event: a complete row that calls a dead patient living does not win.
final as (

    select
        candidates.*,
        row_number() over (
            partition by candidates.patient_key, candidates.endpoint
            order by
                case when candidates.event = events.event or events.event is null then 1 else 2 end asc,
                case when candidates.time_days is not null then 1 else 2 end asc,
                candidates.precedence asc nulls last,
                candidates.source_file_id asc,
                candidates.source_line asc
        ) as preference
    from candidates
    left join events
        on
            candidates.patient_key = events.patient_key
            and candidates.endpoint = events.endpoint
            and events.preference = 1

)

select * from final
