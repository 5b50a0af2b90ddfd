with gene_panel as (

    select * from {{ ref("gene_panel") }}

),

named as (

    select * from {{ ref("int_genes__named") }}

),

driver_gene as (

    select * from {{ ref("driver_gene") }}

),

known_name as (

    select * from {{ ref("int_genes__name") }}

),

symbol as (

    select * from {{ ref("int_genes__symbol") }}

),

covered as (

    select * from {{ ref("int_genes__covered") }}

),

-- A panel may list Entrez ids only: they get the symbol that the variants have.
symbols as (

    select
        entrez_gene_id,
        min(gene_symbol) as gene_symbol
    from named
    where entrez_gene_id > 0
    group by entrez_gene_id

),

by_list as (

    select
        upper(gene_panel.panel_id) as panel_id,
        coalesce(
            known_name.gene_symbol, upper(gene_panel.gene_symbol), driver_gene.gene_symbol, symbols.gene_symbol
        ) as gene_symbol
    from gene_panel
    left join known_name on upper(gene_panel.gene_symbol) = known_name.name
    left join symbols on gene_panel.entrez_gene_id = symbols.entrez_gene_id
    left join driver_gene on gene_panel.entrez_gene_id = driver_gene.entrez_gene_id

),

listed_panels as (

    select distinct upper(panel_id) as panel_id from gene_panel

),

-- The maker's list says what is called; a BED speaks where there is none.
by_regions as (

    select
        {{ gene_list_id("covered.panel_id", "covered.study_id") }} as panel_id,
        symbol.gene_symbol
    from covered
    inner join symbol on covered.ensembl_gene_id = symbol.ensembl_gene_id
    left join listed_panels on covered.panel_id = listed_panels.panel_id
    where listed_panels.panel_id is null

),

genes as (

    select * from by_list

    union

    select * from by_regions

),

final as (

    select * from genes
    where gene_symbol is not null

)

select * from final
