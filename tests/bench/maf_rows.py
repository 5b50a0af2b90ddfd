"""The rows of the synthetic GDC MAF: 140 columns, all text; what an annotation says, and what a call says."""

import random
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import polars as pl

# Rows made at a time, about 60 MB of text.
CHUNK = 36_000
N_ANNOTATIONS = 20_000
# GENCODE-like starts need a chromosome that is long enough: shares and lengths of GRCh38 in Mb (UCSC).
CHROMOSOMES = {
    "chr1": 248, "chr2": 242, "chr3": 198, "chr4": 190, "chr5": 181, "chr6": 170, "chr7": 159, "chr8": 145,
    "chr9": 138, "chr10": 133, "chr11": 135, "chr12": 133, "chr13": 114, "chr14": 107, "chr15": 101,
    "chr16": 90, "chr17": 83, "chr18": 80, "chr19": 58, "chr20": 64, "chr21": 46, "chr22": 50, "chrX": 156,
}  # fmt: skip
CLASSES = {
    "Missense_Mutation": ("missense_variant", "MODERATE", 0.645),
    "Silent": ("synonymous_variant", "LOW", 0.218),
    "Nonsense_Mutation": ("stop_gained", "HIGH", 0.052),
    "Frame_Shift_Del": ("frameshift_variant", "HIGH", 0.026),
    "Splice_Site": ("splice_donor_variant", "HIGH", 0.018),
    "Intron": ("intron_variant", "MODIFIER", 0.010),
    "RNA": ("non_coding_transcript_exon_variant", "MODIFIER", 0.008),
    "Frame_Shift_Ins": ("frameshift_variant", "HIGH", 0.008),
    "Splice_Region": ("splice_region_variant;synonymous_variant", "LOW", 0.005),
    "In_Frame_Del": ("inframe_deletion", "MODERATE", 0.003),
    "3'UTR": ("3_prime_UTR_variant", "MODIFIER", 0.002),
}
# Effects that a row lists, 0 (one transcript, no list) to 16, as counted.
N_EFFECTS = (92, 116, 124, 108, 92, 78, 66, 52, 46, 34, 27, 21, 21, 16, 14, 13, 10)
CALLERS = {"muse;mutect2;varscan2": 77, "muse;mutect2": 15, "mutect2;pindel;varscan2": 3, "muse;varscan2": 3,
           "mutect2;varscan2": 2}  # fmt: skip
