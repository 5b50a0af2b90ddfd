with member as (

    select * from {{ ref("int_cohorts__member") }}

),

call as (

    select * from {{ ref("fct_patient_signature") }}

),

callable as (

    select * from {{ ref("int_signatures__callable") }}

),

-- Only who would be in the table with either result: a panel that reads a few of the targets shows its positives and
-- never a negative, so its patients would all stand on one side.
patient_signature as (

    select
        call.patient_key,
        call.signature_id,
        call.signature_version,
        case when call.callable_fraction >= callable.min_callable_fraction then call.status end as status
    from call
    inner join callable
        on
            call.signature_id = callable.signature_id
            and call.signature_version = callable.signature_version

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
