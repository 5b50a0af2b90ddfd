with folded as (

    select * from {{ ref("int_variants__folded") }}

),

cytoband as (

    select * from {{ ref("cytoband") }}

),

hit as (

    select * from {{ ref("int_signatures__hit") }}
    where is_default

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
        -- A negative count is a caller's way to say that there is none.
        case
            when folded.t_alt_count >= 0 and coalesce(folded.t_ref_count, 0) >= 0
                then
                    cast(
                        folded.t_alt_count * 1.0
                        / nullif(
                            coalesce(
                                folded.t_ref_count + folded.t_alt_count,
                                case when folded.t_depth >= folded.t_alt_count then folded.t_depth end
                            ),
                            0
                        )
                        as double
                    )
        end as vaf,
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
