with counted as (

    select * from {{ ref("int_genes__counted") }}

),

final as (

    select
        ---------- ids
        cohort_type,
        cohort,
        gene_symbol,

        ---------- patients
        cast(n_assessed as int) as n_assessed,
        cast(n_mutated as int) as n_mutated,
        cast(n_mutated_unread as int) as n_mutated_unread,
        cast(n_unclassified as int) as n_unclassified,
        cast(n_mutated * 1.0 / nullif(n_assessed, 0) as double) as frequency
    from counted
    where n_assessed > 0

)

select * from final
