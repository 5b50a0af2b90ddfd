with cbioportal as (

    select * from {{ ref("stg_cbioportal__sample") }}

),

clinical as (

    select * from {{ ref("stg_clinical__row") }}
    where level = 'sample' and sample_id is not null

),

final as (

    select
        study_id,
        sample_id,
        patient_id,
        patient_key,
        source_file_id,
        source_line,
        sample_type,
        cancer_type_detailed,
        panel_id
    from cbioportal

    union all

    select
        study_id,
        sample_id,
        patient_id,
        patient_key,
        source_file_id,
        source_line,
        sample_type,
        cancer_type_detailed,
        panel_id
    from clinical

)

select * from final
