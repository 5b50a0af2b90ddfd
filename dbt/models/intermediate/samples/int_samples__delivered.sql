with cbioportal as (

    select * from {{ ref("stg_cbioportal__sample") }}

),

clinical_row as (

    select * from {{ ref("stg_clinical__row") }}
    where level = 'sample' and sample_id is not null

),

study as (

    select * from {{ ref("stg_delivery__study") }}

),

-- In a GDC download the samples are the GDC's, by 16 characters with the vial: Xena's 15 would name each a second time.
clinical as (

    select clinical_row.*
    from clinical_row
    left join study on clinical_row.study_id = study.study_id
    where not (coalesce(study.layout, '') = 'gdc' and coalesce(clinical_row.form, '') = 'xena')

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
