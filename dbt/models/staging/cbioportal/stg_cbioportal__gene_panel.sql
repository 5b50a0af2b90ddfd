with source as (

    select * from {{ source("landing", "gene_panel") }}

),

final as (

    select
        study_id,
        source_file_id,
        source_line,
        panel_id,
        gene_symbol,
        n_coding_bases

    from source

)

select * from final
