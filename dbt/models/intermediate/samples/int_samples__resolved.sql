with mention as (

    select * from {{ ref("int_samples__mentioned") }}

),

aliquot as (

    select * from {{ ref("stg_gdc__aliquot") }}

),

sample_sheet as (

    select * from {{ ref("stg_gdc__sample_sheet") }}

),

cbioportal_sample as (

    select * from {{ ref("int_samples__delivered") }}

),

identifier_rule as (

    select * from {{ ref("identifier_rule") }}

),

---------- what the delivery itself says of an aliquot

barcodes_by_uuid as (

    select
        study_id,
        aliquot_id,
        min(identifier) as barcode
    from mention
    where evidence = 'variants' and layout = 'gdc'
    group by study_id, aliquot_id

),

aliquots_by_uuid as (

    select
        study_id,
        aliquot_id,
        min(aliquot_submitter_id) as barcode
    from aliquot
    group by study_id, aliquot_id

),

aliquots_by_barcode as (

    select
        study_id,
        aliquot_submitter_id as barcode,
        min(sample_id) as sample_id,
        min(patient_id) as patient_id
    from aliquot
    group by study_id, aliquot_submitter_id

),

-- The sheet speaks for a file only if it names one sample for it.
sheet_by_file as (

    select
        study_id,
        file_name,
        min(sample_id) as sample_id,
        min(patient_id) as patient_id
    from sample_sheet
    group by study_id, file_name
    having min(sample_id) = max(sample_id)

),

clinical as (

    select
        study_id,
        sample_id,
        min(patient_id) as patient_id
    from cbioportal_sample
    group by study_id, sample_id

),

-- Barcodes that were cut to the patient (Firehose) name the sample of a patient who has but one.
only_samples as (

    select
        study_id,
        patient_id,
        min(sample_id) as sample_id
    from clinical
    group by study_id, patient_id
    having count(*) = 1

),

---------- from the identifier to the sample

named as (

    select
        mention.*,
        case
            when mention.evidence <> 'file without variants' then mention.identifier
            else coalesce(barcodes_by_uuid.barcode, aliquots_by_uuid.barcode)
        end as name,
        {{ matched("mention.path", "'([^/]+)$'") }} as file_name
    from mention
    left join barcodes_by_uuid
        on mention.study_id = barcodes_by_uuid.study_id and mention.identifier = barcodes_by_uuid.aliquot_id
    left join aliquots_by_uuid
        on mention.study_id = aliquots_by_uuid.study_id and mention.identifier = aliquots_by_uuid.aliquot_id

),

candidates as (

    select
        named.*,
        identifier_rule.rule_id,
        substr(named.name, 1, identifier_rule.patient_characters) as rule_patient_id,
        substr(named.name, 1, identifier_rule.sample_characters) as rule_sample_id,
        aliquots_by_barcode.sample_id as aliquot_sample_id,
        aliquots_by_barcode.patient_id as aliquot_patient_id,
        sheet_by_file.sample_id as sheet_sample_id,
        sheet_by_file.patient_id as sheet_patient_id,
        coalesce(
            clinical.sample_id, clinical_vial.sample_id, clinical_short.sample_id, only_samples.sample_id
        ) as clinical_sample_id,
        coalesce(
            clinical.patient_id, clinical_vial.patient_id, clinical_short.patient_id, only_samples.patient_id
        ) as clinical_patient_id
    from named
    left join identifier_rule on {{ matches("named.name", "identifier_rule.pattern") }}
    left join aliquots_by_barcode
        on named.study_id = aliquots_by_barcode.study_id and named.name = aliquots_by_barcode.barcode
    left join sheet_by_file
        on
            named.study_id = sheet_by_file.study_id
            and named.file_name = sheet_by_file.file_name
            and named.evidence in ('variants', 'file without variants')
    left join clinical
        on named.study_id = clinical.study_id and named.name = clinical.sample_id
    left join clinical as clinical_vial
        on
            named.study_id = clinical_vial.study_id
            and substr(named.name, 1, identifier_rule.sample_characters) = clinical_vial.sample_id
    left join clinical as clinical_short
        on
            named.study_id = clinical_short.study_id
            and substr(named.name, 1, identifier_rule.short_sample_characters) = clinical_short.sample_id
    left join only_samples
        on named.study_id = only_samples.study_id and named.name = only_samples.patient_id

),

final as (

    select
        study_id,
        layout,
        source_file_id,
        identifier,
        aliquot_id,
        genome_build,
        evidence,
        says_sequenced,
        panel_id,
        file_assay,
        file_panel_id,
        coalesce(
            clinical_sample_id,
            rule_sample_id,
            aliquot_sample_id,
            sheet_sample_id,
            name
        ) as sample_id,
        coalesce(
            clinical_patient_id,
            patient_id,
            aliquot_patient_id,
            sheet_patient_id,
            rule_patient_id,
            name
        ) as patient_id,
        case
            when clinical_patient_id is not null then 'sample file'
            when patient_id is not null then evidence
            when aliquot_patient_id is not null then 'aliquot table'
            when sheet_patient_id is not null then 'sample sheet'
            when rule_patient_id is not null then rule_id
            when name is not null then 'sample id'
        end as patient_source
    from candidates

)

select * from final
