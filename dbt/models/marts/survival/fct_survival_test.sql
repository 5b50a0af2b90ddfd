with survival_test as (

    select * from {{ ref("int_survival__test") }}
    where comparison_kind = 'signature'

),

survival_group as (

    select * from {{ ref("fct_survival_group") }}

),

survival_null as (

    select * from {{ ref("int_survival__null") }}

),

signature as (

    select * from {{ ref("signature") }}

),

{{ benjamini_hochberg("survival_test", "method") }},

final as (

    select
        ---------- ids
        adjusted.cohort_type,
        adjusted.cohort,
        adjusted.endpoint,
        adjusted.comparison_id as signature_id,
        cast(adjusted.comparison_version as int) as signature_version,
        adjusted.risk_stratum,
        adjusted.method,
        adjusted.cohort_type = 'pooled' and adjusted.endpoint = 'OS' and adjusted.risk_stratum = 'high'
        and coalesce(signature.is_current, false) as is_headline,

        ---------- groups
        cast(adjusted.n_positive as int) as n_positive,
        cast(adjusted.n_negative as int) as n_negative,
        cast(adjusted.n_not_assessable as int) as n_not_assessable,
        cast(adjusted.events_positive as int) as events_positive,
        cast(adjusted.events_negative as int) as events_negative,
        positive.median_days as median_days_positive,
        positive.median_ci_lower_days as median_ci_lower_days_positive,
        positive.median_ci_upper_days as median_ci_upper_days_positive,
        negative.median_days as median_days_negative,
        negative.median_ci_lower_days as median_ci_lower_days_negative,
        negative.median_ci_upper_days as median_ci_upper_days_negative,

        ---------- test
        adjusted.chi2,
        adjusted.hazard_ratio,
        adjusted.ci_lower,
        adjusted.ci_upper,
        adjusted.log_hazard_ratio,
        adjusted.standard_error,
        adjusted.p_value,
        cast(adjusted.q_value as double) as q_value,
        adjusted.not_estimated_reason,

        ---------- model
        adjusted.covariates,
        adjusted.covariates_left_out,
        cast(adjusted.n_studies as int) as n_studies,
        cast(adjusted.n_late_entry as int) as n_late_entry,
        cast(adjusted.n_used as int) as n_used,
        cast(adjusted.events_used as int) as events_used,
        adjusted.events_per_variable,
        adjusted.concordance,
        adjusted.ph_p_value,

        ---------- null
        survival_null.empirical_p,
        case
            when survival_null.method is null then 'asked for overall survival in high-risk disease only'
            else survival_null.empirical_p_reason
        end as empirical_p_reason,
        cast(survival_null.n_null_sets as int) as n_null_sets,
        cast(survival_null.n_null_patients as int) as n_null_patients,
        survival_null.null_chi2,
        survival_null.null_median_chi2,
        survival_null.null_median_n_positive
    from adjusted
    left join signature
        on
            adjusted.comparison_id = signature.signature_id
            and adjusted.comparison_version = signature.signature_version
    left join survival_null
        on
            adjusted.cohort_type = survival_null.cohort_type
            and adjusted.cohort = survival_null.cohort
            and adjusted.endpoint = survival_null.endpoint
            and adjusted.comparison_id = survival_null.comparison_id
            and adjusted.comparison_version = survival_null.comparison_version
            and adjusted.risk_stratum = survival_null.risk_stratum
            and adjusted.method = survival_null.method
    {% for group_name in ["positive", "negative"] %}
        left join survival_group as {{ group_name }}
            on
                adjusted.cohort_type = {{ group_name }}.cohort_type
                and adjusted.cohort = {{ group_name }}.cohort
                and adjusted.endpoint = {{ group_name }}.endpoint
                and adjusted.comparison_id = {{ group_name }}.signature_id
                and adjusted.comparison_version = {{ group_name }}.signature_version
                and adjusted.risk_stratum = {{ group_name }}.risk_stratum
                and {{ group_name }}.group_name = '{{ group_name }}'
    {% endfor %}

)

select * from final
