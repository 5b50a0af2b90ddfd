with patient_signature as (

    select * from {{ ref("fct_patient_signature") }}

),

driver as (

    select * from {{ ref("int_genes__driver") }}

),

final as (

    select
        patient_key,
        'signature' as comparison_kind,
        signature_id as comparison_id,
        signature_version as comparison_version,
        status
    from patient_signature

    union all

    select
        patient_key,
        'gene' as comparison_kind,
        gene_symbol as comparison_id,
        1 as comparison_version,
        status
    from driver

)

select * from final
