with sample as (

    select * from {{ ref("int_samples__described") }}

),

final as (

    select
        ---------- ids
        sample_key,
        patient_key,
        study_id,
        sample_id,

        ---------- sample
        sample_type,
        assay,
        assay_source,
        panel_id,
        genome_build,
        cast(n_aliquots as int) as n_aliquots,
        is_sequenced,
        cast(null as double) as tmb_per_mb,

        ---------- provenance
        patient_source
    from sample

)

select * from final