AMINO_ACIDS = [
    ("Ala", "A"),
    ("Arg", "R"),
    ("Asp", "D"),
    ("Gly", "G"),
    ("Leu", "L"),
    ("Ser", "S"),
    ("Val", "V"),
]
DOMAINS = (
    "PDB-ENSP_mappings:{}wyr.A;PROSITE_profiles:PS{};CDD:cd{};PANTHER:PTHR{};Gene3D:1.10.418.{};Pfam:PF{}"
)
COLUMNS = """
Hugo_Symbol Entrez_Gene_Id Center NCBI_Build Chromosome Start_Position End_Position Strand
Variant_Classification Variant_Type Reference_Allele Tumor_Seq_Allele1 Tumor_Seq_Allele2 dbSNP_RS
dbSNP_Val_Status Tumor_Sample_Barcode Matched_Norm_Sample_Barcode Match_Norm_Seq_Allele1
Match_Norm_Seq_Allele2 Tumor_Validation_Allele1 Tumor_Validation_Allele2 Match_Norm_Validation_Allele1
Match_Norm_Validation_Allele2 Verification_Status Validation_Status Mutation_Status Sequencing_Phase
Sequence_Source Validation_Method Score BAM_File Sequencer Tumor_Sample_UUID Matched_Norm_Sample_UUID HGVSc
HGVSp HGVSp_Short Transcript_ID Exon_Number t_depth t_ref_count t_alt_count n_depth n_ref_count n_alt_count
all_effects Allele Gene Feature Feature_type One_Consequence Consequence cDNA_position CDS_position
Protein_position Amino_acids Codons Existing_variation DISTANCE TRANSCRIPT_STRAND SYMBOL SYMBOL_SOURCE HGNC_ID
BIOTYPE CANONICAL CCDS ENSP SWISSPROT TREMBL UNIPARC UNIPROT_ISOFORM RefSeq MANE APPRIS FLAGS SIFT PolyPhen
EXON INTRON DOMAINS 1000G_AF 1000G_AFR_AF 1000G_AMR_AF 1000G_EAS_AF 1000G_EUR_AF 1000G_SAS_AF ESP_AA_AF
ESP_EA_AF gnomAD_AF gnomAD_AFR_AF gnomAD_AMR_AF gnomAD_ASJ_AF gnomAD_EAS_AF gnomAD_FIN_AF gnomAD_NFE_AF
gnomAD_OTH_AF gnomAD_SAS_AF MAX_AF MAX_AF_POPS gnomAD_non_cancer_AF gnomAD_non_cancer_AFR_AF
gnomAD_non_cancer_AMI_AF gnomAD_non_cancer_AMR_AF gnomAD_non_cancer_ASJ_AF gnomAD_non_cancer_EAS_AF
gnomAD_non_cancer_FIN_AF gnomAD_non_cancer_MID_AF gnomAD_non_cancer_NFE_AF gnomAD_non_cancer_OTH_AF
gnomAD_non_cancer_SAS_AF gnomAD_non_cancer_MAX_AF_adj gnomAD_non_cancer_MAX_AF_POPS_adj CLIN_SIG SOMATIC
PUBMED TRANSCRIPTION_FACTORS MOTIF_NAME MOTIF_POS HIGH_INF_POS MOTIF_SCORE_CHANGE miRNA IMPACT PICK
VARIANT_CLASS TSL HGVS_OFFSET PHENO GENE_PHENO CONTEXT tumor_bam_uuid normal_bam_uuid case_id GDC_FILTER
COSMIC hotspot RNA_Support RNA_depth RNA_ref_count RNA_alt_count callers
""".split()


@dataclass(frozen=True, slots=True)
class Aliquot:
    """The names of one tumour aliquot and its normal."""

    barcode: str
    normal: str
    uuid: str
    normal_uuid: str


def aliquot(number: int) -> Aliquot:
    """Barcodes and ids of the aliquot of this number: always the same."""
    rng = random.Random(number)
    ids = [str(uuid.UUID(int=rng.getrandbits(128), version=4)) for _ in range(2)]
    case = f"TCGA-{number // 1000 % 90 + 10}-A{number % 1000:03d}"
    return Aliquot(f"{case}-01A-12D-A397-08", f"{case}-10A-01D-A39A-08", *ids)


def frames(rows: int, n_aliquots: int, seed: int) -> Iterator[pl.DataFrame]:
    """The rows in chunks: the columns of a MAF and `aliquot`, the number of the aliquot (ascending)."""
    rng = np.random.default_rng(seed)
    weights = rng.lognormal(0, 1, n_aliquots)
    ends = np.rint(np.cumsum(weights) / weights.sum() * rows).astype(np.int64)
    known = annotations(random.Random(seed))
    names = pl.DataFrame([aliquot(n) for n in range(n_aliquots)])
    for start in range(0, rows, CHUNK):
        numbers = np.searchsorted(ends, np.arange(start, min(start + CHUNK, rows)), side="right")
        yield _calls(known, names, numbers, rng)


def annotations(rng: random.Random) -> pl.DataFrame:
    """What a row says of its gene, transcript and change, `gene_start` beside it; one row an annotation."""
    rows = [_annotation(rng, number) for number in range(N_ANNOTATIONS)]
    return pl.DataFrame(rows, schema_overrides={name: pl.String for name in rows[0] if name != "gene_start"})


