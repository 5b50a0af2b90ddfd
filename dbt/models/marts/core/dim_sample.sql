with sample as (

    select * from {{ ref("int_samples__described") }}

),

burden as (

    select * from {{ ref("int_samples__burden") }}

),

final as (

    select
        ---------- ids
        sample.sample_key,
        sample.patient_key,
        sample.study_id,
        sample.sample_id,

        ---------- sample
        sample.sample_type,
        sample.assay,
        sample.assay_source,
        sample.panel_id,
        sample.genome_build,
        cast(sample.n_aliquots as int) as n_aliquots,
        sample.is_sequenced,

        ---------- burden
        cast(burden.tmb_per_mb as double) as tmb_per_mb,
        cast(burden.n_tmb_variants as int) as n_tmb_variants,
        cast(burden.tmb_megabases as double) as tmb_megabases,
        burden.tmb_rule,
        cast(burden.tmb_per_mb_as_delivered as double) as tmb_per_mb_as_delivered,

        ---------- provenance
        sample.patient_source
    from sample
    inner join burden on sample.sample_key = burden.sample_key

)

select * from final
