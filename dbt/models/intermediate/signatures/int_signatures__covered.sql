with target as (

    select * from {{ ref("int_signatures__target") }}

),

target_name as (

    select * from {{ ref("int_signatures__name") }}

),

gene_panel as (

    select * from {{ ref("gene_panel") }}

),

entrez as (

    select distinct
        genome_build,
        target_id,
        entrez_gene_id
    from target
    where entrez_gene_id is not null

),

listed as (

    select
        gene_panel.panel_id,
        target_name.genome_build,
        target_name.target_id
    from gene_panel
    inner join target_name on upper(gene_panel.gene_symbol) = target_name.gene_symbol

    union

    select
        gene_panel.panel_id,
        entrez.genome_build,
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
    left join listed
        on
            panels.panel_id = listed.panel_id
            and target.genome_build = listed.genome_build
            and target.target_id = listed.target_id
    group by target.signature_id, target.signature_version, target.genome_build, panels.panel_id

)

select * from final
