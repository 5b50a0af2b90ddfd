{{ config(materialized="view") }}

with mutation as (

    select * from {{ ref("stg_maf__mutation") }}

),

sample as (

    select * from {{ ref("int_samples__resolved") }}
    where evidence = 'variants'

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
        {{ study_key("sample.sample_id", "mutation.study_id") }} as sample_key,
        {{ study_key("sample.patient_id", "mutation.study_id") }} as patient_key,
        classification.is_nonsilent,
        -- A status that nobody knows is read as somatic: the file is one of somatic calls.
        coalesce(mutation_status.is_somatic, true) as is_somatic,
        case
            when mutation.filter is not null then upper(mutation.filter) = 'PASS'
        end as is_pass
    from mutation
    inner join sample
        on
            mutation.study_id = sample.study_id
            and mutation.source_file_id = sample.source_file_id
            and mutation.tumor_sample_barcode = sample.identifier
    left join classification
        on lower(mutation.variant_classification) = lower(classification.variant_classification)
    left join mutation_status on lower(mutation.mutation_status) = mutation_status.mutation_status

)

select * from final
