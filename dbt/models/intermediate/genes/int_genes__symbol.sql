with gene as (

    select * from {{ ref("gene") }}

),

gene_name as (

    select * from {{ ref("gene_name") }}

),

mutation as (

    select * from {{ ref("fct_mutation") }}
    where gene_symbol is not null

),

listed as (

    select
        ensembl_gene_id,
        upper(coalesce(max(case when genome_build = 'GRCh38' then gene_symbol end), max(gene_symbol))) as gene_symbol
    from gene
    group by ensembl_gene_id

),

delivered as (

    select
        genome_build,
        ensembl_gene_id,
        upper(gene_symbol) as gene_symbol,
        count(*) as n_variants
    from mutation
    group by genome_build, ensembl_gene_id, upper(gene_symbol)

),

-- Names that variants give a gene; not one that means another gene.
used as (

    select
        gene_name.ensembl_gene_id,
        delivered.gene_symbol,
        sum(delivered.n_variants) as n_variants
    from delivered
    inner join gene_name
        on
            delivered.genome_build = gene_name.genome_build
            and delivered.gene_symbol = gene_name.gene_symbol
            and coalesce(delivered.ensembl_gene_id, gene_name.ensembl_gene_id) = gene_name.ensembl_gene_id
    group by gene_name.ensembl_gene_id, delivered.gene_symbol

),

ranked as (

    select
        used.ensembl_gene_id,
        used.gene_symbol,
        row_number() over (
            partition by used.ensembl_gene_id
            order by
                case when used.gene_symbol = listed.gene_symbol then 1 else 2 end asc,
                used.n_variants desc,
                used.gene_symbol asc
        ) as preference
    from used
    inner join listed on used.ensembl_gene_id = listed.ensembl_gene_id

),

-- The symbol of the table of genes, unless all variants give a later or former one: a reader looks for that.
final as (

    select
        listed.ensembl_gene_id,
        coalesce(ranked.gene_symbol, listed.gene_symbol) as gene_symbol
    from listed
    left join ranked on listed.ensembl_gene_id = ranked.ensembl_gene_id and ranked.preference = 1

)

select * from final
