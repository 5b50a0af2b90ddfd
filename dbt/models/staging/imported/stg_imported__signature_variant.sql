with source as (

    select * from {{ source("landing", "imported_signature_variant") }}

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
    from source

)

select * from final
