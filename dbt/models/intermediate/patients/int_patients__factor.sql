{%- set columns = [
    "vascular_invasion_present", "lymphatic_invasion_present", "perineural_invasion_present", "necrosis_present",
] -%}

with pathology_detail as (

    select * from {{ ref("stg_gdc__pathology_detail") }}

),

indexed as (

    select * from {{ ref("int_patients__indexed") }}

),

recurrence_factor as (

    select * from {{ ref("recurrence_factor") }}

),

recorded as (

    {% for column in columns %}
        select
            patient_key,
            diagnosis_id,
            '{{ column }}' as source_column,
            lower(trim({{ column }})) as word
        from pathology_detail
        where {{ column }} is not null
        {{ "union all" if not loop.last }}
    {% endfor %}

),

-- Only of the disease under study: the pathology of a metastasis or of a former cancer says nothing of its risk.
final as (

    select distinct
        recorded.patient_key,
        recurrence_factor.factor
    from recorded
    inner join indexed
        on
            recorded.patient_key = indexed.patient_key
            and coalesce(recorded.diagnosis_id, indexed.diagnosis_id) = indexed.diagnosis_id
    inner join recurrence_factor
        on
            recorded.source_column = recurrence_factor.source_column
            and recorded.word = recurrence_factor.word

)

select * from final
