"""The tables a gate reads, with sound rows for as many small studies as a test asks for.

Every identifier of a patient and of a tumour holds the word PLANTED, so that a test can look for leaks.
"""

from pathlib import Path

import duckdb

_KEYS = "study_id VARCHAR, source_file_id VARCHAR, source_line BIGINT"
_OUTCOMES = "STRUCT(endpoint VARCHAR, status VARCHAR, months DOUBLE)[]"
_TIMED_OUTCOMES = (
    "STRUCT(endpoint VARCHAR, status VARCHAR, word VARCHAR, days DOUBLE, months DOUBLE, event_days DOUBLE, "
    "contact_days DOUBLE)[]"
)
_ATTRIBUTES = "STRUCT(name VARCHAR, value VARCHAR)[]"


def _text(names: str) -> str:
    return ", ".join(f"{name} VARCHAR" for name in names.split())


LANDING = {
    "mutations": f"{_KEYS}, hugo_symbol VARCHAR, entrez_gene_id BIGINT, ensembl_gene_id VARCHAR, "
    "genome_build VARCHAR, chromosome VARCHAR, start_position BIGINT, end_position BIGINT, "
    + _text("reference_allele alternate_allele variant_classification variant_type tumor_sample_barcode ")
    + ", "
    + _text("matched_norm_sample_barcode tumor_sample_uuid mutation_status hgvsc hgvsp hgvsp_short")
    + ', transcript_id VARCHAR, consequence VARCHAR, "filter" VARCHAR, gdc_filter VARCHAR, '
    "dbsnp_rs VARCHAR, callers VARCHAR, t_depth INTEGER, t_ref_count INTEGER, t_alt_count INTEGER, "
    "n_depth INTEGER, n_ref_count INTEGER, n_alt_count INTEGER, "
    "t_vaf DOUBLE, t_pl VARCHAR",
    "gdc_clinical": f"{_KEYS}, "
    + _text("patient_id case_id project_id primary_site disease_type index_date sex race ethnicity")
    + ", vital_status VARCHAR, days_to_birth INTEGER, days_to_death INTEGER, age_at_index_years DOUBLE, "
    "cause_of_death VARCHAR, age_is_obfuscated BOOLEAN, diagnosis_id VARCHAR, age_at_diagnosis_days INTEGER, "
    "ajcc_pathologic_stage VARCHAR, diagnosis_is_primary_disease BOOLEAN, days_to_diagnosis INTEGER, "
    "days_to_last_follow_up INTEGER, year_of_diagnosis INTEGER, treatment_id VARCHAR",
    "gdc_follow_up": f"{_KEYS}, patient_id VARCHAR, case_id VARCHAR, follow_up_id VARCHAR, "
    "days_to_follow_up INTEGER, days_to_progression INTEGER, days_to_recurrence INTEGER, "
    + _text("progression_or_recurrence disease_response timepoint_category"),
    "gdc_exposure": f"{_KEYS}, patient_id VARCHAR, case_id VARCHAR, exposure_type VARCHAR, "
    "pack_years_smoked DOUBLE, tobacco_smoking_status VARCHAR, tobacco_smoking_onset_year INTEGER, "
    "tobacco_smoking_quit_year INTEGER, cigarettes_per_day DOUBLE",
    "gdc_pathology_detail": f"{_KEYS}, patient_id VARCHAR, case_id VARCHAR, diagnosis_id VARCHAR, "
    "pathology_detail_id VARCHAR, lymph_nodes_positive INTEGER, lymph_nodes_tested INTEGER",
    "gdc_sample_sheet": f"{_KEYS}, " + _text("file_id file_name patient_id sample_id tissue_type"),
    "gdc_aliquot": f"{_KEYS}, "
    + _text("patient_id case_id sample_submitter_id aliquot_id aliquot_submitter_id"),
    "cbioportal_patient": f"{_KEYS}, patient_id VARCHAR, sex VARCHAR, age_years DOUBLE, race VARCHAR, "
    f"smoking_status VARCHAR, pack_years DOUBLE, stage_group VARCHAR, outcomes {_OUTCOMES}, "
    f"attributes {_ATTRIBUTES}",
    "cbioportal_sample": f"{_KEYS}, sample_id VARCHAR, patient_id VARCHAR, sample_type VARCHAR, "
    "oncotree_code VARCHAR, panel_id VARCHAR, somatic_status VARCHAR, tmb_nonsynonymous DOUBLE, "
    f"outcomes {_OUTCOMES}, attributes {_ATTRIBUTES}",
    "clinical": f"{_KEYS}, level VARCHAR, patient_id VARCHAR, sample_id VARCHAR, sex VARCHAR, "
    "age_at_diagnosis_years DOUBLE, age_at_diagnosis_days DOUBLE, days_to_birth DOUBLE, pack_years DOUBLE, "
    f"tmb_per_mb DOUBLE, outcomes {_TIMED_OUTCOMES}",
    "gene_panel": f"{_KEYS}, panel_id VARCHAR, gene_symbol VARCHAR",
    "gene_panel_matrix": f"{_KEYS}, sample_id VARCHAR, mutations_panel VARCHAR",
    "regions": f"{_KEYS}, panel_id VARCHAR, genome_build VARCHAR, chromosome VARCHAR, start_position BIGINT, "
    "end_position BIGINT, name VARCHAR",
    "person_link": f"{_KEYS}, " + _text("linked_study_id patient_id person_id"),
    "case_list": f"{_KEYS}, list_id VARCHAR, category VARCHAR, sample_id VARCHAR",
    "source_files": "study_id VARCHAR, source_file_id VARCHAR, path VARCHAR, kind VARCHAR, format VARCHAR, "
    "layout VARCHAR, sha256 VARCHAR, size_bytes BIGINT, status VARCHAR, reason VARCHAR, rows_loaded BIGINT, "
    "sequenced VARCHAR[], assay VARCHAR, panel_id VARCHAR",
    "studies": _text("study_id layout name cancer_type genome_build time_zero assay panel_id"),
}
ROWS = [table for table in LANDING if table not in ("source_files", "studies")]

