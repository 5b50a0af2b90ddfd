with member as (

    select * from {{ ref("int_cohorts__member") }}

),

scope as (

    select * from {{ ref("int_genes__scope") }}

),

panel as (

    select * from {{ ref("int_genes__panel") }}

),

hit as (

    select * from {{ ref("int_genes__hit") }}

),

driver_gene as (

    select * from {{ ref("driver_gene") }}

),

whole as (

    select distinct patient_key from scope
    where is_whole

),

-- Of patients without an exome the genes that a panel of theirs lists were read.
listed as (

    select distinct
        scope.patient_key,
        panel.gene_symbol
    from scope
    inner join panel on scope.panel_id = panel.panel_id
    left join whole on scope.patient_key = whole.patient_key
    where whole.patient_key is null

),

cohorts as (

    select
        member.cohort_type,
        member.cohort,
        count(whole.patient_key) as n_whole
    from member
    left join whole on member.patient_key = whole.patient_key
    group by member.cohort_type, member.cohort

),

---------- patients by gene: read by a panel; mutated; of unknown class only

marks as (

    select
        coalesce(hit.patient_key, listed.patient_key) as patient_key,
        coalesce(hit.gene_symbol, listed.gene_symbol) as gene_symbol,
        case when listed.patient_key is not null then 1 else 0 end as is_listed,
        case when hit.is_mutated then 1 else 0 end as is_mutated,
        case when hit.patient_key is not null and hit.is_mutated is null then 1 else 0 end as is_unclassified
    from hit
    full outer join listed on hit.patient_key = listed.patient_key and hit.gene_symbol = listed.gene_symbol

),

-- Who is mutated in a gene that his assay is not known to read is in neither count: the unmutated beside him cannot
-- be counted.
judged as (

    select
        marks.*,
        case when whole.patient_key is not null then 1 else 0 end as is_whole,
        case when whole.patient_key is not null or marks.is_listed = 1 then 1 else 0 end as is_read
    from marks
    left join whole on marks.patient_key = whole.patient_key

),

counts as (

    select
        member.cohort_type,
        member.cohort,
        judged.gene_symbol,
        sum(judged.is_mutated * judged.is_read) as n_mutated,
        sum(judged.is_mutated * (1 - judged.is_read)) as n_mutated_unread,
        sum(judged.is_unclassified * judged.is_read) as n_unclassified,
        sum(
            case
                when judged.is_unclassified = 1 then -judged.is_whole
                else judged.is_read - judged.is_whole
            end
        ) as n_beyond_whole
    from member
    inner join judged on member.patient_key = judged.patient_key
    group by member.cohort_type, member.cohort, judged.gene_symbol

),

genes as (

    select
        cohort_type,
        cohort,
        gene_symbol
    from counts

    union

    select
        cohorts.cohort_type,
        cohorts.cohort,
        driver_gene.gene_symbol
    from cohorts
    cross join driver_gene

),

final as (

    select
        genes.cohort_type,
        genes.cohort,
        genes.gene_symbol,
        cohorts.n_whole + coalesce(counts.n_beyond_whole, 0) as n_assessed,
        coalesce(counts.n_mutated, 0) as n_mutated,
        coalesce(counts.n_mutated_unread, 0) as n_mutated_unread,
        coalesce(counts.n_unclassified, 0) as n_unclassified
    from genes
    inner join cohorts on genes.cohort_type = cohorts.cohort_type and genes.cohort = cohorts.cohort
    left join counts
        on
            genes.cohort_type = counts.cohort_type
            and genes.cohort = counts.cohort
            and genes.gene_symbol = counts.gene_symbol

)

select * from final
