with survival_test as (

    select * from {{ ref("int_survival__test") }}
    where comparison_kind = 'gene'

),

survival_group as (

    select * from {{ ref("int_survival__group") }}
    where comparison_kind = 'gene'

),

{{ benjamini_hochberg("survival_test", "method") }},

final as (

    select
        ---------- ids
        adjusted.cohort_type,
        adjusted.cohort,
        adjusted.endpoint,
        adjusted.comparison_id as gene_symbol,
        adjusted.risk_stratum,
        adjusted.method,

        ---------- groups
        cast(adjusted.n_positive as int) as n_mutated,
        cast(adjusted.n_negative as int) as n_wild_type,
        cast(adjusted.n_not_assessable as int) as n_not_assessable,
        cast(adjusted.events_positive as int) as events_mutated,
        cast(adjusted.events_negative as int) as events_wild_type,
        positive.median_days as median_days_mutated,
        negative.median_days as median_days_wild_type,

        ---------- test
        adjusted.chi2,
        adjusted.hazard_ratio,
        adjusted.ci_lower,
        adjusted.ci_upper,
        adjusted.p_value,
        cast(adjusted.q_value as double) as q_value,
        adjusted.not_estimated_reason,

        ---------- model
        adjusted.covariates,
        adjusted.covariates_left_out,
        cast(adjusted.n_used as int) as n_used,
        cast(adjusted.events_used as int) as events_used,
        adjusted.events_per_variable,
        adjusted.concordance,
        adjusted.ph_p_value
    from adjusted
    {% for group_name in ["positive", "negative"] %}
        left join survival_group as {{ group_name }}
            on
                adjusted.cohort_type = {{ group_name }}.cohort_type
                and adjusted.cohort = {{ group_name }}.cohort
                and adjusted.endpoint = {{ group_name }}.endpoint
                and adjusted.comparison_id = {{ group_name }}.comparison_id
                and adjusted.risk_stratum = {{ group_name }}.risk_stratum
                and {{ group_name }}.group_name = '{{ group_name }}'
    {% endfor %}

)

select * from final
