with target as (

    select * from {{ ref("int_signatures__target") }}

),

gene_name as (

    select * from {{ ref("gene_name") }}

),

-- Symbols change, and differ between builds: a gene goes by every name that means it on the build.
known_names as (

    select
        target.signature_id,
        target.signature_version,
        target.genome_build,
        target.target_id,
        gene_name.gene_symbol
    from target
    inner join gene_name
        on
            target.genome_build = gene_name.genome_build
            and target.ensembl_gene_id = gene_name.ensembl_gene_id

),

-- What nobody else is called there: a gene that reference.gene does not have.
given_names as (

    select
        target.signature_id,
        target.signature_version,
        target.genome_build,
        target.target_id,
        upper(target.gene_symbol) as gene_symbol
    from target
    left join gene_name
        on
            target.genome_build = gene_name.genome_build
            and upper(target.gene_symbol) = gene_name.gene_symbol
    where gene_name.gene_symbol is null

),

final as (

    select * from known_names

    union

    select * from given_names

)

select * from final
