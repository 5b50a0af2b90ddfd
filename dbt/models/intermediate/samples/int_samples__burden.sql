with sample as (

    select * from {{ ref("int_samples__described") }}

),

study as (

    select * from {{ ref("int_samples__study") }}

),

cbioportal_sample as (

    select * from {{ ref("stg_cbioportal__sample") }}

),

gene_panel as (

    select * from {{ ref("stg_cbioportal__gene_panel") }}

),

-- The published variants are what is counted, so that a reader counts the same.
mutation as (

    select * from {{ ref("fct_mutation") }}

),

tmb_rule as (

    select * from {{ ref("tmb_rule") }}
    where tmb_rule = '{{ var("tmb_rule") }}'

),

tmb_rule_class as (

    select * from {{ ref("tmb_rule_class") }}
    where tmb_rule = '{{ var("tmb_rule") }}'

),

assay_megabases as (

    select * from {{ ref("assay_megabases") }}

),

counted as (

    select
        mutation.sample_key,
        count(*) as n_countable,
        sum(case when tmb_rule_class.variant_classification is not null then 1 else 0 end) as n_counted,
        sum(case when mutation.is_nonsilent is null then 1 else 0 end) as n_unclassified
    from mutation
    cross join tmb_rule
    left join tmb_rule_class
        on lower(mutation.variant_classification) = lower(tmb_rule_class.variant_classification)
    where
        mutation.is_somatic
        and (tmb_rule.filter_policy = 'any' or coalesce(mutation.is_pass, true))
    group by mutation.sample_key

),

-- What a panel's own file says comes first, unless two files of it disagree.
panel_sizes as (

    select
        upper(panel_id) as panel_id,
        min(n_coding_bases) / 1000000.0 as megabases
    from gene_panel
    group by upper(panel_id)
    having min(n_coding_bases) = max(n_coding_bases)

),

sizes as (

    select
        sample.sample_key,
        coalesce(panel_sizes.megabases, assay_megabases.megabases) as megabases
    from sample
    left join panel_sizes on sample.assay = 'panel' and upper(sample.panel_id) = panel_sizes.panel_id
    left join assay_megabases
        on
            sample.assay = assay_megabases.assay
            and (
                upper(sample.panel_id) = upper(assay_megabases.panel_id)
                or (assay_megabases.panel_id is null and sample.assay <> 'panel')
            )

),

delivered_ranks as (

    select
        study_id,
        sample_id,
        tmb_nonsynonymous,
        row_number() over (partition by study_id, sample_id order by source_file_id, source_line) as preference
    from cbioportal_sample
    where tmb_nonsynonymous is not null

),

delivered as (

    select * from delivered_ranks
    where preference = 1

),

gathered as (

    select
        sample.sample_key,
        sample.patient_key,
        sample.sample_type,
        tmb_rule.tmb_rule,
        tmb_rule.max_unclassified_fraction,
        delivered.tmb_nonsynonymous as tmb_per_mb_as_delivered,
        coalesce(counted.n_counted, 0) as n_counted,
        coalesce(counted.n_countable, 0) as n_countable,
        coalesce(counted.n_unclassified, 0) as n_unclassified,
        -- Counting needs a sample that was sequenced, and every file that may hold its variants.
        coalesce(sample.is_sequenced, false) and study.has_all_variants as has_variants,
        case when sizes.megabases >= tmb_rule.min_megabases then sizes.megabases end as megabases
    from sample
    inner join study on sample.study_id = study.study_id
    inner join sizes on sample.sample_key = sizes.sample_key
    cross join tmb_rule
    left join counted on sample.sample_key = counted.sample_key
    left join delivered
        on sample.study_id = delivered.study_id and sample.sample_id = delivered.sample_id

),

assessed as (

    select
        *,
        has_variants
        and megabases is not null
        and n_unclassified <= max_unclassified_fraction * n_countable as is_assessed
    from gathered

),

final as (

    select
        sample_key,
        patient_key,
        sample_type,
        case when is_assessed then n_counted end as n_tmb_variants,
        case when is_assessed then megabases end as tmb_megabases,
        case when is_assessed then n_counted / megabases end as tmb_per_mb,
        case when is_assessed then tmb_rule end as tmb_rule,
        tmb_per_mb_as_delivered
    from assessed

)

select * from final
