with member as (

    select * from {{ ref("int_cohorts__member") }}

),

patient_signature as (

    select * from {{ ref("fct_patient_signature") }}

),

driver as (

    select * from {{ ref("int_genes__driver") }}

),

final as (

    select
        member.cohort_type,
        member.cohort,
        patient_signature.signature_id,
        patient_signature.signature_version,
        driver.gene_symbol,
        sum(case when patient_signature.status = 'positive' and driver.status = 'positive' then 1 else 0 end)
            as n_positive_mutated,
        sum(case when patient_signature.status = 'positive' and driver.status = 'negative' then 1 else 0 end)
            as n_positive_wild_type,
        sum(case when patient_signature.status = 'negative' and driver.status = 'positive' then 1 else 0 end)
            as n_negative_mutated,
        sum(case when patient_signature.status = 'negative' and driver.status = 'negative' then 1 else 0 end)
            as n_negative_wild_type
    from member
    inner join patient_signature on member.patient_key = patient_signature.patient_key
    inner join driver on member.patient_key = driver.patient_key
    group by
        member.cohort_type,
        member.cohort,
        patient_signature.signature_id,
        patient_signature.signature_version,
        driver.gene_symbol

)

select * from final
