with patient as (

    select * from {{ ref("int_patients__described") }}

),

callable as (

    select * from {{ ref("int_signatures__callable") }}

),

called as (

    select * from {{ ref("int_signatures__called") }}

),

hit as (

    select * from {{ ref("int_signatures__hit") }}
    where is_qualifying

),

-- The sample that decides: any positive one; else one that was fully assessed; else the best assessed.
ranked as (

    select
        *,
        row_number() over (
            partition by patient_key, signature_id, signature_version
            order by
                case status when 'positive' then 1 when 'negative' then 2 else 3 end asc,
                is_sequenced desc nulls last,
                callable_fraction desc nulls last,
                case when sample_type = 'Primary' then 1 else 2 end asc,
                sample_key asc
        ) as preference
    from called

),

samples as (

    select
        patient_key,
        signature_id,
        signature_version,
        count(*) as n_samples,
        sum(case when status <> 'not_assessable' then 1 else 0 end) as n_assessed_samples
    from called
    group by patient_key, signature_id, signature_version

),

-- The same variant in two samples of a patient is one variant.
distinct_hits as (

    select distinct
        patient_key,
        signature_id,
        signature_version,
        gene_symbol,
        genome_build,
        chromosome,
        start_position,
        reference_allele,
        alternate_allele
    from hit

),

found as (

    select
        patient_key,
        signature_id,
        signature_version,
        count(*) as n_variants,
        count(distinct gene_symbol) as n_genes,
        {{ distinct_list("gene_symbol") }} as genes
    from distinct_hits
    group by patient_key, signature_id, signature_version

),

final as (

    select
        patient.patient_key,
        patient.study_id,
        callable.signature_id,
        callable.signature_version,
        callable.is_default,
        coalesce(ranked.status, 'not_assessable') as status,
        case
            when ranked.status is not null then ranked.reason
            when patient.is_sequenced is null then 'nothing says whether the patient was sequenced'
            else 'not sequenced'
        end as reason,
        case
            when ranked.status in ('positive', 'negative') then coalesce(found.n_variants, 0)
            else found.n_variants
        end as n_variants,
        case
            when ranked.status in ('positive', 'negative') then coalesce(found.n_genes, 0)
            else found.n_genes
        end as n_genes,
        found.genes,
        coalesce(samples.n_samples, 0) as n_samples,
        coalesce(samples.n_assessed_samples, 0) as n_assessed_samples,
        ranked.sample_key as deciding_sample_key,
        ranked.n_target_genes,
        ranked.n_assessed_genes,
        ranked.callable_fraction
    from patient
    cross join callable
    left join ranked
        on
            patient.patient_key = ranked.patient_key
            and callable.signature_id = ranked.signature_id
            and callable.signature_version = ranked.signature_version
            and ranked.preference = 1
    left join samples
        on
            patient.patient_key = samples.patient_key
            and callable.signature_id = samples.signature_id
            and callable.signature_version = samples.signature_version
    left join found
        on
            patient.patient_key = found.patient_key
            and callable.signature_id = found.signature_id
            and callable.signature_version = found.signature_version

)

select * from final
