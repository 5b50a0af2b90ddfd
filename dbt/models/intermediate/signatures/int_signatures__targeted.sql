with region as (

    select * from {{ ref("assay_region") }}

),

target as (

    select * from {{ ref("int_signatures__target") }}

),

covered as (

    select * from {{ ref("int_genes__covered") }}

),

scopes as (

    select distinct
        study_id,
        panel_id
    from region

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
