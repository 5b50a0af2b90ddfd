with source as (

    select * from {{ source("landing", "imported_signature") }}

),

final as (

    select
        signature_id,
        signature_version,
        status,
        title,
        citation,
        evidence,
        caveat,
        min_variants,
        variant_classes,
        filter_policy,
        min_callable_fraction,
        source,
        imported_at
    from source

)

select * from final
