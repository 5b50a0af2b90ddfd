{{ config(materialized="view") }}

with sampled as (

    select * from {{ ref("int_variants__sampled") }}

),

final as (

    select
        sampled.*,
        {{ mutation_key() }} as mutation_key
    from sampled

)

select * from final
