with signature as (

    select * from {{ ref("signature") }}

),

signature_rule as (

    select * from {{ ref("signature_rule") }}

),

final as (

    select
        signature.signature_id,
        signature.signature_version,
        signature.is_default,
        signature_rule.min_variants,
        signature_rule.variant_classes,
        signature_rule.filter_policy,
        signature_rule.min_callable_fraction
    from signature
    inner join signature_rule
        on
            signature.signature_id = signature_rule.signature_id
            and signature.signature_version = signature_rule.signature_version
    where signature.is_callable

)

select * from final
