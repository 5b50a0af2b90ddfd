with gene as (

    select * from {{ ref("gene") }}

),

gene_alias as (

    select * from {{ ref("gene_alias") }}

),

date_like_gene as (

    select * from {{ ref("date_like_gene") }}

),

builds as (

    select distinct genome_build from gene

),

own_symbols as (

    select
        genome_build,
        upper(gene_symbol) as gene_symbol,
        ensembl_gene_id,
        1 as preference,
        'symbol' as basis,
        source
    from gene

),

other_symbols as (

    select
        builds.genome_build,
        upper(gene.gene_symbol) as gene_symbol,
        gene.ensembl_gene_id,
        2 as preference,
        'symbol on another build' as basis,
        gene.source
    from gene
    inner join builds on gene.genome_build <> builds.genome_build

),

aliases as (

    select
        builds.genome_build,
        upper(gene_alias.alias) as gene_symbol,
        gene_alias.ensembl_gene_id,
        3 as preference,
        'alias' as basis,
        gene_alias.source
    from gene_alias
    cross join builds

),

former_symbols as (

    select
        genome_build,
        upper(former_symbol) as gene_symbol,
        ensembl_gene_id,
        3 as preference,
        'alias' as basis,
        source
    from date_like_gene

    union all

    select
        genome_build,
        upper(gene_symbol) as gene_symbol,
        ensembl_gene_id,
        3 as preference,
        'alias' as basis,
        source
    from date_like_gene

),

names as (

    select * from own_symbols

    union all

    select * from other_symbols

    union all

    select * from aliases

    union all

    select * from former_symbols

),

-- A former name that another gene bears now means that gene: the better basis leaves no room for the others.
ranked as (

    select
        *,
        min(preference) over (partition by genome_build, gene_symbol) as best
    from names

),

final as (

    select
        genome_build,
        gene_symbol,
        ensembl_gene_id,
        min(basis) as basis,
        min(source) as source
    from ranked
    where preference = best
    group by genome_build, gene_symbol, ensembl_gene_id

)

select * from final
