with linked as (

    select * from {{ ref("int_persons__linked") }}

),

indexed as (

    select * from {{ ref("int_persons__indexed") }}

),

patient as (

    select * from {{ ref("int_patients__described") }}

),

outcome as (

    select * from {{ ref("int_outcomes__resolved") }}
    where endpoint = 'OS' and time_days is not null and event is not null

),

link as (

    select * from {{ ref("stg_links__person") }}

),

-- Only persons with several records can contradict themselves.
records as (

    select
        linked.person_id,
        linked.patient_key,
        linked.rule_id,
        linked.identifier,
        patient.sex,
        patient.age_at_diagnosis_years,
        outcome.event,
        outcome.time_days,
        outcome.time_zero,
        indexed.is_index_record
    from linked
    inner join indexed on linked.patient_key = indexed.patient_key
    inner join patient on linked.patient_key = patient.patient_key
    left join outcome on linked.patient_key = outcome.patient_key
    where indexed.n_records > 1

),

---------- what each record says, as text

said as (

    select
        person_id,
        'sex' as field,
        patient_key,
        is_index_record,
        sex as said
    from records
    where sex is not null

    union all

    select
        person_id,
        'age_at_diagnosis_years' as field,
        patient_key,
        is_index_record,
        cast(round(age_at_diagnosis_years, 2) as {{ dbt.type_string() }}) as said
    from records
    where age_at_diagnosis_years is not null

    union all

    select
        person_id,
        'vital_status' as field,
        patient_key,
        is_index_record,
        case when event = 1 then 'dead on day ' else 'alive on day ' end
        || cast(round(time_days, 1) as {{ dbt.type_string() }}) as said
    from records
    where event is not null

    union all

    select
        person_id,
        'identifier' as field,
        patient_key,
        is_index_record,
        identifier as said
    from records

    union all

    select
        records.person_id,
        'person_link' as field,
        records.patient_key,
        records.is_index_record,
        link.person_id as said
    from records
    inner join link on records.patient_key = link.patient_key

),

---------- who contradicts whom

-- A record that follows a patient longer than another does not contradict it; one that sees the patient alive after the
-- other's death, or gives another day of death, does. Days count only from the same time zero.
days as (

    select
        person_id,
        min(case when event = 1 then time_days end) as first_death_days,
        max(case when event = 1 then time_days end) as last_death_days,
        max(case when event = 0 then time_days end) as last_alive_days
    from records
    where time_zero is not null
    group by person_id, time_zero

),

vital as (

    select distinct person_id
    from days
    where
        greatest(last_death_days, coalesce(last_alive_days, last_death_days)) - first_death_days
        > {{ time_tolerance("first_death_days") }}

),

conflicts as (

    select
        person_id,
        'sex' as field
    from records
    group by person_id
    having min(sex) <> max(sex)

    union all

    select
        person_id,
        'age_at_diagnosis_years' as field
    from records
    group by person_id
    having max(age_at_diagnosis_years) - min(age_at_diagnosis_years) > {{ constant("identity_tolerance_years") }}

    union all

    select
        person_id,
        'vital_status' as field
    from vital

    union all

    -- Two barcodes of one scheme are two humans, whatever a link says.
    select
        person_id,
        'identifier' as field
    from records
    where rule_id is not null
    group by person_id, rule_id
    having min(identifier) <> max(identifier)

    union all

    select
        person_id,
        'person_link' as field
    from said
    where field = 'person_link'
    group by person_id
    having min(said) <> max(said)

),

conflict as (

    select distinct
        person_id,
        field
    from conflicts

),

final as (

    select
        said.person_id,
        said.field,
        cast(count(distinct said.patient_key) as int) as n_records,
        cast(count(distinct said.said) as int) as n_values,
        max(case when said.is_index_record then said.said end) as index_value,
        {{ distinct_list("said.patient_key || ': ' || said.said", "; ") }} as said
    from said
    inner join conflict on said.person_id = conflict.person_id and said.field = conflict.field
    group by said.person_id, said.field

)

select * from final
