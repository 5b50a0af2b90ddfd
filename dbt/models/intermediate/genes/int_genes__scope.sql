with sample as (

    select * from {{ ref("dim_sample") }}

),

assay as (

    select distinct
        assay,
        assessed_genes
    from {{ ref("assay") }}

),

final as (

    select distinct
        sample.patient_key,
        assay.assessed_genes = 'all' as is_whole,
        case when assay.assessed_genes = 'listed' then upper(sample.panel_id) end as panel_id
    from sample
    inner join assay on sample.assay = assay.assay
    where sample.is_sequenced and assay.assessed_genes in ('all', 'listed')

)

select * from final
