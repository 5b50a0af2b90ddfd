with patient as (

    select * from {{ ref("int_patients__delivered") }}

),

identifier_rule as (

    select * from {{ ref("identifier_rule") }}

),

link as (

    select * from {{ ref("stg_links__person") }}

),

links as (

    select
        patient_key,
        min(person_id) as link_person_id,
        count(distinct person_id) as n_links
    from link
    group by patient_key

),

identified as (

    select
        patient.patient_key,
        patient.study_id,
        patient.patient_id,
        identifier_rule.rule_id,
        coalesce({{ matched("patient.patient_id", "identifier_rule.pattern") }}, patient.patient_key) as identifier,
        links.link_person_id
    from patient
    left join identifier_rule on {{ matches("patient.patient_id", "identifier_rule.pattern") }}
    left join links on patient.patient_key = links.patient_key

),

-- A link of one copy speaks for all copies with the same identifier: else it would take a patient away from the others.
linked as (

    select
        *,
        min(link_person_id) over (partition by identifier) as person_link
    from identified

),

final as (

    select
        patient_key,
        study_id,
        patient_id,
        identifier,
        rule_id,
        link_person_id,
        coalesce(person_link, identifier) as person_id,
        case when person_link is not null then 'person link' else rule_id end as person_source
    from linked

)

select * from final
