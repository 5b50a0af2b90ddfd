with shipped as (

    select * from {{ ref("shipped_signature_gene") }}

),

imported as (

    select * from {{ ref("stg_imported__signature_gene") }}

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
    from shipped

    union all

    select
        signature_id,
        signature_version,
        gene_symbol,
        ensembl_gene_id,
        entrez_gene_id,
        evidence_level,
        source
    from imported

)

select * from final