# A patient as GDC tells it, and one as cBioPortal does, with a tumour of four variants.
_GOOD_LANDING = """
insert into landing.studies by name select $s as study_id, 'gdc' as layout, 'GRCh38' as genome_build;
insert into landing.gdc_clinical by name
    select $s as study_id, 'clinical' as source_file_id, 2 as source_line, 'PLANTED-G1' as patient_id,
        'case-1' as case_id, 'female' as sex, 'Dead' as vital_status, -24000 as days_to_birth,
        900 as days_to_death, 65.0 as age_at_index_years, 'diagnosis-1' as diagnosis_id,
        24000 as age_at_diagnosis_days, true as diagnosis_is_primary_disease, 880 as days_to_last_follow_up,
        2010 as year_of_diagnosis;
insert into landing.gdc_follow_up by name
    select $s as study_id, 'follow_up' as source_file_id, 2 as source_line, 'PLANTED-G1' as patient_id,
        500 as days_to_follow_up, 400 as days_to_progression;
insert into landing.gdc_exposure by name
    select $s as study_id, 'exposure' as source_file_id, 2 as source_line, 'PLANTED-G1' as patient_id,
        30.0 as pack_years_smoked, 'Current Smoker' as tobacco_smoking_status,
        1960 as tobacco_smoking_onset_year, 1990 as tobacco_smoking_quit_year, 20.0 as cigarettes_per_day;
insert into landing.gdc_pathology_detail by name
    select $s as study_id, 'pathology' as source_file_id, 2 as source_line, 'PLANTED-G1' as patient_id,
        'diagnosis-1' as diagnosis_id, 1 as lymph_nodes_positive, 8 as lymph_nodes_tested;
insert into landing.gdc_sample_sheet by name
    select $s as study_id, 'sheet' as source_file_id, 2 as source_line, 'file-1' as file_id,
        'one.maf.gz' as file_name, 'PLANTED-G1' as patient_id, 'PLANTED-G1-01A' as sample_id;
insert into landing.gdc_aliquot by name
    select $s as study_id, 'aliquot' as source_file_id, 2 as source_line, 'PLANTED-G1' as patient_id,
        'PLANTED-G1-01A' as sample_submitter_id, 'uuid-1' as aliquot_id,
        'PLANTED-G1-01A-11D' as aliquot_submitter_id;
insert into landing.cbioportal_patient by name
    select $s as study_id, 'patient' as source_file_id, 6 as source_line, 'PLANTED-C1' as patient_id,
        'Male' as sex, 61.0 as age_years, 12.0 as pack_years,
        [{'endpoint': 'PFS', 'status': '1:Progressed', 'months': 3.4}] as outcomes;
insert into landing.cbioportal_sample by name
    select $s as study_id, 'sample' as source_file_id, 6 as source_line, 'PLANTED-C1-T01' as sample_id,
        'PLANTED-C1' as patient_id, 'LUAD' as oncotree_code, $s || '_PANEL' as panel_id,
        4.5 as tmb_nonsynonymous;
insert into landing.clinical by name
    select $s as study_id, 'table' as source_file_id, 2 as source_line, 'sample' as level,
        'PLANTED-T1' as patient_id, 'PLANTED-T1-01' as sample_id, 'FEMALE' as sex,
        61.0 as age_at_diagnosis_years, 22500.0 as age_at_diagnosis_days, -22500.0 as days_to_birth,
        20.0 as pack_years, 3.5 as tmb_per_mb,
        [{'endpoint': 'OS', 'status': 'Dead', 'word': 'dead', 'days': 300.0, 'months': null,
        'event_days': null, 'contact_days': null}] as outcomes;
insert into landing.gene_panel by name
    select $s as study_id, 'panel' as source_file_id, 4 as source_line, $s || '_PANEL' as panel_id,
        unnest(['TP53', 'KRAS', 'EGFR', 'NAE1', 'NUP93']) as gene_symbol;
insert into landing.gene_panel_matrix by name
    select $s as study_id, 'matrix' as source_file_id, 2 as source_line, 'PLANTED-C1-T01' as sample_id,
        $s || '_PANEL' as mutations_panel;
insert into landing.regions by name
    select $s as study_id, 'regions' as source_file_id, 2 as source_line, $s || '_PANEL' as panel_id,
        'GRCh38' as genome_build, '17' as chromosome, 7675000 as start_position, 7675200 as end_position;
insert into landing.person_link by name
    select $s as study_id, 'links' as source_file_id, 2 as source_line, 'PLANTED-C1' as patient_id,
        'PLANTED-H1' as person_id;
insert into landing.case_list by name
    select $s as study_id, 'list' as source_file_id, 6 as source_line, $s || '_sequenced' as list_id,
        'PLANTED-C1-T01' as sample_id;
insert into landing.mutations by name
    select $s as study_id, 'maf' as source_file_id, 9 + i as source_line, 'TP53' as hugo_symbol,
        'GRCh38' as genome_build, '17' as chromosome, 7675000 + i as start_position,
        7675000 + i as end_position, 'C' as reference_allele, 'T' as alternate_allele,
        'Missense_Mutation' as variant_classification, 'SNP' as variant_type,
        'PLANTED-C1-T01' as tumor_sample_barcode,
        'Somatic' as mutation_status, 100 as t_depth, 60 as t_ref_count, 40 as t_alt_count,
        90 as n_depth, 90 as n_ref_count, 0 as n_alt_count,
        if(i = 0, 0.41, null) as t_vaf
    from range(4) as line(i);
"""

