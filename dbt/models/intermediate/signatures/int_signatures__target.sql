with callable as (

    select * from {{ ref("int_signatures__callable") }}

),

signature_gene as (

    select * from {{ ref("signature_gene") }}

),

signature_region as (

    select * from {{ ref("signature_region") }}

),

gene as (

    select * from {{ ref("gene") }}

),

builds as (

    select distinct genome_build from {{ ref("chromosome") }}

),

-- A gene that is named is a target on every build; a region's targets are the build's genes that it touches.
named_genes as (

    select
        signature_gene.signature_id,
        signature_gene.signature_version,
        builds.genome_build,
        signature_gene.ensembl_gene_id,
        signature_gene.entrez_gene_id,
        signature_gene.gene_symbol
    from signature_gene
    cross join builds

),

region_genes as (

    select distinct
        signature_region.signature_id,
        signature_region.signature_version,
        signature_region.genome_build,
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

targets as (

    select * from named_genes

    union all

    select * from region_genes

),

final as (

    select distinct
        targets.signature_id,
        targets.signature_version,
        targets.genome_build,
        -- one id per target gene, the most stable that is known
        coalesce(
            targets.ensembl_gene_id,
            cast(targets.entrez_gene_id as {{ dbt.type_string() }}),
            upper(targets.gene_symbol)
        ) as target_id,
        targets.ensembl_gene_id,
        targets.entrez_gene_id,
        targets.gene_symbol
    from targets
    inner join callable
        on
            targets.signature_id = callable.signature_id
            and targets.signature_version = callable.signature_version

)

select * from final
