with patient as (

    select * from {{ ref("int_patients__described") }}

),

told as (

    select * from {{ ref("int_patients__told") }}

),

compared as (

    select
        told.study_id,
        told.patient_key,
        'sex' as field,
        patient.sex as kept_value,
        told.form as lost_form,
        told.sex as lost_value,
        told.source_file_id as lost_source_file_id,
        told.source_line as lost_source_line,
        patient.sex <> told.sex as is_conflict
    from told
    inner join patient on told.patient_key = patient.patient_key

    union all

    select
        told.study_id,
        told.patient_key,
        'age_at_diagnosis_years' as field,
        cast(round(patient.age_at_diagnosis_years, 2) as {{ dbt.type_string() }}) as kept_value,
        told.form as lost_form,
        cast(round(told.age_at_diagnosis_years, 2) as {{ dbt.type_string() }}) as lost_value,
        told.source_file_id as lost_source_file_id,
        told.source_line as lost_source_line,
        abs(patient.age_at_diagnosis_years - told.age_at_diagnosis_years) > {{ constant("identity_tolerance_years") }}
            as is_conflict
    from told
    inner join patient on told.patient_key = patient.patient_key

),

-- What is not known contradicts nothing.
final as (

    select
        study_id,
        patient_key,
        field,
        kept_value,
        lost_form,
        lost_value,
        lost_source_file_id,
        lost_source_line
    from compared
    where is_conflict

)

select * from final
