with patient as (

    select * from {{ ref("int_patients__delivered") }}

),

factor as (

    select * from {{ ref("int_patients__factor") }}

),

stage as (

    select * from {{ ref("stage") }}

),

risk_rule as (

    select * from {{ ref("risk_rule") }}
    where risk_rule = '{{ var("risk_rule") }}'

),

risk_rule_factor as (

    select * from {{ ref("risk_rule_factor") }}
    where risk_rule = '{{ var("risk_rule") }}'

),

factors as (

    select
        factor.patient_key,
        {{ distinct_list("factor.factor") }} as recurrence_factors,
        min(risk_rule_factor.risk_group) as risk_group
    from factor
    left join risk_rule_factor on factor.factor = risk_rule_factor.factor
    group by factor.patient_key

),

gathered as (

    select
        patient.patient_key,
        stage.stage_group,
        stage.stage_subgroup,
        factors.recurrence_factors,
        coalesce(factors.risk_group, risk_rule.risk_group) as risk_group
    from patient
    left join stage on lower(trim(patient.stage)) = stage.word
    left join risk_rule on stage.stage_group = risk_rule.stage_group
    left join factors on patient.patient_key = factors.patient_key

),

final as (

    select
        patient_key,
        stage_group,
        stage_subgroup,
        recurrence_factors,
        risk_group,
        case when risk_group is not null then '{{ var("risk_rule") }}' end as risk_rule
    from gathered

)

select * from final
