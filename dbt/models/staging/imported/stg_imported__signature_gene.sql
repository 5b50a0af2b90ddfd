with source as (

    select * from {{ source("landing", "imported_signature_gene") }}

),

final as (

    select
        signature_id,
        signature_version,
        gene_symbol,
        ensembl_gene_id,
        entrez_gene_id,
        evidence_level,
        source
    from source

)

select * from final
