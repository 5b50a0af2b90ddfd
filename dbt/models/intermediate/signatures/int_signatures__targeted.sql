with region as (

    select * from {{ ref("assay_region") }}

),

target as (

    select * from {{ ref("int_signatures__target") }}

),

gene as (

    select * from {{ ref("gene") }}

),

rule as (

    select * from {{ ref("coverage_rule") }}
    where rule_id = '{{ var("coverage_rule") }}'

),

scopes as (

    select distinct
        study_id,
        panel_id
    from region

),

---------- genes that the regions cover, each on the build of the regions: a gene is the same on any build

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

covered as (

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

),

-- A target without an Ensembl id goes by its symbol.
matched as (

    select
        covered.study_id,
        covered.panel_id,
        target.signature_id,
        target.signature_version,
        target.genome_build,
        target.target_id
    from target
    inner join covered on target.ensembl_gene_id = covered.ensembl_gene_id

    union

    select
        covered.study_id,
        covered.panel_id,
        target.signature_id,
        target.signature_version,
        target.genome_build,
        target.target_id
    from target
    inner join covered on upper(target.gene_symbol) = covered.gene_symbol
    where target.ensembl_gene_id is null

),

final as (

    select
        target.signature_id,
        target.signature_version,
        target.genome_build,
        scopes.study_id,
        scopes.panel_id,
        count(distinct target.target_id) as n_target_genes,
        count(distinct matched.target_id) as n_assessed_genes
    from target
    cross join scopes
    left join matched
        on
            target.signature_id = matched.signature_id
            and target.signature_version = matched.signature_version
            and target.genome_build = matched.genome_build
            and target.target_id = matched.target_id
            and coalesce(scopes.study_id, '') = coalesce(matched.study_id, '')
            and coalesce(scopes.panel_id, '') = coalesce(matched.panel_id, '')
    group by
        target.signature_id, target.signature_version, target.genome_build, scopes.study_id, scopes.panel_id

)

select * from final