_COHORT = "cohort_type VARCHAR, cohort VARCHAR"
_COMPARISON = (
    f"{_COHORT}, endpoint VARCHAR, signature_id VARCHAR, signature_version INTEGER, risk_stratum VARCHAR"
)
MARTS = {
    "dim_patient": _text("patient_key study_id patient_id person_id sex")
    + ", is_index_record BOOLEAN, age_at_diagnosis_years DOUBLE, smoking_status VARCHAR, "
    "pack_years DOUBLE, stage_group VARCHAR, stage_edition VARCHAR, risk_group VARCHAR, "
    "is_sequenced BOOLEAN, tmb_per_mb DOUBLE, leader_signature_id VARCHAR, "
    "leader_signature_version INTEGER, leader_signature_status VARCHAR, "
    "leader_signature BOOLEAN, n_leader_variants INTEGER",
    "dim_sample": _text("sample_key patient_key study_id sample_type assay panel_id")
    + ", n_aliquots INTEGER, is_sequenced BOOLEAN, tmb_per_mb DOUBLE, n_tmb_variants INTEGER, "
    "tmb_megabases DOUBLE, tmb_per_mb_as_delivered DOUBLE",
    "fct_mutation": _text("mutation_key sample_key patient_key study_id genome_build chromosome")
    + ", start_position BIGINT, end_position BIGINT, reference_allele VARCHAR, alternate_allele VARCHAR, "
    "gene_symbol VARCHAR, variant_classification VARCHAR, variant_type VARCHAR, is_nonsilent BOOLEAN, "
    "is_somatic BOOLEAN, n_source_rows INTEGER, "
    "t_depth INTEGER, t_alt_count INTEGER, vaf DOUBLE, is_leader_variant BOOLEAN, n_aliquots INTEGER, "
    "source_file_id VARCHAR, source_line BIGINT",
    "fct_outcome": _text("patient_key study_id endpoint time_zero")
    + ", entry_days DOUBLE, time_days DOUBLE, time_months DOUBLE, event INTEGER, competing_event INTEGER, "
    "status_as_delivered VARCHAR, "
    "leader_signature_status VARCHAR",
    "fct_leader_signature": _text("sample_key patient_key study_id signature_id status reason")
    + ", signature_version INTEGER, n_variants INTEGER, n_genes INTEGER, n_target_genes INTEGER, "
    "n_assessed_genes INTEGER, "
    "callable_fraction DOUBLE",
    "fct_patient_signature": _text("patient_key study_id signature_id status")
    + ", signature_version INTEGER",
    "fct_survival_curve": _COMPARISON + ", group_name VARCHAR, time_days DOUBLE, n_at_risk INTEGER, "
    "n_event INTEGER, n_censored INTEGER, survival DOUBLE, ci_lower DOUBLE, ci_upper DOUBLE",
    "fct_survival_group": _COMPARISON + ", group_name VARCHAR, time_zero VARCHAR, n_patients INTEGER, "
    "n_events INTEGER, median_days DOUBLE, median_ci_lower_days DOUBLE, median_ci_upper_days DOUBLE, "
    "not_estimated_reason VARCHAR",
    "fct_survival_test": _COMPARISON + ", method VARCHAR, is_headline BOOLEAN, events_positive INTEGER, "
    "events_negative INTEGER, p_value DOUBLE, q_value DOUBLE, empirical_p DOUBLE, ph_p_value DOUBLE, "
    "events_per_variable DOUBLE, not_estimated_reason VARCHAR",
    "fct_gene_survival_test": _COHORT + ", gene_symbol VARCHAR, method VARCHAR, events_mutated INTEGER, "
    "events_wild_type INTEGER, p_value DOUBLE, not_estimated_reason VARCHAR",
    "fct_gene_frequency": _COHORT + ", gene_symbol VARCHAR, n_assessed INTEGER, n_mutated INTEGER, "
    "frequency DOUBLE",
    "fct_comutation": _COHORT + ", signature_id VARCHAR, signature_version INTEGER, gene_symbol VARCHAR, "
    "p_value DOUBLE, not_estimated_reason VARCHAR",
    "fct_cohort_summary": _COHORT + ", signature_id VARCHAR, signature_version INTEGER, group_name VARCHAR, "
    "n_patients INTEGER, n_female INTEGER, n_male INTEGER, n_sex_unknown INTEGER, n_high_risk INTEGER, "
    "n_standard_risk INTEGER, n_risk_unknown INTEGER",
}
REFERENCE = """
create schema reference;
create table reference.variant_classification as
    select unnest(['Missense_Mutation', 'Silent']) as variant_classification;
create table reference.signature_rule as
    select 'chr16q_arm' as signature_id, 1 as signature_version, 'nonsilent' as variant_classes;
create table reference.endpoint as select unnest(['OS', 'DSS', 'PFS']) as endpoint;
"""

