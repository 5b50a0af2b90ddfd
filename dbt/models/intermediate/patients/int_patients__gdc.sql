with indexed as (

    select * from {{ ref("int_patients__indexed") }}

),

exposure as (

    select * from {{ ref("stg_gdc__exposure") }}

),

time_zero as (

    select * from {{ ref("clinical_word") }}
    where field = 'time_zero'

),

smoking_ranks as (

    select
        patient_key,
        tobacco_smoking_status,
        row_number() over (
            partition by patient_key
            order by
                case when lower(exposure_type) = 'tobacco' then 1 else 2 end,
                source_file_id,
                source_line
        ) as preference
    from exposure
    where tobacco_smoking_status is not null

),

pack_years as (

    select
        patient_key,
        max(pack_years_smoked) as pack_years
    from exposure
    group by patient_key

),

final as (

    select
        ---------- ids
        indexed.study_id,
        indexed.patient_id,
        indexed.patient_key,
        indexed.source_file_id,
        indexed.source_line,

        ---------- words as delivered
        indexed.sex,
        indexed.race,
        indexed.ethnicity,
        smoking_ranks.tobacco_smoking_status as smoking_status,
        indexed.primary_diagnosis as histology,
        indexed.stage,
        indexed.stage_basis,
        indexed.ajcc_staging_system_edition as stage_edition,
        indexed.t_stage,
        indexed.n_stage,
        indexed.m_stage,

        ---------- numbers
        case
            when indexed.age_at_diagnosis_days is not null
                then indexed.age_at_diagnosis_days / {{ constant("days_per_year") }}
            when time_zero.meaning = 'diagnosis' then indexed.age_at_index_years
        end as age_at_diagnosis_years,
        pack_years.pack_years
    from indexed
    left join smoking_ranks
        on indexed.patient_key = smoking_ranks.patient_key and smoking_ranks.preference = 1
    left join pack_years on indexed.patient_key = pack_years.patient_key
    left join time_zero on lower(indexed.index_date) = time_zero.word

)

select * from final
