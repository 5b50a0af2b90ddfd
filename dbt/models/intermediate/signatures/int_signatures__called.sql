with sample as (

    select * from {{ ref("int_samples__described") }}

),

callable as (

    select * from {{ ref("int_signatures__callable") }}

),

target as (

    select * from {{ ref("int_signatures__target") }}

),

covered as (

    select * from {{ ref("int_signatures__covered") }}

),

targeted as (

    select * from {{ ref("int_signatures__targeted") }}

),

hit as (

    select * from {{ ref("int_signatures__hit") }}

),

assay as (

    select * from {{ ref("assay") }}

),

assay_scopes as (

    select distinct
        assay,
        assessed_genes
    from assay

),

target_counts as (

    select
        signature_id,
        signature_version,
        genome_build,
        count(distinct target_id) as n_target_genes
    from target
    group by signature_id, signature_version, genome_build

),

found as (

    select
        sample_key,
        signature_id,
        signature_version,
        sum(case when is_qualifying then 1 else 0 end) as n_variants,
        sum(case when is_qualifying is null then 1 else 0 end) as n_unclassified,
        count(distinct case when is_qualifying then gene_symbol end) as n_genes,
        {{ distinct_list("case when is_qualifying then gene_symbol end") }} as genes
    from hit
    group by sample_key, signature_id, signature_version

),

---------- how many of the targets the sample's assay can see

assessed as (

    select
        sample.sample_key,
        sample.patient_key,
        sample.study_id,
        sample.sample_type,
        sample.is_sequenced,
        sample.assay,
        sample.panel_id,
        sample.has_gene_list,
        callable.signature_id,
        callable.signature_version,
        callable.is_default,
        callable.min_variants,
        callable.min_callable_fraction,
        sample.genome_build,
        target_counts.n_target_genes,
        case
            when not coalesce(sample.is_sequenced, false) then null
            when assay_scopes.assessed_genes = 'none' then 0
            -- The maker's list says what is called; a BED also holds what only helps (tiled SNPs, introns of fusions).
            when assay_scopes.assessed_genes = 'listed' and covered.n_assessed_genes is not null
                then covered.n_assessed_genes
            when targeted.n_assessed_genes is not null then targeted.n_assessed_genes
            when assay_scopes.assessed_genes = 'all' then target_counts.n_target_genes
        end as n_assessed_genes,
        targeted.n_assessed_genes is not null
        and coalesce(assay_scopes.assessed_genes, 'all') <> 'none'
        and (coalesce(assay_scopes.assessed_genes, 'all') <> 'listed' or covered.n_assessed_genes is null)
            as is_by_regions,
        coalesce(found.n_variants, 0) as n_found,
        coalesce(found.n_unclassified, 0) as n_unclassified,
        coalesce(found.n_genes, 0) as n_genes_found,
        found.genes
    from sample
    cross join callable
    left join target_counts
        on
            callable.signature_id = target_counts.signature_id
            and callable.signature_version = target_counts.signature_version
            and sample.genome_build = target_counts.genome_build
    left join assay_scopes on sample.assay = assay_scopes.assay
    left join covered
        on
            callable.signature_id = covered.signature_id
            and callable.signature_version = covered.signature_version
            and sample.genome_build = covered.genome_build
            and upper(sample.panel_id) = upper(covered.panel_id)
    left join targeted
        on
            callable.signature_id = targeted.signature_id
            and callable.signature_version = targeted.signature_version
            and sample.genome_build = targeted.genome_build
            and coalesce(upper(sample.panel_id), '') = coalesce(targeted.panel_id, '')
            and (sample.panel_id is not null or sample.study_id = targeted.study_id)
    left join found
        on
            sample.sample_key = found.sample_key
            and callable.signature_id = found.signature_id
            and callable.signature_version = found.signature_version

),

measured as (

    select
        *,
        cast(n_assessed_genes * 1.0 / nullif(n_target_genes, 0) as double) as callable_fraction
    from assessed

),

called as (

    select
        *,
        case
            when n_found >= min_variants then 'positive'
            when
                is_sequenced
                and callable_fraction >= min_callable_fraction
                and n_found + n_unclassified < min_variants
                then 'negative'
            else 'not_assessable'
        end as status,
        case
            when is_by_regions
                then
                    'the targeted regions of ' || coalesce('panel ' || panel_id, assay, 'the assay') || ' cover '
                    || cast(n_assessed_genes as {{ dbt.type_string() }})
                    || ' of ' || cast(n_target_genes as {{ dbt.type_string() }}) || ' target genes'
            when assay = 'panel'
                then
                    'panel ' || panel_id || ' covers ' || cast(n_assessed_genes as {{ dbt.type_string() }})
                    || ' of ' || cast(n_target_genes as {{ dbt.type_string() }}) || ' target genes'
            else
                assay || ' assesses ' || cast(n_assessed_genes as {{ dbt.type_string() }})
                || ' of ' || cast(n_target_genes as {{ dbt.type_string() }}) || ' target genes'
        end as coverage
    from measured

),

---------- why: the first thing that stands in the way

final as (

    select
        sample_key,
        patient_key,
        study_id,
        sample_type,
        is_sequenced,
        signature_id,
        signature_version,
        is_default,
        status,
        case
            when status = 'positive'
                then
                    cast(n_found as {{ dbt.type_string() }}) || ' qualifying variant'
                    || case when n_found = 1 then '' else 's' end || ' in ' || coalesce(genes, 'no named gene')
                    || case
                        when n_assessed_genes is null then '; how many of the targets were read is not known'
                        when n_assessed_genes < n_target_genes then '; ' || coverage || ', so there may be more'
                        else ''
                    end
            when status = 'negative' then 'no qualifying variant; ' || coverage
            when is_sequenced is null then 'nothing says whether the sample was sequenced'
            when not is_sequenced then 'not sequenced'
            when genome_build is null then 'the genome build is not known'
            when n_target_genes is null then 'the signature names no target on ' || genome_build
            when assay is null and not is_by_regions then 'the assay is not known'
            when assay = 'panel' and panel_id is null and not is_by_regions then 'the panel is not named'
            when assay = 'panel' and not has_gene_list and not is_by_regions
                then 'the gene list of panel ' || panel_id || ' was not delivered'
            when callable_fraction < min_callable_fraction then coverage
            when n_unclassified > 0
                then
                    cast(n_unclassified as {{ dbt.type_string() }})
                    || ' variant(s) in the targets without a known class'
        end as reason,
        -- Zero is said only where it was looked for: NULL in a sample that is not assessable and shows none.
        case when status = 'not_assessable' then nullif(n_found, 0) else n_found end as n_variants,
        case when status = 'not_assessable' then nullif(n_genes_found, 0) else n_genes_found end as n_genes,
        genes,
        n_target_genes,
        n_assessed_genes,
        callable_fraction,
        -- what could be a qualifying variant, if its class were known
        coalesce(n_found + n_unclassified >= min_variants, false) as may_be_positive
    from called

)

select * from final
