with source as (

    select * from {{ source("landing", "case_list") }}

),

final as (

    select
        study_id,
        source_file_id,
        source_line,
        list_id,
        category,
        sample_id

    from source

)

select * from final
