with source as (

    select * from {{ source("landing", "regions") }}

),

final as (

    select
        study_id,
        source_file_id,
        source_line,
        panel_id,
        genome_build,
        chromosome,
        start_position,
        end_position

    from source

)

select * from final
