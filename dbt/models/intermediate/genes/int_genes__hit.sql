with mutation as (

    select * from {{ ref("int_genes__named") }}
    where coalesce(is_somatic, true) and coalesce(is_pass, true)

),

places as (

    select
        gene_symbol,
        min(lpad(chromosome, 2, '0') || ':' || lpad(cast(start_position as {{ dbt.type_string() }}), 9, '0'))
            as genome_order
    from mutation
    group by gene_symbol

),

-- 1 a variant that changes the protein; 0 only others; NULL where the class of the only ones that might is not known.
classed as (

    select
        patient_key,
        gene_symbol,
        max(case when is_nonsilent then 1 else 0 end) as n_changed,
        max(case when is_nonsilent is null then 1 else 0 end) as n_unknown
    from mutation
    group by patient_key, gene_symbol

),

final as (

    select
        classed.patient_key,
        classed.gene_symbol,
        case when classed.n_changed = 1 then true when classed.n_unknown = 0 then false end as is_mutated,
        places.genome_order
    from classed
    inner join places on classed.gene_symbol = places.gene_symbol

)

select * from final