# One positive, one negative and one unsequenced patient.
_GOOD_MARTS = """
insert into marts.dim_patient by name
    select $s || ':' || patient_id as patient_key, $s as study_id, patient_id,
        $s || ':' || patient_id as person_id, true as is_index_record, 'Female' as sex,
        64.0 as age_at_diagnosis_years, 20.0 as pack_years, 'II' as stage_group, '7th' as stage_edition,
        'high' as risk_group,
        status <> 'not_assessable' as is_sequenced,
        if(status = 'not_assessable', null, 5.0) as tmb_per_mb, 'chr16q_arm' as leader_signature_id,
        1 as leader_signature_version,
        status as leader_signature_status,
        case status when 'positive' then true when 'negative' then false end as leader_signature,
        if(status = 'positive', 1, 0) as n_leader_variants
    from (values ('PLANTED-1', 'positive'), ('PLANTED-2', 'negative'), ('PLANTED-3', 'not_assessable'))
        as patient (patient_id, status);
insert into marts.fct_patient_signature by name
    select patient_key, study_id, 'chr16q_arm' as signature_id, 1 as signature_version,
        leader_signature_status as status
    from marts.dim_patient where study_id = $s;
insert into marts.dim_sample by name
    select patient_key || '-01A' as sample_key, patient_key, study_id, 1 as n_aliquots, is_sequenced,
        if(is_sequenced, 5.0, null) as tmb_per_mb, if(is_sequenced, 150, null) as n_tmb_variants,
        if(is_sequenced, 30.0, null) as tmb_megabases, 5.0 as tmb_per_mb_as_delivered
    from marts.dim_patient where study_id = $s;
insert into marts.fct_leader_signature by name
    select patient_key || '-01A' as sample_key, patient_key, study_id, 'chr16q_arm' as signature_id,
        1 as signature_version,
        leader_signature_status as status, if(is_sequenced, null, 'not sequenced') as reason,
        n_leader_variants as n_variants, 374 as n_target_genes, if(is_sequenced, 374, 0) as n_assessed_genes,
        if(is_sequenced, 1.0, 0.0) as callable_fraction
    from marts.dim_patient where study_id = $s;
insert into marts.fct_mutation by name
    select $s || ':' || i as mutation_key, $s || ':PLANTED-' || i || '-01A' as sample_key,
        $s || ':PLANTED-' || i as patient_key, $s as study_id, 'GRCh38' as genome_build, '16' as chromosome,
        56730200 as start_position, 56730200 as end_position, 'C' as reference_allele,
        'T' as alternate_allele, 'NUP93' as gene_symbol, 'Missense_Mutation' as variant_classification,
        'SNP' as variant_type, true as is_nonsilent, true as is_somatic, 1 as n_source_rows,
        100 as t_depth, 40 as t_alt_count, 0.4 as vaf,
        i = 1 as is_leader_variant, 1 as n_aliquots, 'maf' as source_file_id, 9 as source_line
    from range(1, 3) as line(i);
insert into marts.fct_outcome by name
    select patient_key, study_id, 'OS' as endpoint, 0.0 as entry_days, 900.0 as time_days,
        900 / 30.4375 as time_months, 1 as event, 'Dead' as status_as_delivered, leader_signature_status
    from marts.dim_patient where study_id = $s;
insert into marts.fct_survival_curve by name
    select 'study' as cohort_type, $s as cohort, 'OS' as endpoint, 'chr16q_arm' as signature_id,
        1 as signature_version, 'all' as risk_stratum, 'positive' as group_name, 100.0 * i as time_days,
        16 - 8 * i as n_at_risk, if(i = 0, 0, 4) as n_event, if(i = 0, 0, 2) as n_censored,
        1 - 0.3 * i as survival, 1 - 0.4 * i as ci_lower, 1 - 0.2 * i as ci_upper
    from range(0, 3) as line(i) where i < 2
    union all select 'study', $s, 'OS', 'chr16q_arm', 1, 'all', 'positive', 200.0, 2, 1, 0, 0.3, 0.1, 0.6;
insert into marts.fct_survival_group by name
    select 'study' as cohort_type, $s as cohort, 'OS' as endpoint, 'chr16q_arm' as signature_id,
        1 as signature_version, 'all' as risk_stratum, group_name, 'diagnosis' as time_zero, n as n_patients,
        6 as n_events, 300.0 as median_days, 200.0 as median_ci_lower_days
    from (values ('all', 20), ('positive', 9), ('negative', 11)) as line (group_name, n);
insert into marts.fct_survival_test by name
    select 'pooled' as cohort_type, $s as cohort, 'OS' as endpoint, 'chr16q_arm' as signature_id,
        1 as signature_version, 'high' as risk_stratum, 'cox' as method, true as is_headline,
        9 as events_positive, 8 as events_negative, 0.04 as p_value, 0.05 as q_value, 0.3 as empirical_p,
        0.4 as ph_p_value, 17.0 as events_per_variable;
insert into marts.fct_gene_survival_test by name
    select 'study' as cohort_type, $s as cohort, 'TP53' as gene_symbol, 'cox' as method, 9 as events_mutated,
        8 as events_wild_type, 0.04 as p_value;
insert into marts.fct_gene_frequency by name
    select 'study' as cohort_type, $s as cohort, 'TP53' as gene_symbol, 100 as n_assessed, 46 as n_mutated,
        0.46 as frequency;
insert into marts.fct_comutation by name
    select 'study' as cohort_type, $s as cohort, 'chr16q_arm' as signature_id, 1 as signature_version,
        'TP53' as gene_symbol, 0.4 as p_value;
insert into marts.fct_cohort_summary by name
    select 'study' as cohort_type, $s as cohort, 'chr16q_arm' as signature_id, 1 as signature_version,
        group_name, n as n_patients, n as n_female, 0 as n_male, 0 as n_sex_unknown, n as n_high_risk,
        0 as n_standard_risk, 0 as n_risk_unknown
    from (values ('all', 3), ('positive', 1), ('negative', 1), ('not_assessable', 1)) as line (group_name, n);
"""


