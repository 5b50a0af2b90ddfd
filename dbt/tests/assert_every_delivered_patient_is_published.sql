-- A patient that any delivered file names is a row of dim_patient.
with delivered as (

    select patient_key from {{ ref("stg_gdc__clinical") }}

    union

    select patient_key from {{ ref("stg_gdc__follow_up") }}

    union

    select patient_key from {{ ref("stg_gdc__exposure") }}

    union

    select patient_key from {{ ref("stg_cbioportal__patient") }}

    union

    select patient_key from {{ ref("stg_cbioportal__sample") }}

    union

    select patient_key from {{ ref("stg_clinical__row") }}

    union

    select patient_key from {{ ref("int_samples__described") }}

)

select delivered.patient_key
from delivered
left join {{ ref("dim_patient") }} as dim_patient on delivered.patient_key = dim_patient.patient_key
where dim_patient.patient_key is null
