with sample as (

    select * from {{ ref("int_samples__burden") }}
    where tmb_per_mb is not null

),

-- One sample stands for the patient: the primary tumour, else the sample of which most was interrogated. Burdens of
-- several samples are neither added nor averaged: they share variants, and metastases and panels count otherwise.
ranked as (

    select
        *,
        row_number() over (
            partition by patient_key
            order by case when sample_type = 'Primary' then 1 else 2 end asc, tmb_megabases desc, sample_key asc
        ) as preference
    from sample

),

final as (

    select
        patient_key,
        sample_key as tmb_sample_key,
        tmb_per_mb,
        tmb_rule
    from ranked
    where preference = 1

)

select * from final
