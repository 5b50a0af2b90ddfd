-- A link of a patient whom no study has links nobody: a misspelt study or id, or a study that was not delivered.
{{ config(severity="warn") }}

select
    link.study_id,
    link.source_file_id,
    link.source_line
from {{ ref("stg_links__person") }} as link
left join {{ ref("dim_patient") }} as dim_patient on link.patient_key = dim_patient.patient_key
where dim_patient.patient_key is null
