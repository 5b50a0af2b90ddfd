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
        keyed.mutation_key,
        keyed.source_file_id,
        keyed.source_line,
        keyed.tumor_sample_barcode,
        keyed.aliquot_id,
        keyed.is_nonsilent,
        keyed.is_pass,
        keyed.t_depth
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
        *,
        row_number() over (
            partition by mutation_key
            order by
                is_nonsilent desc nulls last,
                is_pass desc nulls last,
                t_depth desc nulls last,
                source_file_id,
                source_line,
                tumor_sample_barcode
        ) as preference
    from rows_of_keys

),

final as (

    select
        counts.mutation_key,
        counts.n_source_rows,
        counts.n_aliquots,
        ranked.source_file_id,
        ranked.source_line,
        ranked.tumor_sample_barcode
    from counts
    inner join ranked on counts.mutation_key = ranked.mutation_key
    where ranked.preference = 1

)

select * from final
