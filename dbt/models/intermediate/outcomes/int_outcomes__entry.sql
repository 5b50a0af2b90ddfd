with patient as (

    select * from {{ ref("stg_cbioportal__patient") }}

),

sample as (

    select * from {{ ref("stg_cbioportal__sample") }}

),

entry_column as (

    select * from {{ ref("entry_column") }}

),

attributes as (

    select
        patient.patient_key,
        'patient' as level,
        upper(item.name) as name,
        {{ number_in("item.value") }} as days
    from patient
    {{ each_item("patient.attributes") }}

    union all

    select
        sample.patient_key,
        'sample' as level,
        upper(item.name) as name,
        {{ number_in("item.value") }} as days
    from sample
    {{ each_item("sample.attributes") }}

),

-- Of several samples the first that was reported: from then on the patient was seen. `>32485`, as GENIE hides high
-- ages, is no number, so that nothing is known.
known as (

    select
        attributes.patient_key,
        entry_column.time_zero,
        min(case when entry_column.meaning = 'interval_days' then attributes.days end) as interval_days,
        min(case when entry_column.meaning = 'age_at_entry_days' then attributes.days end)
        - min(case when entry_column.meaning = 'age_at_diagnosis_days' then attributes.days end) as difference_days
    from attributes
    inner join entry_column
        on attributes.level = entry_column.level and attributes.name = entry_column.source_column
    group by attributes.patient_key, entry_column.time_zero

),

-- Who was sequenced before time zero is under observation from the start.
final as (

    select
        patient_key,
        time_zero,
        greatest(coalesce(interval_days, difference_days), 0) as entry_days
    from known
    where coalesce(interval_days, difference_days) is not null

)

select * from final
