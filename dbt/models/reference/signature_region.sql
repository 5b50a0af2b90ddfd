with shipped as (

    select * from {{ ref("shipped_signature_region") }}

),

imported as (

    select * from {{ ref("stg_imported__signature_region") }}

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
    from shipped

    union all

    select
        signature_id,
        signature_version,
        genome_build,
        chromosome,
        start_position,
        end_position,
        label,
        source
    from imported

)

select * from final
