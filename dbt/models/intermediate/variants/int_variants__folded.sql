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
        coalesce(repeated.n_source_rows, 1) as n_source_rows,
        coalesce(repeated.n_aliquots, 1) as n_aliquots
    from keyed
    left join repeated on keyed.mutation_key = repeated.mutation_key
    where
        repeated.mutation_key is null
        or (
            keyed.source_file_id = repeated.source_file_id
            and keyed.source_line = repeated.source_line
            and keyed.tumor_sample_barcode = repeated.tumor_sample_barcode
        )

)

select * from final
