with source as (

    select * from {{ source("landing", "person_link") }}

),

final as (

    select
        coalesce(linked_study_id, study_id) as study_id,
        patient_id,
        {{ study_key("patient_id", "coalesce(linked_study_id, study_id)") }} as patient_key,
        person_id,
        source_file_id,
        source_line

    from source

)

select * from final
