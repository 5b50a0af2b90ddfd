with imported as (

    select * from {{ ref("stg_imported__signature_variant") }}

),

final as (

    select
        signature_id,
        signature_version,
        genome_build,
        chromosome,
        start_position,
        end_position,
        reference_allele,
        alternate_allele,
        gene_symbol,
        ensembl_gene_id,
        hgvsp_short,
        evidence_level,
        source
    from imported

)

select * from final
