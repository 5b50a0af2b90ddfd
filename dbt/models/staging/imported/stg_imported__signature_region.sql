with source as (

    select * from {{ source("landing", "imported_signature_region") }}

),

final as (

    select
        signature_id,
        signature_version,
        genome_build,
        chromosome,
        start_position,
        end_position,
        label,
        source
    from source

)

select * from final