def create(path: Path, gate: str) -> duckdb.DuckDBPyConnection:
    """A new database with the empty tables of a gate."""
    connection = duckdb.connect(str(path))
    connection.execute(f"create schema {gate}")
    for table, columns in (LANDING if gate == "landing" else MARTS).items():
        connection.execute(f"create table {gate}.{table} ({columns})")
    if gate == "marts":
        connection.execute(REFERENCE)
    return connection


def add_good_study(connection: duckdb.DuckDBPyConnection, gate: str, study_id: str) -> None:
    """Sound rows of one study in every table of a gate."""
    script = (_GOOD_LANDING if gate == "landing" else _GOOD_MARTS).replace("$s", f"'{study_id}'")
    connection.execute(script)
    if gate == "landing":
        for table in ROWS:  # a file is of one study: its identifier holds the study's
            connection.execute(
                f"update landing.{table} set source_file_id = study_id || '/' || source_file_id "
                f"where study_id = '{study_id}'"
            )


def list_files(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill ``source_files`` with what the tables show, as the lake would have it."""
    connection.execute("delete from landing.source_files")
    for kind in ROWS:
        connection.execute(
            "insert into landing.source_files by name "
            "select study_id, source_file_id, source_file_id || '.txt' as path, "
            f"'{kind}' as kind, 'loaded' as status, count(*) as rows_loaded "
            f"from landing.{kind} where study_id is not null group by all"
        )
