with patient as (

    select * from {{ ref("dim_patient") }}

),

driver_gene as (

    select * from {{ ref("driver_gene") }}

),

hit as (

    select * from {{ ref("int_genes__hit") }}

),

scope as (

    select * from {{ ref("int_genes__scope") }}

),

panel as (

    select * from {{ ref("int_genes__panel") }}

),

read_genes as (

    select distinct
        scope.patient_key,
        driver_gene.gene_symbol
    from scope
    cross join driver_gene
    left join panel on scope.panel_id = panel.panel_id and driver_gene.gene_symbol = panel.gene_symbol
    where scope.is_whole or panel.gene_symbol is not null

),

final as (

    select
        patient.patient_key,
        driver_gene.gene_symbol,
        -- First whether it was read: a variant does not make it so, for whoever has none there would stay unread.
        case
            when read_genes.gene_symbol is null then 'not_assessable'
            when hit.is_mutated then 'positive'
            when hit.gene_symbol is not null and hit.is_mutated is null then 'not_assessable'
            else 'negative'
        end as status
    from patient
    cross join driver_gene
    left join hit on patient.patient_key = hit.patient_key and driver_gene.gene_symbol = hit.gene_symbol
    left join read_genes
        on patient.patient_key = read_genes.patient_key and driver_gene.gene_symbol = read_genes.gene_symbol

)

select * from final
