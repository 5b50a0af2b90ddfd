with gene as (

    select * from {{ ref("gene") }}

),

-- The symbol of the later build, where the gene is on both: every id has one.
final as (

    select
        ensembl_gene_id,
        upper(coalesce(max(case when genome_build = 'GRCh38' then gene_symbol end), max(gene_symbol))) as gene_symbol
    from gene
    group by ensembl_gene_id

)

select * from final
