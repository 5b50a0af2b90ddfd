{{ config(materialized="view") }}

with keyed as (

    select * from {{ ref("int_variants__keyed") }}

),

repeated as (

    select * from {{ ref("int_variants__repeated") }}

),

final as (

    select
        {% for column in variant_columns() %}
            keyed.{{ column }},
        {% endfor %}
        keyed.sample_key,
        keyed.patient_key,
        keyed.is_nonsilent,
        keyed.is_somatic,
        keyed.is_pass,
        keyed.mutation_key,
        1 as n_source_rows,
        1 as n_aliquots
    from keyed
    left join repeated on keyed.mutation_key = repeated.mutation_key
    where repeated.mutation_key is null

    union all

    select
        {% for column in variant_columns() %}
            repeated.{{ column }},
        {% endfor %}
        repeated.sample_key,
        repeated.patient_key,
        repeated.is_nonsilent,
        repeated.is_somatic,
        repeated.is_pass,
        repeated.mutation_key,
        repeated.n_source_rows,
        repeated.n_aliquots
    from repeated

)

select * from final
