with callable as (

    select * from {{ ref("int_signatures__callable") }}

),

signature_gene as (

    select * from {{ ref("signature_gene") }}

),

gene as (

    select * from {{ ref("gene") }}

),

gene_name as (

    select * from {{ ref("gene_name") }}

),

builds as (

    select distinct genome_build from {{ ref("chromosome") }}

),

-- A gene that is named is a target on every build.
named as (

    select
        signature_gene.signature_id,
        signature_gene.signature_version,
        builds.genome_build,
        signature_gene.gene_symbol,
        signature_gene.entrez_gene_id,
        signature_gene.ensembl_gene_id as named_ensembl_gene_id
    from signature_gene
    inner join callable
        on
            signature_gene.signature_id = callable.signature_id
            and signature_gene.signature_version = callable.signature_version
    cross join builds

),

-- A name that means two genes decides nothing.
unambiguous as (

    select
        genome_build,
        gene_symbol,
        min(ensembl_gene_id) as ensembl_gene_id
    from gene_name
    group by genome_build, gene_symbol
    having count(*) = 1

),

-- Some genes have another Ensembl id on each build: there the id of the same name stands for the one that was named.
on_build as (

    select
        named.*,
        coalesce(gene.ensembl_gene_id, unambiguous.ensembl_gene_id, named.named_ensembl_gene_id) as ensembl_gene_id
    from named
    left join gene
        on
            named.genome_build = gene.genome_build
            and named.named_ensembl_gene_id = gene.ensembl_gene_id
    left join unambiguous
        on
            named.genome_build = unambiguous.genome_build
            and upper(named.gene_symbol) = unambiguous.gene_symbol

),

final as (

    select
        signature_id,
        signature_version,
        genome_build,
        -- one id per target gene, the most stable that is known
        coalesce(
            ensembl_gene_id,
            cast(entrez_gene_id as {{ dbt.type_string() }}),
            upper(gene_symbol)
        ) as target_id,
        ensembl_gene_id,
        named_ensembl_gene_id,
        entrez_gene_id,
        gene_symbol
    from on_build

)

select * from final
