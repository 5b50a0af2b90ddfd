with called as (

    select * from {{ ref("int_signatures__called") }}

),

final as (

    select
        ---------- ids
        sample_key,
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

        ---------- what was looked at
        cast(n_target_genes as int) as n_target_genes,
        cast(n_assessed_genes as int) as n_assessed_genes,
        callable_fraction
    from called

)

select * from final
