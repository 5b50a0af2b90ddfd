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

-- The sample that decides: any positive one; else one that was fully assessed; else one that was sequenced. Among
-- equals the primary tumour first, then the best assessed.
ranked as (

    select
        *,
        row_number() over (
            partition by patient_key, signature_id, signature_version
            order by
                case status when 'positive' then 1 when 'negative' then 2 else 3 end asc,
                is_sequenced desc nulls last,
                case when sample_type = 'Primary' then 1 else 2 end asc,
                callable_fraction desc nulls last,
                sample_key asc
        ) as preference
    from called

),

-- A sample that is open because of a variant whose class nobody knows may be the positive one: a negative sample
-- beside it does not make the patient negative.
undecided as (

    select
        patient_key,
        signature_id,
        signature_version,
        sample_key,
        reason,
        row_number() over (
            partition by patient_key, signature_id, signature_version
            order by case when sample_type = 'Primary' then 1 else 2 end asc, sample_key asc
        ) as preference
    from called
    where status = 'not_assessable' and may_be_positive

),

decided as (

    select
        ranked.patient_key,
        ranked.signature_id,
        ranked.signature_version,
        case when undecided.sample_key is null then ranked.status else 'not_assessable' end as status,
        coalesce(undecided.reason, ranked.reason) as reason,
        coalesce(undecided.sample_key, ranked.sample_key) as sample_key
    from ranked
    left join undecided
        on
            ranked.patient_key = undecided.patient_key
            and ranked.signature_id = undecided.signature_id
            and ranked.signature_version = undecided.signature_version
            and ranked.status = 'negative'
            and undecided.preference = 1
    where ranked.preference = 1

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
        coalesce(decided.status, 'not_assessable') as status,
        case
            when decided.status is not null then decided.reason
            when patient.is_sequenced is null then 'nothing says whether the patient was sequenced'
            else 'not sequenced'
        end as reason,
        case
            when decided.status in ('positive', 'negative') then coalesce(found.n_variants, 0)
            else found.n_variants
        end as n_variants,
        case
            when decided.status in ('positive', 'negative') then coalesce(found.n_genes, 0)
            else found.n_genes
        end as n_genes,
        found.genes,
        coalesce(samples.n_samples, 0) as n_samples,
        coalesce(samples.n_assessed_samples, 0) as n_assessed_samples,
        decided.sample_key as deciding_sample_key,
        deciding.n_target_genes,
        deciding.n_assessed_genes,
        deciding.callable_fraction
    from patient
    cross join callable
    left join decided
        on
            patient.patient_key = decided.patient_key
            and callable.signature_id = decided.signature_id
            and callable.signature_version = decided.signature_version
    left join called as deciding
        on
            decided.sample_key = deciding.sample_key
            and decided.signature_id = deciding.signature_id
            and decided.signature_version = deciding.signature_version
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
