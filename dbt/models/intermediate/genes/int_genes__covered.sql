with region as (

    select * from {{ ref("assay_region") }}

),

gene as (

    select * from {{ ref("gene") }}

),

rule as (

    select * from {{ ref("coverage_rule") }}
    where rule_id = '{{ var("coverage_rule") }}'

),

-- Each on the build of the regions: a gene is the same on any build.
in_genes as (

    select
        region.study_id,
        region.panel_id,
        gene.genome_build,
        gene.ensembl_gene_id,
        gene.gene_symbol,
        gene.end_position - gene.start_position + 1 as n_gene_bases,
        sum(
            case when region.end_position < gene.end_position then region.end_position else gene.end_position end
            - case
                when region.start_position > gene.start_position then region.start_position else gene.start_position
            end
            + 1
        ) as n_bases
    from region
    inner join gene
        on
            region.genome_build = gene.genome_build
            and region.chromosome = gene.chromosome
            and region.start_position <= gene.end_position
            and region.end_position >= gene.start_position
    group by
        region.study_id, region.panel_id, gene.genome_build, gene.ensembl_gene_id, gene.gene_symbol,
        gene.start_position, gene.end_position

),

final as (

    select distinct
        in_genes.study_id,
        in_genes.panel_id,
        in_genes.ensembl_gene_id,
        upper(in_genes.gene_symbol) as gene_symbol
    from in_genes
    cross join rule
    where
        in_genes.n_bases >= rule.min_bases
        and in_genes.n_bases >= rule.min_share * in_genes.n_gene_bases

)

select * from final
