{%- set fields = [
    "sex", "smoking_status", "race", "ethnicity", "histology", "stage_edition", "t_stage", "n_stage", "m_stage",
] -%}

with patient as (

    select * from {{ ref("int_patients__delivered") }}

),

translated as (

    select * from {{ ref("int_patients__translated") }}

),

sample as (

    select * from {{ ref("int_samples__described") }}

),

study as (

    select * from {{ ref("int_samples__study") }}

),

risk as (

    select * from {{ ref("int_patients__risk") }}

),

person as (

    select * from {{ ref("int_persons__linked") }}

),

words as (

    select
        {% for field in fields %}
            max(case when field = '{{ field }}' then meaning end) as {{ field }},
        {% endfor %}
        patient_key
    from translated
    group by patient_key

),

samples as (

    select
        patient_key,
        count(*) as n_samples,
        max(case when is_sequenced then 1 else 0 end) as has_sequenced,
        max(case when is_sequenced is null then 1 else 0 end) as has_unknown
    from sample
    group by patient_key

),

final as (

    select
        ---------- ids
        patient.patient_key,
        patient.study_id,
        patient.patient_id,
        person.person_id,
        person.person_source,
        patient.patient_source,
        patient.source_file_id,
        patient.source_line,

        ---------- patient
        words.sex,
        patient.age_at_diagnosis_years,
        words.race,
        words.ethnicity,
        words.smoking_status,
        patient.pack_years,

        ---------- disease
        words.histology,
        risk.stage_group,
        risk.stage_subgroup,
        case when coalesce(risk.stage_group, words.t_stage) is not null then patient.stage_basis end as stage_basis,
        words.stage_edition,
        words.t_stage,
        words.n_stage,
        words.m_stage,
        risk.recurrence_factors,
        risk.risk_group,
        risk.risk_rule,

        ---------- sequencing
        coalesce(samples.n_samples, 0) as n_samples,
        case
            when samples.has_sequenced = 1 then true
            when samples.has_unknown = 1 then null
            when samples.n_samples > 0 or study.names_all_sequenced then false
        end as is_sequenced
    from patient
    inner join study on patient.study_id = study.study_id
    inner join person on patient.patient_key = person.patient_key
    left join words on patient.patient_key = words.patient_key
    left join samples on patient.patient_key = samples.patient_key
    left join risk on patient.patient_key = risk.patient_key

)

select * from final
