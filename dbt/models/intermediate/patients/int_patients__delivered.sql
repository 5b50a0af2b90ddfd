{#
    A patient of the GDC or of cBioPortal may also stand in a clinical table of another form: it fills what they do not
    say, or say to be unknown. Stage, T, N, M and edition are one fact and are not mixed.
#}
{%- set numbers = ["age_at_diagnosis_years", "pack_years"] -%}
{%- set words = ["sex", "race", "ethnicity", "smoking_status", "histology"] -%}
{%- set stages = ["stage", "stage_basis", "stage_edition", "t_stage", "n_stage", "m_stage"] -%}

with gdc as (

    select * from {{ ref("int_patients__gdc") }}

),

cbioportal as (

    select * from {{ ref("int_patients__cbioportal") }}

),

clinical_table as (

    select * from {{ ref("int_patients__clinical") }}

),

clinical_follow_up as (

    select * from {{ ref("stg_clinical__row") }}
    where level = 'follow_up'

),

unknown_word as (

    select * from {{ ref("clinical_word") }}
    where field = 'any'

),

known_stage as (

    select * from {{ ref("stage") }}

),

sample as (

    select * from {{ ref("int_samples__described") }}

),

follow_up as (

    select * from {{ ref("stg_gdc__follow_up") }}

),

exposure as (

    select * from {{ ref("stg_gdc__exposure") }}

),

told as (

    select * from gdc

    union all

    select * from cbioportal

),

clinical as (

    select
        {% for field in numbers %}
            coalesce(told.{{ field }}, clinical_table.{{ field }}) as {{ field }},
        {% endfor %}
        {% for field in words %}
            coalesce(
                case when {{ field }}_word.word is null then told.{{ field }} end,
                clinical_table.{{ field }},
                told.{{ field }}
            ) as {{ field }},
        {% endfor %}
        {% for field in stages %}
            case
                when told.patient_key is null then clinical_table.{{ field }}
                when known_stage.word is null and clinical_table.stage is not null then clinical_table.{{ field }}
                else told.{{ field }}
            end as {{ field }},
        {% endfor %}
        coalesce(told.study_id, clinical_table.study_id) as study_id,
        coalesce(told.patient_id, clinical_table.patient_id) as patient_id,
        coalesce(told.patient_key, clinical_table.patient_key) as patient_key,
        coalesce(told.source_file_id, clinical_table.source_file_id) as source_file_id,
        case when told.patient_key is null then clinical_table.source_line else told.source_line end as source_line
    from told
    full outer join clinical_table on told.patient_key = clinical_table.patient_key
    left join known_stage on lower(trim(told.stage)) = known_stage.word
    {% for field in words %}
        left join unknown_word as {{ field }}_word on lower(trim(told.{{ field }})) = {{ field }}_word.word
    {% endfor %}

),

mentioned as (

    select
        study_id,
        patient_id,
        patient_key,
        patient_source
    from sample

    union all

    select
        study_id,
        patient_id,
        patient_key,
        'follow-up file' as patient_source
    from follow_up

    union all

    select
        study_id,
        patient_id,
        patient_key,
        'follow-up file' as patient_source
    from clinical_follow_up

    union all

    select
        study_id,
        patient_id,
        patient_key,
        'exposure file' as patient_source
    from exposure

),

-- Nobody is lost: a patient known only from variants, case lists or follow-up has a row too, with nothing else in it.
elsewhere as (

    select
        mentioned.study_id,
        mentioned.patient_id,
        mentioned.patient_key,
        min(mentioned.patient_source) as patient_source
    from mentioned
    left join clinical on mentioned.patient_key = clinical.patient_key
    where clinical.patient_key is null
    group by mentioned.study_id, mentioned.patient_id, mentioned.patient_key

),

keys as (

    select
        study_id,
        patient_id,
        patient_key,
        'clinical file' as patient_source
    from clinical

    union all

    select * from elsewhere

),

final as (

    select
        ---------- ids
        keys.study_id,
        keys.patient_id,
        keys.patient_key,
        keys.patient_source,
        clinical.source_file_id,
        clinical.source_line,

        ---------- words as delivered
        clinical.sex,
        clinical.race,
        clinical.ethnicity,
        clinical.smoking_status,
        clinical.histology,
        clinical.stage,
        clinical.stage_basis,
        clinical.stage_edition,
        clinical.t_stage,
        clinical.n_stage,
        clinical.m_stage,

        ---------- numbers
        clinical.age_at_diagnosis_years,
        clinical.pack_years
    from keys
    left join clinical on keys.patient_key = clinical.patient_key

)

select * from final
