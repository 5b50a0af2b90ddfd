{{ config(materialized="view") }}

with sampled as (

    select * from {{ ref("int_variants__sampled") }}

),

final as (

    select
        {% for column in variant_columns() %}
            sampled.{{ column }},
        {% endfor %}
        sampled.sample_key,
        sampled.patient_key,
        sampled.is_nonsilent,
        sampled.is_somatic,
        sampled.is_pass,
        {{ mutation_key() }} as mutation_key
    from sampled

)

select * from final
