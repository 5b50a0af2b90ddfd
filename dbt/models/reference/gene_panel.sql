with panel as (

    select * from {{ ref("stg_cbioportal__gene_panel") }}

),

gene_name as (

    select * from {{ ref("gene_name") }}

),

-- A gene list holds symbols or, in some panels, Entrez ids; no id has more digits than a bigint.
listed as (

    select
        panel_id,
        case when not {{ matches("gene_symbol", "'^[0-9]{1,18}$'") }} then gene_symbol end as gene_symbol,
        case
            when {{ matches("gene_symbol", "'^[0-9]{1,18}$'") }} then cast(gene_symbol as bigint)
        end as entrez_gene_id,
        study_id,
        source_file_id
    from panel

),

ensembl as (

    select
        gene_symbol,
        min(ensembl_gene_id) as ensembl_gene_id
    from gene_name
    group by gene_symbol
    having min(ensembl_gene_id) = max(ensembl_gene_id)

),

-- The same panel may come with several studies: its genes are those of all of them together.
final as (

    select
        listed.panel_id,
        listed.gene_symbol,
        listed.entrez_gene_id,
        ensembl.ensembl_gene_id,
        {{ distinct_list("listed.study_id") }} as delivered_with,
        min(listed.source_file_id) as source_file_id
    from listed
    left join ensembl on upper(listed.gene_symbol) = ensembl.gene_symbol
    group by
        listed.panel_id,
        listed.gene_symbol,
        listed.entrez_gene_id,
        ensembl.ensembl_gene_id

)

select * from final
