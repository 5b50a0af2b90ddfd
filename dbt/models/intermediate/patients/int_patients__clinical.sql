{#
    Several forms may tell of one patient. Field by field the first that says anything counts, in the order of the seed
    clinical_form. Stage, T, N, M and edition are one fact and come from one row.
#}
{%- set words = ["sex", "race", "ethnicity", "smoking_status", "histology"] -%}
{%- set numbers = ["age_at_diagnosis_years", "pack_years"] -%}
{%- set stages = ["stage", "stage_basis", "stage_edition", "t_stage", "n_stage", "m_stage"] -%}

with clinical as (

    select * from {{ ref("stg_clinical__row") }}
    where level <> 'follow_up'

),

stage as (

    select * from {{ ref("stage") }}

),

basis as (

    select * from {{ ref("clinical_word") }}
    where field = 'stage_basis'

),

-- One basis per row: pathologic where its stage says anything, else clinical, else what the table calls its stage.
based as (

    select
        clinical.*,
        basis.meaning as said_basis,
        case
            when pathologic.word is not null then 'pathologic'
            when clinical_stage.word is not null then 'clinical'
            when clinical.stage_group is not null or clinical.t_stage is not null then 'said'
            when clinical.pathologic_t is not null then 'pathologic'
            when clinical.clinical_t is not null then 'clinical'
        end as kind
    from clinical
    left join stage as pathologic on lower(trim(clinical.pathologic_stage)) = pathologic.word
    left join stage as clinical_stage on lower(trim(clinical.clinical_stage)) = clinical_stage.word
    left join basis on lower(trim(clinical.stage_basis)) = basis.word

),

told as (

    select
        study_id,
        patient_id,
        patient_key,
        source_file_id,
        source_line,
        coalesce(precedence, 99) as precedence,
        sex,
        race,
        ethnicity,
        smoking_status,
        histology,
        pack_years,
        coalesce(
            age_at_diagnosis_days / {{ constant("days_per_year") }}, age_at_diagnosis_years
        ) as age_at_diagnosis_years,
        kind,
        case kind when 'said' then said_basis else kind end as stage_basis,
        case kind
            when 'pathologic' then pathologic_stage
            when 'clinical' then clinical_stage
            when 'said' then stage_group
        end as stage,
        case when kind is not null then stage_edition end as stage_edition,
        case kind
            when 'pathologic' then pathologic_t
            when 'clinical' then clinical_t
            when 'said' then t_stage
        end as t_stage,
        case kind
            when 'pathologic' then pathologic_n
            when 'clinical' then clinical_n
            when 'said' then n_stage
        end as n_stage,
        case kind
            when 'pathologic' then pathologic_m
            when 'clinical' then clinical_m
            when 'said' then m_stage
        end as m_stage
    from based

),

ranked as (

    select
        *,
        {% for field in words + numbers %}
            row_number() over (
                partition by patient_key
                order by
                    case when {{ field }} is null then 2 else 1 end, precedence, source_file_id, source_line
            ) as {{ field }}_rank,
        {% endfor %}
        row_number() over (
            partition by patient_key
            order by
                case
                    when stage is not null and kind <> 'clinical' then 1
                    when stage is not null then 2
                    when kind is not null then 3
                    else 4
                end,
                precedence,
                source_file_id,
                source_line
        ) as stage_rank,
        row_number() over (
            partition by patient_key
            order by precedence, source_file_id, source_line
        ) as preference
    from told

),

final as (

    select
        ---------- words as delivered
        {% for field in words %}
            max(case when {{ field }}_rank = 1 then {{ field }} end) as {{ field }},
        {% endfor %}
        {% for field in stages %}
            max(case when stage_rank = 1 then {{ field }} end) as {{ field }},
        {% endfor %}

        ---------- numbers
        {% for field in numbers %}
            max(case when {{ field }}_rank = 1 then {{ field }} end) as {{ field }},
        {% endfor %}

        ---------- ids
        study_id,
        patient_id,
        patient_key,
        max(case when preference = 1 then source_file_id end) as source_file_id,
        max(case when preference = 1 then source_line end) as source_line
    from ranked
    group by study_id, patient_id, patient_key

)

select * from final
