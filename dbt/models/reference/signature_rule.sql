with shipped as (

    select * from {{ ref("shipped_signature_rule") }}

),

imported as (

    select * from {{ ref("stg_imported__signature") }}

),

final as (

    select
        signature_id,
        signature_version,
        min_variants,
        variant_classes,
        filter_policy,
        min_callable_fraction,
        source
    from shipped

    union all

    select
        signature_id,
        signature_version,
        min_variants,
        variant_classes,
        filter_policy,
        min_callable_fraction,
        source
    from imported

)

select * from final
