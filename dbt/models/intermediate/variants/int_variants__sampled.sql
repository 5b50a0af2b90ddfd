{{ config(materialized="view") }}

with mutation as (

    select * from {{ ref("stg_maf__mutation") }}

),

resolved as (

    select * from {{ ref("int_samples__resolved") }}
    where evidence = 'variants'

),

sample as (

    select * from {{ ref("int_samples__described") }}

),

classification as (

    select * from {{ ref("variant_classification") }}

),

mutation_status as (

    select * from {{ ref("mutation_status") }}

),

final as (

    select
        {% for column in variant_columns() %}
            mutation.{{ column }},
        {% endfor %}
        sample.sample_key,
        sample.patient_key,
        classification.is_nonsilent,
        -- A status that nobody knows is read as somatic: the file is one of somatic calls.
        coalesce(mutation_status.is_somatic, true) as is_somatic,
        case
            when mutation.filter is not null then upper(mutation.filter) = 'PASS'
        end as is_pass
    from mutation
    inner join resolved
        on
            mutation.study_id = resolved.study_id
            and mutation.source_file_id = resolved.source_file_id
            and mutation.tumor_sample_barcode = resolved.identifier
    inner join sample on resolved.study_id = sample.study_id and resolved.sample_id = sample.sample_id
    left join classification
        on lower(mutation.variant_classification) = lower(classification.variant_classification)
    left join mutation_status on lower(mutation.mutation_status) = mutation_status.mutation_status

)

select * from final
