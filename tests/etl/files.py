"""Small files of the kinds that studies hold."""

import gzip

from tests.etl.delivery import table

MD5 = "0123456789abcdef0123456789abcdef"
UUID = "2c2f463b-28fd-44e5-94e4-a3562fdb221e"
MASKED = f"{UUID}/x.wxs.aliquot_ensemble_masked.maf.gz"
MAF = table("Hugo_Symbol Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode")
GDC_MAF = gzip.compress(b"#version gdc-1.0.0\n" + MAF.encode())
CLINICAL = table("cases.submitter_id demographic.vital_status diagnoses.diagnosis_id")
PATIENTS = "#Id\n" + table("PATIENT_ID SEX", "P1 Male")
