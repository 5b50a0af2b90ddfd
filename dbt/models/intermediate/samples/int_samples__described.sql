with resolved as (

    select * from {{ ref("int_samples__resolved") }}
    where sample_id is not null

),

study as (

    select * from {{ ref("int_samples__study") }}

),

cbioportal_sample as (

    select * from {{ ref("int_samples__delivered") }}

),

assay as (

    select * from {{ ref("assay") }}

),

sample_type as (

    select * from {{ ref("tcga_sample_type") }}

),

word as (

    select * from {{ ref("clinical_word") }}
    where field = 'sample_type'

),

delivered_panel as (

    select distinct panel_id from {{ ref("gene_panel") }}

),

mentions as (

    select
        study_id,
        sample_id,
        min(genome_build) as genome_build,
        max(case when says_sequenced then 1 else 0 end) as is_named_sequenced,
        count(distinct case when says_sequenced then aliquot_id end) as n_aliquots,
        max(case when evidence = 'panel matrix' then 1 else 0 end) as is_in_matrix,
        min(case when evidence = 'panel matrix' then panel_id end) as matrix_panel_id,
        min(case when evidence = 'sample file' then panel_id end) as sample_panel_id,
        min(case when says_sequenced then file_panel_id end) as file_panel_id,
        min(case when says_sequenced then file_assay end) as file_assay
    from resolved
    group by study_id, sample_id

),

-- One patient per sample: what a table says comes before what an identifier shows.
patient_ranks as (

    select
        study_id,
        sample_id,
        patient_id,
        patient_source,
        row_number() over (
            partition by study_id, sample_id
            order by
                case patient_source
                    when 'sample file' then 1
                    when 'aliquot table' then 2
                    when 'sample sheet' then 3
                    when 'sample id' then 5
                    else 4
                end,
                patient_id
        ) as preference
    from resolved

),

patients as (

    select * from patient_ranks
    where preference = 1

),

clinical_ranks as (

    select
        cbioportal_sample.*,
        row_number() over (
            partition by study_id, sample_id
            order by case when sample_type is not null then 1 else 2 end, source_file_id, source_line
        ) as preference
    from cbioportal_sample

),

clinical as (

    select * from clinical_ranks
    where preference = 1

),

gathered as (

    select
        mentions.*,
        study.layout,
        study.names_panels,
        study.names_all_sequenced,
        study.assay as study_assay,
        patients.patient_id,
        patients.patient_source,
        coalesce(mentions.genome_build, study.genome_build) as build,
        coalesce(
            mentions.matrix_panel_id,
            mentions.sample_panel_id,
            mentions.file_panel_id,
            study.panel_id
        ) as named_panel_id,
        case
            when word.word is not null then word.meaning
            when clinical.sample_type is not null then clinical.sample_type
            else sample_type.sample_type
        end as sample_type,
        case
            when mentions.is_named_sequenced = 1 then true
            when study.names_all_sequenced then false
        end as is_sequenced
    from mentions
    inner join study on mentions.study_id = study.study_id
    inner join patients
        on mentions.study_id = patients.study_id and mentions.sample_id = patients.sample_id
    left join clinical
        on mentions.study_id = clinical.study_id and mentions.sample_id = clinical.sample_id
    left join word on lower(clinical.sample_type) = word.word
    left join sample_type
        on
            {{ matches("mentions.sample_id", "'^TCGA-'") }}
            and substr(mentions.sample_id, 14, 2) = sample_type.code

),

-- `WES` in a panel column is an assay, unless a panel of that name was delivered.
panels as (

    select
        gathered.*,
        delivered_panel.panel_id is not null as has_gene_list,
        case
            when delivered_panel.panel_id is null and panel_word.word is not null then null
            else gathered.named_panel_id
        end as panel_id,
        case when delivered_panel.panel_id is null then panel_word.assay end as assay_of_panel,
        file_word.assay as assay_of_file,
        study_word.assay as assay_of_study
    from gathered
    left join delivered_panel on upper(gathered.named_panel_id) = upper(delivered_panel.panel_id)
    left join assay as panel_word on lower(gathered.named_panel_id) = panel_word.word
    left join assay as file_word on lower(gathered.file_assay) = file_word.word
    left join assay as study_word on lower(gathered.study_assay) = study_word.word

),

final as (

    select
        ---------- ids
        study_id,
        sample_id,
        {{ study_key("sample_id") }} as sample_key,
        patient_id,
        {{ study_key("patient_id") }} as patient_key,
        patient_source,

        ---------- sample
        sample_type,
        build as genome_build,
        is_sequenced,
        case
            when not is_sequenced then 0
            -- A list may name a sample as sequenced without naming its aliquot: then there was at least one.
            when is_sequenced and n_aliquots = 0 then 1
            when is_sequenced then n_aliquots
        end as n_aliquots,

        ---------- assay
        panel_id,
        has_gene_list,
        case
            when not coalesce(is_sequenced, false) then null
            when assay_of_file is not null then assay_of_file
            when assay_of_study is not null then assay_of_study
            when assay_of_panel is not null then assay_of_panel
            when panel_id is not null then 'panel'
            when layout = 'cbioportal' and (not names_panels or is_in_matrix = 1) then 'WXS'
        end as assay,
        case
            when not coalesce(is_sequenced, false) then null
            when assay_of_file is not null then 'file'
            when assay_of_study is not null then 'study'
            when assay_of_panel is not null or panel_id is not null then 'panel named for the sample'
            when layout = 'cbioportal' and not names_panels then 'cBioPortal convention: the study names no panel'
            when layout = 'cbioportal' and is_in_matrix = 1 then 'cBioPortal convention: the panel matrix says NA'
        end as assay_source
    from panels

)

select * from final
