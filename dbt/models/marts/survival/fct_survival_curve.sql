with curve as (

    select * from {{ ref("int_survival__curve") }}

),

final as (

    select
        ---------- ids
        cohort_type,
        cohort,
        endpoint,
        comparison_id as signature_id,
        cast(comparison_version as int) as signature_version,
        risk_stratum,
        group_name,

        ---------- estimate
        time_days,
        cast(time_days / {{ constant("days_per_month") }} as double) as time_months,
        cast(n_at_risk as int) as n_at_risk,
        cast(n_event as int) as n_event,
        cast(n_censored as int) as n_censored,
        survival,
        ci_lower,
        ci_upper
    from curve

)

select * from final
