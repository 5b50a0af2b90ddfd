with survival_group as (

    select * from {{ ref("int_survival__group") }}
    where comparison_kind = 'signature'

),

subject as (

    select * from {{ ref("int_survival__subject") }}

),

origins as (

    select
        cohort_type,
        cohort,
        endpoint,
        {{ distinct_list("time_zero") }} as time_zero
    from subject
    group by cohort_type, cohort, endpoint

),

final as (

    select
        ---------- ids
        survival_group.cohort_type,
        survival_group.cohort,
        survival_group.endpoint,
        survival_group.comparison_id as signature_id,
        cast(survival_group.comparison_version as int) as signature_version,
        survival_group.risk_stratum,
        survival_group.group_name,

        ---------- patients
        origins.time_zero,
        cast(survival_group.n_patients as int) as n_patients,
        cast(survival_group.n_events as int) as n_events,
        cast(survival_group.n_late_entry as int) as n_late_entry,

        ---------- median
        survival_group.median_days,
        survival_group.median_ci_lower_days,
        survival_group.median_ci_upper_days,
        survival_group.median_ci_lower_loglog_days,
        survival_group.median_ci_upper_loglog_days,
        cast(survival_group.median_days / {{ constant("days_per_month") }} as double) as median_months,
        cast(survival_group.median_ci_lower_days / {{ constant("days_per_month") }} as double)
            as median_ci_lower_months,
        cast(survival_group.median_ci_upper_days / {{ constant("days_per_month") }} as double)
            as median_ci_upper_months,
        survival_group.not_estimated_reason,

        ---------- follow-up
        survival_group.follow_up_median_days,
        survival_group.follow_up_ci_lower_days,
        survival_group.follow_up_ci_upper_days
    from survival_group
    left join origins
        on
            survival_group.cohort_type = origins.cohort_type
            and survival_group.cohort = origins.cohort
            and survival_group.endpoint = origins.endpoint

)

select * from final
