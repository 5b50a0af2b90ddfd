with compared as (

    select * from {{ ref("int_genes__compared") }}

),

{{ benjamini_hochberg("compared", "1") }},

final as (

    select
        ---------- ids
        cohort_type,
        cohort,
        signature_id,
        cast(signature_version as int) as signature_version,
        gene_symbol,

        ---------- patients assessed for both
        cast(n_positive_mutated as int) as n_positive_mutated,
        cast(n_positive_wild_type as int) as n_positive_wild_type,
        cast(n_negative_mutated as int) as n_negative_mutated,
        cast(n_negative_wild_type as int) as n_negative_wild_type,

        ---------- test
        odds_ratio,
        ci_lower,
        ci_upper,
        p_value,
        cast(q_value as double) as q_value,
        not_estimated_reason
    from adjusted

)

select * from final
