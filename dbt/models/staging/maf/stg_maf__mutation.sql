with source as (

    select * from {{ source("landing", "mutations") }}

),

final as (

    select
        ---------- ids
        study_id,
        source_file_id,
        source_line,
        tumor_sample_barcode,
        coalesce(tumor_sample_uuid, tumor_sample_barcode) as aliquot_id,

        ---------- place and alleles
        genome_build,
        chromosome,
        start_position,
        end_position,
        reference_allele,
        alternate_allele,
        variant_type,

        ---------- gene and effect
        hugo_symbol as gene_symbol,
        entrez_gene_id,
        ensembl_gene_id,
        variant_classification,
        hgvsc,
        hgvsp_short,
        transcript_id,

        ---------- evidence
        mutation_status,
        filter,
        t_depth,
        t_ref_count,
        t_alt_count,
        t_vaf,
        t_pl,
        n_depth,
        n_alt_count

    from source

)

select * from final
