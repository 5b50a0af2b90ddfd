with mutation as (

    select * from {{ ref("fct_mutation") }}

),

symbol as (

    select * from {{ ref("int_genes__symbol") }}

),

known_name as (

    select * from {{ ref("int_genes__name") }}

),

-- By Ensembl id, else by any name of the gene: `FAM123B` on a panel's list and `AMER1` in its variants are one gene.
final as (

    select
        mutation.mutation_key,
        mutation.patient_key,
        mutation.chromosome,
        mutation.start_position,
        mutation.entrez_gene_id,
        mutation.is_nonsilent,
        mutation.is_somatic,
        mutation.is_pass,
        coalesce(symbol.gene_symbol, known_name.gene_symbol, upper(mutation.gene_symbol)) as gene_symbol
    from mutation
    left join symbol on mutation.ensembl_gene_id = symbol.ensembl_gene_id
    left join known_name on upper(mutation.gene_symbol) = known_name.name
    where coalesce(symbol.gene_symbol, mutation.gene_symbol) is not null

)

select * from final
