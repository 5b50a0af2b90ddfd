with target as (

    select * from {{ ref("int_signatures__target") }}

),

gene as (

    select * from {{ ref("gene") }}

),

gene_panel as (

    select * from {{ ref("gene_panel") }}

),

-- Symbols change: a gene goes by its symbol in either build.
symbols as (

    select
        target_id,
        upper(gene_symbol) as gene_symbol
    from target

    union

    select
        target.target_id,
        upper(gene.gene_symbol) as gene_symbol
    from target
    inner join gene on target.ensembl_gene_id = gene.ensembl_gene_id

),

entrez as (

    select distinct
        target_id,
        entrez_gene_id
    from target
    where entrez_gene_id is not null

),

listed as (

    select
        gene_panel.panel_id,
        symbols.target_id
    from gene_panel
    inner join symbols on upper(gene_panel.gene_symbol) = symbols.gene_symbol

    union

    select
        gene_panel.panel_id,
        entrez.target_id
    from gene_panel
    inner join entrez on gene_panel.entrez_gene_id = entrez.entrez_gene_id

),

panels as (

    select distinct panel_id from gene_panel

),

final as (

    select
        target.signature_id,
        target.signature_version,
        target.genome_build,
        panels.panel_id,
        count(distinct target.target_id) as n_target_genes,
        count(distinct listed.target_id) as n_assessed_genes
    from target
    cross join panels
    left join listed on panels.panel_id = listed.panel_id and target.target_id = listed.target_id
    group by target.signature_id, target.signature_version, target.genome_build, panels.panel_id

)

select * from final
