with keyed as (

    select * from {{ ref("int_variants__keyed") }}

),

-- Few variants occur twice, so only these are ranked: a window over all rows would cost most of the night.
keys as (

    select mutation_key
    from keyed
    group by mutation_key
    having count(*) > 1

),

rows_of_keys as (

    select
        {% for column in variant_columns() %}
            keyed.{{ column }},
        {% endfor %}
        keyed.sample_key,
        keyed.patient_key,
        keyed.is_nonsilent,
        keyed.is_somatic,
        keyed.is_pass,
        keyed.mutation_key
    from keyed
    inner join keys on keyed.mutation_key = keys.mutation_key

),

counts as (

    select
        mutation_key,
        count(*) as n_source_rows,
        count(distinct aliquot_id) as n_aliquots
    from rows_of_keys
    group by mutation_key

),

-- Of the rows of one variant in one sample the row with the best evidence stands for all: a non-silent annotation
-- before a silent one before one that is not known, a call that passed, the deepest; then the first of the delivery.
-- A line of a VCF gives a row for each tumour, so the barcode decides last.
ranked as (

    select
        rows_of_keys.*,
        row_number() over (
            partition by mutation_key
            order by {{ variant_preference() }}, tumor_sample_barcode asc
        ) as preference
    from rows_of_keys

),

final as (

    select
        {% for column in variant_columns() %}
            ranked.{{ column }},
        {% endfor %}
        ranked.sample_key,
        ranked.patient_key,
        ranked.is_nonsilent,
        ranked.is_somatic,
        ranked.is_pass,
        ranked.mutation_key,
        counts.n_source_rows,
        counts.n_aliquots
    from counts
    inner join ranked on counts.mutation_key = ranked.mutation_key
    where ranked.preference = 1

)

select * from final
