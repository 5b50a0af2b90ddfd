{%- set stages = ["0", "I", "II", "III", "IV"] -%}
{%- set smoking = ["Never", "Former", "Current", "Ever"] -%}

with member as (

    select * from {{ ref("int_cohorts__member") }}

),

patient as (

    select * from {{ ref("dim_patient") }}

),

patient_signature as (

    select * from {{ ref("fct_patient_signature") }}

),

survival_group as (

    select * from {{ ref("int_survival__group") }}
    where comparison_kind = 'signature' and endpoint = 'OS' and risk_stratum = 'all'

),

grouped as (

    select
        patient_key,
        signature_id,
        signature_version,
        status as group_name
    from patient_signature

    union all

    select
        patient_key,
        signature_id,
        signature_version,
        'all' as group_name
    from patient_signature

),

summed as (

    select
        member.cohort_type,
        member.cohort,
        grouped.signature_id,
        grouped.signature_version,
        grouped.group_name,
        count(*) as n_patients,
        count(distinct member.study_id) as n_studies,
        sum(case when patient.is_sequenced then 1 else 0 end) as n_sequenced,
        count(patient.age_at_diagnosis_years) as n_age_known,
        {{ median("patient.age_at_diagnosis_years") }} as age_median_years,
        min(patient.age_at_diagnosis_years) as age_min_years,
        max(patient.age_at_diagnosis_years) as age_max_years,
        sum(case when patient.sex = 'Female' then 1 else 0 end) as n_female,
        sum(case when patient.sex = 'Male' then 1 else 0 end) as n_male,
        sum(case when patient.sex is null then 1 else 0 end) as n_sex_unknown,
        {% for stage in stages %}
            sum(case when patient.stage_group = '{{ stage }}' then 1 else 0 end) as n_stage_{{ stage | lower }},
        {% endfor %}
        sum(case when patient.stage_group is null then 1 else 0 end) as n_stage_unknown,
        {{ distinct_list("case when patient.stage_group is not null then lower(patient.stage_edition) end") }}
            as stage_editions,
        sum(case when patient.stage_group is not null and patient.stage_edition is null then 1 else 0 end)
            as n_stage_edition_unknown,
        sum(case when patient.risk_group = 'high' then 1 else 0 end) as n_high_risk,
        sum(case when patient.risk_group = 'standard' then 1 else 0 end) as n_standard_risk,
        sum(case when patient.risk_group is null then 1 else 0 end) as n_risk_unknown,
        {% for word in smoking %}
            sum(case when patient.smoking_status = '{{ word }}' then 1 else 0 end) as n_smoking_{{ word | lower }},
        {% endfor %}
        sum(case when patient.smoking_status is null then 1 else 0 end) as n_smoking_unknown,
        {{ median("patient.pack_years") }} as pack_years_median,
        count(patient.pack_years) as n_pack_years_known,
        {{ median("patient.tmb_per_mb") }} as tmb_median_per_mb,
        count(patient.tmb_per_mb) as n_tmb_known
    from member
    inner join patient on member.patient_key = patient.patient_key
    inner join grouped on member.patient_key = grouped.patient_key
    group by
        member.cohort_type,
        member.cohort,
        grouped.signature_id,
        grouped.signature_version,
        grouped.group_name

),

final as (

    select
        ---------- ids
        summed.cohort_type,
        summed.cohort,
        summed.signature_id,
        cast(summed.signature_version as int) as signature_version,
        summed.group_name,

        ---------- patients
        cast(summed.n_patients as int) as n_patients,
        cast(summed.n_studies as int) as n_studies,
        cast(summed.n_sequenced as int) as n_sequenced,
        cast(summed.n_age_known as int) as n_age_known,
        cast(summed.age_median_years as double) as age_median_years,
        cast(summed.age_min_years as double) as age_min_years,
        cast(summed.age_max_years as double) as age_max_years,
        cast(summed.n_female as int) as n_female,
        cast(summed.n_male as int) as n_male,
        cast(summed.n_sex_unknown as int) as n_sex_unknown,

        ---------- disease
        {% for stage in stages %}
            cast(summed.n_stage_{{ stage | lower }} as int) as n_stage_{{ stage | lower }},
        {% endfor %}
        cast(summed.n_stage_unknown as int) as n_stage_unknown,
        summed.stage_editions,
        cast(summed.n_stage_edition_unknown as int) as n_stage_edition_unknown,
        cast(summed.n_high_risk as int) as n_high_risk,
        cast(summed.n_standard_risk as int) as n_standard_risk,
        cast(summed.n_risk_unknown as int) as n_risk_unknown,

        ---------- smoking and burden
        {% for word in smoking %}
            cast(summed.n_smoking_{{ word | lower }} as int) as n_smoking_{{ word | lower }},
        {% endfor %}
        cast(summed.n_smoking_unknown as int) as n_smoking_unknown,
        cast(summed.n_pack_years_known as int) as n_pack_years_known,
        cast(summed.pack_years_median as double) as pack_years_median,
        cast(summed.n_tmb_known as int) as n_tmb_known,
        cast(summed.tmb_median_per_mb as double) as tmb_median_per_mb,

        ---------- follow-up
        cast(coalesce(survival_group.n_patients, 0) as int) as n_os,
        cast(coalesce(survival_group.n_events, 0) as int) as n_deaths,
        survival_group.follow_up_median_days,
        survival_group.follow_up_ci_lower_days,
        survival_group.follow_up_ci_upper_days
    from summed
    left join survival_group
        on
            summed.cohort_type = survival_group.cohort_type
            and summed.cohort = survival_group.cohort
            and summed.signature_id = survival_group.comparison_id
            and summed.signature_version = survival_group.comparison_version
            and summed.group_name = survival_group.group_name

)

select * from final
