with gene_panel as (

    select * from {{ ref("gene_panel") }}

),

mutation as (

    select * from {{ ref("fct_mutation") }}

),

driver_gene as (

    select * from {{ ref("driver_gene") }}

),

-- A panel may list Entrez ids only: they get the symbol that the variants have.
symbols as (

    select
        entrez_gene_id,
        min(upper(gene_symbol)) as gene_symbol
    from mutation
    where entrez_gene_id > 0 and gene_symbol is not null
    group by entrez_gene_id

),

final as (

    select distinct
        upper(gene_panel.panel_id) as panel_id,
        coalesce(upper(gene_panel.gene_symbol), driver_gene.gene_symbol, symbols.gene_symbol) as gene_symbol
    from gene_panel
    left join symbols on gene_panel.entrez_gene_id = symbols.entrez_gene_id
    left join driver_gene on gene_panel.entrez_gene_id = driver_gene.entrez_gene_id
    where coalesce(gene_panel.gene_symbol, driver_gene.gene_symbol, symbols.gene_symbol) is not null

)

select * from final
