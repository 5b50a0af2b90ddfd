with hit as (

    select * from {{ ref("int_signatures__hit") }}

),

signature_region as (

    select distinct
        signature_id,
        signature_version
    from {{ ref("signature_region") }}

),

final as (

    select distinct
        hit.signature_id,
        hit.signature_version,
        signature_region.signature_id is not null as is_region,
        upper(hit.gene_symbol) as gene_symbol
    from hit
    left join signature_region
        on
            hit.signature_id = signature_region.signature_id
            and hit.signature_version = signature_region.signature_version
    where hit.gene_symbol is not null

)

select * from final
