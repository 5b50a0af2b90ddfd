with ranked as (

    select * from {{ ref("int_outcomes__ranked") }}

),

entry as (

    select * from {{ ref("int_outcomes__entry") }}

),

endpoint as (

    select * from {{ ref("endpoint") }}

),

patient as (

    select * from {{ ref("int_patients__delivered") }}

),

told as (

    select * from {{ ref("int_patients__told") }}

),

identifier_rule as (

    select * from {{ ref("identifier_rule") }}

),

kept as (

    select * from ranked
    where preference = 1

),

deaths as (

    select * from kept
    where endpoint = 'OS'

),

-- A cap that any source shows holds for the patient, also where another source's age is published. Projects that hide
-- high ages say so in the seed of identifiers.
capped as (

    select
        patient.patient_key,
        max(
            case
                when ranked.is_age_capped or told.age_at_diagnosis_years >= identifier_rule.highest_age_years then 1
                when not ranked.is_age_capped or told.age_at_diagnosis_years < identifier_rule.highest_age_years
                    then 0
            end
        ) as is_age_capped
    from patient
    inner join ranked on patient.patient_key = ranked.patient_key
    left join told on patient.patient_key = told.patient_key
    left join identifier_rule on {{ matches("patient.patient_id", "identifier_rule.pattern") }}
    group by patient.patient_key

),

final as (

    select
        kept.study_id,
        kept.patient_key,
        kept.endpoint,
        kept.time_zero,
        entry.entry_days,
        kept.time_days,
        kept.time_months,
        kept.event,
        -- A death that ends the wait for the event without being it. A death after the observation of this endpoint had
        -- ended is none, and neither is one that lies before its end: there the sources contradict each other.
        case
            when coalesce(endpoint.other_deaths, 'unknown') <> 'competing' then null
            when kept.event = 1 then 0
            when kept.event is null then null
            when deaths.event = 0 then 0
            when deaths.event = 1 and kept.time_zero = deaths.time_zero
                then
                    case
                        when abs(deaths.time_days - kept.time_days) <= {{ time_tolerance("kept.time_days") }} then 1
                        when deaths.time_days > kept.time_days then 0
                    end
        end as competing_event,
        kept.status_as_delivered,
        kept.outcome_source,
        kept.form,
        cast(capped.is_age_capped as boolean) as is_age_capped,
        kept.source_file_id,
        kept.source_line
    from kept
    left join endpoint on kept.endpoint = endpoint.endpoint
    left join deaths on kept.patient_key = deaths.patient_key
    left join capped on kept.patient_key = capped.patient_key
    left join entry on kept.patient_key = entry.patient_key and kept.time_zero = entry.time_zero

)

select * from final
