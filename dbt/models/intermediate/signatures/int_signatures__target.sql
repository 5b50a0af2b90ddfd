with callable as (

    select * from {{ ref("int_signatures__callable") }}

),

signature_gene as (

    select * from {{ ref("int_signatures__gene") }}

),

signature_region as (

    select * from {{ ref("signature_region") }}

),

signature_variant as (

    select * from {{ ref("signature_variant") }}

),

gene as (

    select * from {{ ref("gene") }}

),

named_genes as (

    select
        signature_id,
        signature_version,
        genome_build,
        target_id,
        ensembl_gene_id,
        entrez_gene_id,
        gene_symbol
    from signature_gene

),

-- A region's targets are the build's genes that it touches.
region_genes as (

    select
        signature_region.signature_id,
        signature_region.signature_version,
        signature_region.genome_build,
        gene.ensembl_gene_id as target_id,
        gene.ensembl_gene_id,
        cast(null as bigint) as entrez_gene_id,
        gene.gene_symbol
    from signature_region
    inner join gene
        on
            signature_region.genome_build = gene.genome_build
            and signature_region.chromosome = gene.chromosome
            and signature_region.start_position <= gene.end_position
            and signature_region.end_position >= gene.start_position

),

-- An exact variant's target is the gene it lies in: whoever read the gene would have seen it.
variant_genes as (

    select
        signature_id,
        signature_version,
        genome_build,
        ensembl_gene_id as target_id,
        ensembl_gene_id,
        cast(null as bigint) as entrez_gene_id,
        gene_symbol
    from signature_variant

),

targets as (

    select * from named_genes

    union

    select * from region_genes

    union

    select * from variant_genes

),

final as (

    select targets.*
    from targets
    inner join callable
        on
            targets.signature_id = callable.signature_id
            and targets.signature_version = callable.signature_version

)

select * from final
