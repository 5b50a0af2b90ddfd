with gene_name as (

    select * from {{ ref("gene_name") }}

),

symbol as (

    select * from {{ ref("int_genes__symbol") }}

),

-- A name that means two genes, on one build or on two, decides nothing: it stays what it is.
final as (

    select
        gene_name.gene_symbol as name,
        min(symbol.gene_symbol) as gene_symbol
    from gene_name
    inner join symbol on gene_name.ensembl_gene_id = symbol.ensembl_gene_id
    group by gene_name.gene_symbol
    having count(distinct symbol.gene_symbol) = 1

)

select * from final
