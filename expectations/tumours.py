"""SQL: which tumours the clinical files know, and which variants lie where only another build puts them."""

from __future__ import annotations

from expectations.knowledge import MARKER_GENES

# A tumour is known if its barcode is, or begins with, the identifier of a sample, an aliquot or a patient, or
# if its aliquot or its file is listed: barcodes grow longer from the patient to the aliquot.
KNOWN = """
with identifiers as (
    select study_id, patient_id as identifier from landing.gdc_clinical
    union select study_id, patient_id from landing.cbioportal_patient
    union select study_id, sample_id from landing.cbioportal_sample
    union select study_id, patient_id from landing.clinical
    union select study_id, sample_id from landing.clinical
    union select study_id, aliquot_submitter_id from landing.gdc_aliquot
    union select study_id, aliquot_id from landing.gdc_aliquot
),
lengths as (select distinct study_id, length(identifier) as n from identifiers where length(identifier) > 0),
tumours as (
    select mutation.study_id, tumor_sample_barcode, tumor_sample_uuid, source_file_id, count(*) as n_rows
    from {batch} as mutation
    group by all
),
listed_files as (
    select file.study_id, file.source_file_id
    from landing.source_files as file
    join landing.gdc_sample_sheet as sheet
        on sheet.study_id = file.study_id and ends_with(file.path, sheet.file_name)
    where file.kind = 'mutations'
),
known as (
    select tumour.study_id, tumour.tumor_sample_barcode
    from tumours as tumour
    join lengths using (study_id)
    semi join identifiers
        on identifiers.study_id = tumour.study_id
        and identifiers.identifier = left(tumour.tumor_sample_barcode, lengths.n)
    union
    select study_id, tumor_sample_barcode from tumours
    semi join landing.gdc_aliquot as aliquot
        on aliquot.study_id = tumours.study_id and aliquot.aliquot_id = tumours.tumor_sample_uuid
    union
    select study_id, tumor_sample_barcode from tumours
    semi join listed_files using (study_id, source_file_id)
)"""

SAMPLES = """(
    select study_id, patient_id, sample_id from landing.cbioportal_sample
    union all select study_id, patient_id, sample_id from landing.clinical
)"""
PATIENTS = """(
    select study_id, patient_id from landing.cbioportal_patient
    union all select study_id, patient_id from landing.clinical
)"""
"""Whom the tables of samples and patients tell of, to be read from like a table."""

IN_OTHER_BUILD = " or ".join(
    f"(hugo_symbol = '{gene}' and chromosome = '{chromosome}' and case genome_build"
    f" when 'GRCh37' then start_position between {first_38} and {last_38}"
    f" when 'GRCh38' then start_position between {first_37} and {last_37} end)"
    for gene, chromosome, first_37, last_37, first_38, last_38 in MARKER_GENES
)
"""True of a variant of a marker gene that lies where the gene lies in the other build."""

IN_MARKER_GENE = "hugo_symbol in (" + ", ".join(f"'{marker[0]}'" for marker in MARKER_GENES) + ")"
