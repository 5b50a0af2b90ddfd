with translated as (

    select * from {{ ref("int_patients__translated") }}

),

patient as (

    select * from {{ ref("int_patients__delivered") }}

),

stage as (

    select * from {{ ref("stage") }}

),

nothing as (

    select * from {{ ref("clinical_word") }}
    where field = 'any'

),

outcome as (

    select * from {{ ref("fct_outcome") }}

),

mutation as (

    select * from {{ ref("fct_mutation") }}

),

classification as (

    select * from {{ ref("variant_classification") }}

),

found as (

    select
        study_id,
        field,
        word
    from translated
    where not is_known_word

    union all

    select
        patient.study_id,
        'stage' as field,
        patient.stage as word
    from patient
    left join stage on lower(trim(patient.stage)) = stage.word
    where patient.stage is not null and stage.word is null

    union all

    select
        study_id,
        'status of ' || endpoint as field,
        status_as_delivered as word
    from outcome
    where event is null and status_as_delivered is not null

    union all

    select
        mutation.study_id,
        'variant_classification' as field,
        mutation.variant_classification as word
    from mutation
    left join classification
        on lower(mutation.variant_classification) = lower(classification.variant_classification)
    where mutation.variant_classification is not null and classification.variant_classification is null

),

final as (

    select
        found.study_id,
        found.field,
        found.word,
        count(*) as n_rows
    from found
    left join nothing on lower(trim(found.word)) = nothing.word
    where nothing.word is null
    group by found.study_id, found.field, found.word

)

select * from final
