with source as (

    select * from {{ source("landing", "studies") }}

),

final as (

    select
        study_id,
        layout,
        cancer_type,
        genome_build,
        time_zero,
        assay,
        panel_id

    from source

)

select * from final