def _annotation(rng: random.Random, number: int) -> dict[str, str | int]:
    chromosome = rng.choices(list(CHROMOSOMES), list(CHROMOSOMES.values()))[0]
    class_ = rng.choices(list(CLASSES), [share for *_, share in CLASSES.values()])[0]
    consequence, impact, _ = CLASSES[class_]
    kind = "DEL" if class_.endswith("_Del") else "INS" if class_.endswith("_Ins") else "SNP"
    length = 3 * rng.randint(1, 4) if class_.startswith("In_") else 1 + 3 * rng.choice((0, 0, 0, 1, 3))
    bases = "".join(rng.choices("ACGT", k=length))
    first, second = rng.sample("ACGT", k=2)
    reference, alternate = {"SNP": (first, second), "DEL": (bases, "-"), "INS": ("-", bases)}[kind]
    gene, codon, exons = number * 2 // 3, rng.randint(1, 2200), rng.randint(2, 30)
    (long_1, short_1), (long_2, short_2) = rng.choice(AMINO_ACIDS), rng.choice(AMINO_ACIDS)
    is_coding = impact != "MODIFIER"
    symbol, transcript, hgvsc = f"GN{gene}", f"ENST{300_000 + number:011d}", f"c.{3 * codon}{first}>{second}"
    short = f"p.{short_1}{codon}{'=' if class_ == 'Silent' else short_2}" if is_coding else ""
    listed = [
        f"{symbol},{consequence},{short},ENST{400_000 + 16 * number + n:011d},NM_{gene:06d}.{n},{hgvsc},"
        f"{impact},{'YES' if n == 0 else ''},tolerated(0.{n}1),probably_damaging(0.99{n}),1"
        for n in range(rng.choices(range(1, 18), N_EFFECTS)[0])
    ]
    domains = ";".join(
        DOMAINS.format(*(rng.randint(1000, 99_999) for _ in range(6)))
        for _ in range(rng.choice((0, 1, 1, 1)))
    )
    exon = f"{rng.randint(1, exons)}/{exons}"
    return {
        "gene_start": rng.randint(10_000, CHROMOSOMES[chromosome] * 1_000_000 - 100_000),
        "Hugo_Symbol": symbol, "SYMBOL": symbol, "Entrez_Gene_Id": str(1000 + gene), "Chromosome": chromosome,
        "Gene": f"ENSG{100_000 + gene:011d}", "Transcript_ID": transcript, "Feature": transcript,
        "Variant_Classification": class_, "Variant_Type": kind, "One_Consequence": consequence,
        "Consequence": consequence, "IMPACT": impact, "Reference_Allele": reference,
        "Tumor_Seq_Allele1": reference, "Tumor_Seq_Allele2": alternate, "Allele": alternate,
        "HGVSc": hgvsc, "HGVSp": f"p.{long_1}{codon}{long_2}" if is_coding else "", "HGVSp_Short": short,
        "Exon_Number": exon, "EXON": exon, "all_effects": ";".join(listed), "DOMAINS": domains,
        "cDNA_position": f"{3 * codon + 90}/{3 * codon + 900}",
        "CDS_position": f"{3 * codon}/{3 * codon + 810}", "Protein_position": f"{codon}/{codon + 270}",
        "Amino_acids": f"{short_1}/{short_2}", "Codons": "Gat/Aat",
        "HGNC_ID": f"HGNC:{gene}", "CCDS": f"CCDS{gene}.1", "ENSP": f"ENSP{200_000 + number:011d}",
        "SWISSPROT": f"Q{gene:05d}.{codon % 300}", "UNIPARC": f"UPI{gene:010X}",
        "UNIPROT_ISOFORM": f"Q{gene:05d}-1" if number % 2 else "",
        "RefSeq": f"NM_{gene:06d}.6;NM_{gene:06d}.4", "MANE": f"NM_{gene:06d}.4" if number % 4 else "",
        "CANONICAL": "YES" if number % 4 else "", "SIFT": "tolerated(0.11)" if number % 3 else "",
        "PolyPhen": "possibly_damaging(0.609)" if number % 3 else "",
        "TREMBL": f"A0A{gene:06d}" * (number % 6 == 0),
    }  # fmt: skip


