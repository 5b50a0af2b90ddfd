with source as (

    select * from {{ source("landing", "gdc_follow_up") }}

),

final as (

    select
        study_id,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        follow_up_id,
        source_file_id,
        source_line,
        days_to_follow_up,
        days_to_progression,
        days_to_recurrence

    from source

)

select * from final
