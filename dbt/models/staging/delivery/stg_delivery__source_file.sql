with source as (

    select * from {{ source("landing", "source_files") }}

),

final as (

    select
        source_file_id,
        study_id,
        path,
        kind,
        layout,
        status,
        assay,
        panel_id,
        sequenced

    from source

)

select * from final
