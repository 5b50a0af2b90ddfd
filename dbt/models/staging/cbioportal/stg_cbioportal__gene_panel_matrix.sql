with source as (

    select * from {{ source("landing", "gene_panel_matrix") }}

),

final as (

    select
        study_id,
        source_file_id,
        source_line,
        sample_id,
        mutations_panel as panel_id

    from source

)

select * from final
