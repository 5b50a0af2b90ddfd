{%- set criteria = ["has_overall_survival", "is_sequenced", "n_endpoints", "follow_up_days"] -%}

with linked as (

    select * from {{ ref("int_persons__linked") }}

),

outcome as (

    select * from {{ ref("int_outcomes__resolved") }}

),

sample as (

    select * from {{ ref("int_samples__described") }}

),

index_record_rule as (

    select * from {{ ref("index_record_rule") }}

),

outcomes as (

    select
        patient_key,
        max(case when endpoint = 'OS' then 1 end) as has_overall_survival,
        max(case when endpoint = 'OS' then time_days end) as follow_up_days,
        count(*) as n_endpoints
    from outcome
    where time_days is not null and event is not null
    group by patient_key

),

sequenced as (

    select
        patient_key,
        max(case when is_sequenced then 1 end) as is_sequenced
    from sample
    group by patient_key

),

records as (

    select
        linked.person_id,
        linked.patient_key,
        linked.study_id,
        linked.patient_id,
        count(*) over (partition by linked.person_id) as n_records,
        outcomes.has_overall_survival,
        sequenced.is_sequenced,
        outcomes.n_endpoints,
        outcomes.follow_up_days
    from linked
    left join outcomes on linked.patient_key = outcomes.patient_key
    left join sequenced on linked.patient_key = sequenced.patient_key

),

-- The rank of a record among those of its person, for each criterion; only persons with several records need one.
places as (

    {% for criterion in criteria %}
        select
            person_id,
            patient_key,
            '{{ criterion }}' as criterion,
            dense_rank() over (partition by person_id order by {{ criterion }} desc nulls last) as place
        from records
        where n_records > 1
        {{ "union all" if not loop.last }}
    {% endfor %}

),

-- Places of one width, put together in the order of the seed, sort as the criteria say.
orders as (

    select
        places.patient_key,
        {{
            dbt.listagg(
                "lpad(cast(places.place as " ~ dbt.type_string() ~ "), 9, '0')",
                "''",
                "order by index_record_rule.priority",
            )
        }} as place
    from places
    inner join index_record_rule on places.criterion = index_record_rule.criterion
    group by places.patient_key

),

final as (

    select
        records.person_id,
        records.patient_key,
        records.n_records,
        row_number() over (
            partition by records.person_id
            order by orders.place asc, records.study_id asc, records.patient_id asc
        ) = 1 as is_index_record
    from records
    left join orders on records.patient_key = orders.patient_key

)

select * from final
