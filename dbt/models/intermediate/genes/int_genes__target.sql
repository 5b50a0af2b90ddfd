with hit as (

    select * from {{ ref("int_signatures__hit") }}

),

named as (

    select * from {{ ref("int_genes__named") }}

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
        named.gene_symbol
    from hit
    inner join named on hit.mutation_key = named.mutation_key
    left join signature_region
        on
            hit.signature_id = signature_region.signature_id
            and hit.signature_version = signature_region.signature_version

)

select * from final
