with sample as (

    select * from {{ ref("dim_sample") }}

),

assay as (

    select distinct
        assay,
        assessed_genes
    from {{ ref("assay") }}

),

with_regions as (

    select distinct
        study_id,
        panel_id
    from {{ ref("assay_region") }}

),

-- Where a BED was delivered for the panel, or for the study's samples without one, it says what an exome read.
scoped as (

    select
        sample.patient_key,
        assay.assessed_genes,
        case
            when coalesce(with_regions.study_id, with_regions.panel_id) is not null or assay.assessed_genes = 'listed'
                then {{ gene_list_id("sample.panel_id", "with_regions.study_id") }}
        end as panel_id
    from sample
    left join assay on sample.assay = assay.assay
    left join with_regions
        on
            coalesce(upper(sample.panel_id), '') = coalesce(with_regions.panel_id, '')
            and (sample.panel_id is not null or sample.study_id = with_regions.study_id)
    where sample.is_sequenced

),

final as (

    select distinct
        patient_key,
        coalesce(assessed_genes = 'all', false) as is_exome,
        coalesce(assessed_genes = 'all', false) and panel_id is null as is_whole,
        panel_id
    from scoped
    where assessed_genes in ('all', 'listed') or (assessed_genes is null and panel_id is not null)

)

select * from final
