"""Headers and meta files of cBioPortal's layout, as the synthetic study writes them."""

MAF_COLUMNS = (
    "Hugo_Symbol", "Entrez_Gene_Id", "Center", "NCBI_Build", "Chromosome", "Start_Position", "End_Position",
    "Strand", "Consequence", "Variant_Classification", "Variant_Type", "Reference_Allele",
    "Tumor_Seq_Allele1", "Tumor_Seq_Allele2", "dbSNP_RS", "dbSNP_Val_Status", "Tumor_Sample_Barcode",
    "Matched_Norm_Sample_Barcode", "Match_Norm_Seq_Allele1", "Match_Norm_Seq_Allele2",
    "Tumor_Validation_Allele1", "Tumor_Validation_Allele2", "Match_Norm_Validation_Allele1",
    "Match_Norm_Validation_Allele2", "Verification_Status", "Validation_Status", "Mutation_Status",
    "Sequencing_Phase", "Sequence_Source", "Validation_Method", "Score", "BAM_File", "Sequencer",
    "t_ref_count", "t_alt_count", "n_ref_count", "n_alt_count", "HGVSc", "HGVSp", "HGVSp_Short",
    "Transcript_ID", "RefSeq", "Protein_position", "Codons", "Hotspot",
)  # fmt: skip
PATIENT_COLUMNS = (
    ("PATIENT_ID", "Patient Identifier", "STRING"), ("SEX", "Sex", "STRING"),
    ("AGE", "Diagnosis Age", "NUMBER"), ("RACE", "Race Category", "STRING"),
    ("ETHNICITY", "Ethnicity Category", "STRING"), ("SMOKER", "Smoker", "STRING"),
    ("SMOKING_PACK_YEARS", "Pack Years", "NUMBER"),
    ("AJCC_PATHOLOGIC_TUMOR_STAGE", "Neoplasm Disease Stage AJCC Code", "STRING"),
    ("AJCC_STAGING_EDITION", "AJCC Edition", "STRING"), ("PATH_T_STAGE", "AJCC T", "STRING"),
    ("PATH_N_STAGE", "AJCC N", "STRING"), ("PATH_M_STAGE", "AJCC M", "STRING"),
    ("OS_STATUS", "Overall Survival Status", "STRING"), ("OS_MONTHS", "Overall Survival (Months)", "NUMBER"),
    ("PFS_STATUS", "Progression Free Status", "STRING"),
    ("PFS_MONTHS", "Progress Free Survival (Months)", "NUMBER"),
)  # fmt: skip
SAMPLE_COLUMNS = (
    ("PATIENT_ID", "Patient Identifier", "STRING"), ("SAMPLE_ID", "Sample Identifier", "STRING"),
    ("GENE_PANEL", "Gene Panel", "STRING"), ("ONCOTREE_CODE", "Oncotree Code", "STRING"),
    ("CANCER_TYPE", "Cancer Type", "STRING"), ("CANCER_TYPE_DETAILED", "Cancer Type Detailed", "STRING"),
    ("SAMPLE_TYPE", "Sample Type", "STRING"), ("SOMATIC_STATUS", "Somatic Status", "STRING"),
    ("TMB_NONSYNONYMOUS", "TMB (nonsynonymous)", "NUMBER"),
)  # fmt: skip
META = {
    "study": (
        "type_of_cancer: luad",
        "name: Synthetic lung adenocarcinoma (planted truth)",
        "short_name: SYN LUAD",
        "description: No real patient.",
        "reference_genome: hg19",
    ),
    "clinical_patient": (
        "genetic_alteration_type: CLINICAL",
        "datatype: PATIENT_ATTRIBUTES",
        "data_filename: data_clinical_patient.txt",
    ),
    "clinical_sample": (
        "genetic_alteration_type: CLINICAL",
        "datatype: SAMPLE_ATTRIBUTES",
        "data_filename: data_clinical_sample.txt",
    ),
    "mutations": (
        "genetic_alteration_type: MUTATION_EXTENDED",
        "datatype: MAF",
        "stable_id: mutations",
        "data_filename: data_mutations.txt",
    ),
    "gene_panel_matrix": (
        "genetic_alteration_type: GENE_PANEL_MATRIX",
        "datatype: GENE_PANEL_MATRIX",
        "data_filename: data_gene_panel_matrix.txt",
    ),
    "cna": (
        "genetic_alteration_type: COPY_NUMBER_ALTERATION",
        "datatype: DISCRETE",
        "stable_id: cna",
        "data_filename: data_cna.txt",
    ),
}
"""Lines of each meta file below the study's identifier."""
