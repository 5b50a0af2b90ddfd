with mutation as (

    select * from {{ ref("stg_maf__mutation") }}

),

source_file as (

    select * from {{ ref("stg_delivery__source_file") }}
    where status = 'loaded'

),

sample_sheet as (

    select * from {{ ref("stg_gdc__sample_sheet") }}

),

aliquot as (

    select * from {{ ref("stg_gdc__aliquot") }}

),

cbioportal_sample as (

    select * from {{ ref("int_samples__delivered") }}

),

panel_matrix as (

    select * from {{ ref("stg_cbioportal__gene_panel_matrix") }}

),

case_list as (

    select * from {{ ref("stg_cbioportal__case_list") }}

),

sample_type as (

    select * from {{ ref("tcga_sample_type") }}

),

tissue_word as (

    select * from {{ ref("clinical_word") }}
    where field = 'tissue_type'

),

variants as (

    select
        study_id,
        source_file_id,
        tumor_sample_barcode as identifier,
        min(aliquot_id) as aliquot_id,
        min(genome_build) as genome_build
    from mutation
    group by study_id, source_file_id, tumor_sample_barcode

),

with_variants as (

    select distinct source_file_id from variants

),

-- What a file's own header says was sequenced: aliquot uuids in the GDC's MAFs, sample ids elsewhere.
header_items as (

    select
        source_file.study_id,
        source_file.source_file_id,
        source_file.layout,
        item as identifier
    from source_file
    {{ each_item("source_file.sequenced") }}
    where source_file.kind = 'mutations'

),

-- A GDC MAF holds one aliquot. Without a variant it is named by its header, or by nothing but the file itself.
files_without_variants as (

    select
        source_file.study_id,
        source_file.source_file_id,
        header_items.identifier,
        coalesce(header_items.identifier, source_file.source_file_id) as aliquot_id
    from source_file
    left join with_variants on source_file.source_file_id = with_variants.source_file_id
    left join header_items on source_file.source_file_id = header_items.source_file_id
    where
        source_file.kind = 'mutations'
        and source_file.layout = 'gdc'
        and with_variants.source_file_id is null

),

-- Normal samples are no rows of a warehouse of tumours: known by the two digits of a TCGA barcode, else by the sheet.
sheet_tumors as (

    select sample_sheet.*
    from sample_sheet
    left join sample_type
        on
            {{ matches("sample_sheet.sample_id", "'^TCGA-'") }}
            and substr(sample_sheet.sample_id, 14, 2) = sample_type.code
    left join tissue_word on lower(sample_sheet.tissue_type) = tissue_word.word
    where coalesce(sample_type.is_tumor, coalesce(tissue_word.meaning, 'tumor') = 'tumor')

),

aliquot_tumors as (

    select distinct
        aliquot.study_id,
        aliquot.source_file_id,
        aliquot.sample_id,
        aliquot.patient_id
    from aliquot
    inner join sample_type on substr(aliquot.sample_id, 14, 2) = sample_type.code
    where sample_type.is_tumor and {{ matches("aliquot.sample_id", "'^TCGA-'") }}

),

mentions as (

    select
        study_id,
        source_file_id,
        identifier,
        aliquot_id,
        genome_build,
        'variants' as evidence,
        true as says_sequenced,
        cast(null as {{ dbt.type_string() }}) as panel_id,
        cast(null as {{ dbt.type_string() }}) as patient_id
    from variants

    union all

    select
        study_id,
        source_file_id,
        identifier,
        aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'file without variants' as evidence,
        true as says_sequenced,
        cast(null as {{ dbt.type_string() }}) as panel_id,
        cast(null as {{ dbt.type_string() }}) as patient_id
    from files_without_variants

    union all

    select
        study_id,
        source_file_id,
        identifier,
        identifier as aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'file header' as evidence,
        true as says_sequenced,
        cast(null as {{ dbt.type_string() }}) as panel_id,
        cast(null as {{ dbt.type_string() }}) as patient_id
    from header_items
    where layout <> 'gdc'

    union all

    select
        study_id,
        source_file_id,
        sample_id as identifier,
        cast(null as {{ dbt.type_string() }}) as aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'case list' as evidence,
        (category = 'all_cases_with_mutation_data' or list_id like '%\_sequenced' escape '\') as says_sequenced,
        cast(null as {{ dbt.type_string() }}) as panel_id,
        cast(null as {{ dbt.type_string() }}) as patient_id
    from case_list

    union all

    select
        study_id,
        source_file_id,
        sample_id as identifier,
        cast(null as {{ dbt.type_string() }}) as aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'panel matrix' as evidence,
        panel_id is not null as says_sequenced,
        panel_id,
        cast(null as {{ dbt.type_string() }}) as patient_id
    from panel_matrix

    union all

    select
        study_id,
        source_file_id,
        sample_id as identifier,
        cast(null as {{ dbt.type_string() }}) as aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'sample file' as evidence,
        false as says_sequenced,
        panel_id,
        patient_id
    from cbioportal_sample

    union all

    select
        study_id,
        source_file_id,
        sample_id as identifier,
        cast(null as {{ dbt.type_string() }}) as aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'sample sheet' as evidence,
        false as says_sequenced,
        cast(null as {{ dbt.type_string() }}) as panel_id,
        patient_id
    from sheet_tumors

    union all

    select
        study_id,
        source_file_id,
        sample_id as identifier,
        cast(null as {{ dbt.type_string() }}) as aliquot_id,
        cast(null as {{ dbt.type_string() }}) as genome_build,
        'aliquot table' as evidence,
        false as says_sequenced,
        cast(null as {{ dbt.type_string() }}) as panel_id,
        patient_id
    from aliquot_tumors

),

final as (

    select
        mentions.*,
        source_file.layout,
        source_file.path,
        source_file.assay as file_assay,
        source_file.panel_id as file_panel_id
    from mentions
    inner join source_file on mentions.source_file_id = source_file.source_file_id

)

select * from final
