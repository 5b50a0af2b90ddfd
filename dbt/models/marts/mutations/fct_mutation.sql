with variant as (

    select * from {{ ref("int_variants__folded") }}

),

cytoband as (

    select * from {{ ref("cytoband") }}

),

hit as (

    select * from {{ ref("int_signatures__hit") }}
    where is_default

),

folded as (

    select
        *,
        -- A negative count is a caller's way to say that there is none.
        case
            when t_alt_count >= 0 and coalesce(t_ref_count, 0) >= 0
                then coalesce(t_ref_count + t_alt_count, case when t_depth >= t_alt_count then t_depth end)
        end as n_reads
    from variant

),

final as (

    select
        ---------- ids
        folded.mutation_key,
        folded.sample_key,
        folded.patient_key,
        folded.study_id,

        ---------- place and alleles
        folded.genome_build,
        folded.chromosome,
        folded.start_position,
        folded.end_position,
        folded.reference_allele,
        folded.alternate_allele,
        folded.variant_type,
        cytoband.cytoband,
        cytoband.chromosome_arm,

        ---------- gene and effect
        folded.gene_symbol,
        folded.entrez_gene_id,
        folded.ensembl_gene_id,
        folded.variant_classification,
        folded.is_nonsilent,
        folded.hgvsc,
        folded.hgvsp_short,
        folded.transcript_id,

        ---------- evidence
        folded.mutation_status,
        folded.is_somatic,
        folded.filter,
        folded.is_pass,
        folded.t_depth,
        folded.t_ref_count,
        folded.t_alt_count,
        -- What was counted outweighs what a caller states: that may follow from its model where there is no read.
        case
            when folded.n_reads is null then folded.t_vaf
            else cast(folded.t_alt_count * 1.0 / nullif(folded.n_reads, 0) as double)
        end as vaf,
        folded.t_pl,
        folded.n_depth,
        folded.n_alt_count,

        ---------- signature: unknown where the variant lies in a target and its class is not known
        case when hit.mutation_key is null then false else hit.is_qualifying end as is_leader_variant,

        ---------- provenance
        cast(folded.n_aliquots as int) as n_aliquots,
        cast(folded.n_source_rows as int) as n_source_rows,
        folded.source_file_id,
        folded.source_line
    from folded
    left join cytoband
        on
            folded.genome_build = cytoband.genome_build
            and folded.chromosome = cytoband.chromosome
            and folded.start_position between cytoband.start_position and cytoband.end_position
    left join hit on folded.mutation_key = hit.mutation_key

)

select * from final
