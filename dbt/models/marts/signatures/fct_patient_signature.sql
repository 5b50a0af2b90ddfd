with summed as (

    select * from {{ ref("int_signatures__summed") }}

),

final as (

    select
        ---------- ids
        patient_key,
        study_id,
        signature_id,
        signature_version,

        ---------- call
        status,
        reason,
        cast(n_variants as int) as n_variants,
        cast(n_genes as int) as n_genes,
        genes,

        ---------- samples
        cast(n_samples as int) as n_samples,
        cast(n_assessed_samples as int) as n_assessed_samples,
        deciding_sample_key,

        ---------- what was looked at in the deciding sample
        cast(n_target_genes as int) as n_target_genes,
        cast(n_assessed_genes as int) as n_assessed_genes,
        callable_fraction
    from summed

)

select * from final