def _calls(
    known: pl.DataFrame, names: pl.DataFrame, numbers: np.ndarray, rng: np.random.Generator
) -> pl.DataFrame:
    n = len(numbers)
    depth, normal = rng.integers(20, 400, n), rng.integers(15, 300, n)
    alternate = np.maximum(3, (depth * rng.beta(2, 5, n)).astype(np.int64))
    frame = pl.concat(
        [
            known[rng.integers(0, known.height, n)],
            names[numbers],
            pl.DataFrame(
                {
                    "aliquot": numbers, "offset": rng.integers(0, 90_000, n), "t_depth": depth,
                    "t_alt_count": alternate, "n_depth": normal, "rs": rng.integers(10**6, 10**9, n),
                    "af": rng.random(n), "bases": rng.integers(0, 4**11, n),
                    "callers": rng.choice(list(CALLERS), n, p=np.array(list(CALLERS.values())) / 100),
                }
            ),
        ],
        how="horizontal",
    )  # fmt: skip
    start, rs, af = pl.col("gene_start") + pl.col("offset"), pl.col("rs"), pl.col("af")
    is_insertion = pl.col("Variant_Type") == "INS"
    end = start + pl.when(is_insertion).then(1).otherwise(pl.col("Reference_Allele").str.len_bytes() - 1)
    letters = pl.lit("ACGT")
    context = [letters.str.slice(pl.col("bases") // 4**place % 4, 1) for place in range(11)]
    number = rs.cast(pl.String)
    is_common, text = af < 0.2, af.round(6).cast(pl.String)
    made = {
        "Center": pl.lit("BI"), "NCBI_Build": pl.lit("GRCh38"), "Start_Position": start, "End_Position": end,
        "Strand": pl.lit("+"), "Mutation_Status": pl.lit("Somatic"),
        "dbSNP_RS": pl.when(rs % 4 == 0).then(pl.lit("novel")).when(is_common).then("rs" + number),
        "Existing_variation": "COSV" + number,
        "t_ref_count": pl.col("t_depth") - pl.col("t_alt_count"), "Tumor_Sample_Barcode": "barcode",
        "Matched_Norm_Sample_Barcode": "normal", "Tumor_Sample_UUID": "uuid",
        "Matched_Norm_Sample_UUID": "normal_uuid", "tumor_bam_uuid": "uuid", "normal_bam_uuid": "normal_uuid",
        "case_id": "uuid", "Feature_type": pl.lit("Transcript"), "TRANSCRIPT_STRAND": pl.lit("-1"),
        "SYMBOL_SOURCE": pl.lit("HGNC"), "BIOTYPE": pl.lit("protein_coding"), "VARIANT_CLASS": pl.lit("SNV"),
        "TSL": pl.lit("1"), "SOMATIC": pl.lit("1"), "PHENO": pl.lit("1"), "CONTEXT": pl.concat_str(context),
        "hotspot": pl.lit("N"), "RNA_Support": pl.lit("Unknown"), "APPRIS": pl.lit("P1"), "PICK": pl.lit("1"),
        **{
            name: pl.when(is_common).then(text)
            for name in COLUMNS if name.startswith("gnomAD_") and name.endswith("_AF")
        },
        "MAX_AF": pl.when(is_common).then(text),
        "MAX_AF_POPS": pl.when(is_common).then(pl.lit("gnomAD_NFE;gnomAD_AMR")),
        "GDC_FILTER": pl.when(rs % 100 == 0).then(pl.lit("ndp")),
    }  # fmt: skip
    made = {name: pl.col(cell) if isinstance(cell, str) else cell for name, cell in made.items()}
    frame = frame.with_columns(cell.alias(name) for name, cell in made.items())
    missing = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in frame.columns]
    return (
        frame.sort("aliquot", "Chromosome", "Start_Position")
        .with_columns(missing)
        .select("aliquot", *COLUMNS)
    )
