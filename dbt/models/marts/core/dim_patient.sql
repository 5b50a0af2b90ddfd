with patient as (

    select * from {{ ref("int_patients__described") }}

),

person as (

    select * from {{ ref("int_persons__indexed") }}

),

burden as (

    select * from {{ ref("int_patients__burden") }}

),

signature as (

    select * from {{ ref("int_signatures__summed") }}
    where is_default

),

final as (

    select
        ---------- ids
        patient.patient_key,
        patient.study_id,
        patient.patient_id,
        patient.person_id,
        patient.person_source,
        person.is_index_record,

        ---------- patient
        patient.sex,
        cast(patient.age_at_diagnosis_years as double) as age_at_diagnosis_years,
        patient.race,
        patient.ethnicity,
        patient.smoking_status,
        cast(patient.pack_years as double) as pack_years,

        ---------- disease
        patient.histology,
        patient.stage_group,
        patient.stage_subgroup,
        patient.stage_basis,
        patient.stage_edition,
        patient.t_stage,
        patient.n_stage,
        patient.m_stage,
        patient.recurrence_factors,
        patient.risk_group,
        patient.risk_rule,

        ---------- sequencing and signature
        cast(patient.n_samples as int) as n_samples,
        patient.is_sequenced,
        cast(burden.tmb_per_mb as double) as tmb_per_mb,
        burden.tmb_rule,
        burden.tmb_sample_key,
        signature.signature_id as leader_signature_id,
        signature.signature_version as leader_signature_version,
        signature.status as leader_signature_status,
        signature.reason as leader_signature_reason,
        case signature.status when 'positive' then true when 'negative' then false end as leader_signature,
        cast(signature.n_variants as int) as n_leader_variants,

        ---------- provenance
        patient.patient_source,
        patient.source_file_id,
        patient.source_line
    from patient
    inner join person on patient.patient_key = person.patient_key
    left join burden on patient.patient_key = burden.patient_key
    left join signature on patient.patient_key = signature.patient_key

)

select * from final
