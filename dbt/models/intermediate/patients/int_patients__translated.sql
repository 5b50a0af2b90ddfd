{#
    Closed fields have no meaning but those of the vocabulary: a word it does not know is NULL, and a test names it. In
    open fields such a word stays as delivered. Words for "not known" are NULL in both.
#}
{%- set closed_fields = ["sex", "smoking_status"] -%}
{%- set open_fields = ["race", "ethnicity", "histology", "stage_edition", "t_stage", "n_stage", "m_stage"] -%}

with patient as (

    select * from {{ ref("int_patients__delivered") }}

),

clinical_word as (

    select * from {{ ref("clinical_word") }}

),

words as (

    {% for field in closed_fields + open_fields %}
        select
            study_id,
            patient_key,
            '{{ field }}' as field,
            {{ "true" if field in closed_fields else "false" }} as is_closed,
            trim({{ field }}) as word
        from patient
        where trim({{ field }}) <> ''
        {{ "union all" if not loop.last }}
    {% endfor %}

),

final as (

    select
        words.study_id,
        words.patient_key,
        words.field,
        words.word,
        coalesce(own.word, anywhere.word) is not null or not words.is_closed as is_known_word,
        case
            when own.word is not null then own.meaning
            when anywhere.word is not null or words.is_closed then null
            else words.word
        end as meaning
    from words
    left join clinical_word as own on words.field = own.field and lower(words.word) = own.word
    left join clinical_word as anywhere on anywhere.field = 'any' and lower(words.word) = anywhere.word

)

select * from final
