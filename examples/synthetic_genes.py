"""The genes, hotspots and frequencies that the synthetic studies draw their variants from.

Gene spans come from genes.tsv (its source is told in README.md). Frequencies are rounded figures of the size
reported for lung adenocarcinoma; they make the studies look familiar and are not estimates of anything. Every
hotspot is given in both builds, 1-based inclusive, in MAF convention.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

HERE = Path(__file__).resolve().parent
EXOME_MB = 36.0
"""Megabases that the synthetic whole exome interrogates."""
LEADER_GENES = ("NAE1", "NUP93")
"""Targets of the signature `aacr2019_leader_16q`: the genes that carry the planted effect."""

GROUP_SHARE = {"passenger": 0.88, "large": 0.08, "driver": 0.02, "16q": 0.02}
"""Share of the background burden per group of genes; 16q holds about 2 % of the exome's coding bases."""

DRIVER_FREQUENCY = {
    "TP53": 0.46, "STK11": 0.16, "KEAP1": 0.17, "SMARCA4": 0.08, "RBM10": 0.08, "NF1": 0.10, "SETD2": 0.08,
    "ATM": 0.07, "RB1": 0.05, "CDKN2A": 0.04, "MET": 0.05, "ARID1A": 0.07, "PIK3CA": 0.05, "BRAF": 0.05,
    "CTNNB1": 0.03, "U2AF1": 0.03, "MGA": 0.07, "APC": 0.03, "ERBB2": 0.02,
}  # fmt: skip
KRAS_FREQUENCY, EGFR_FREQUENCY = 0.30, 0.14
"""Never in the same tumour, so drawn together."""


@dataclass(frozen=True, slots=True)
class Hotspot:
    """One recurrent somatic variant with its place in both builds and its share of the gene's driver
    mutations.
    """

    gene: str
    share: float
    start_grch37: int
    start_grch38: int
    reference: str
    alternate: str
    variant_class: str
    hgvsc: str
    hgvsp_short: str


HOTSPOTS = (
    Hotspot("KRAS", 0.42, 25398285, 25245351, "C", "A", "Missense_Mutation", "c.34G>T", "p.G12C"),
    Hotspot("KRAS", 0.20, 25398284, 25245350, "C", "A", "Missense_Mutation", "c.35G>T", "p.G12V"),
    Hotspot("KRAS", 0.16, 25398284, 25245350, "C", "T", "Missense_Mutation", "c.35G>A", "p.G12D"),
    Hotspot("KRAS", 0.10, 25398281, 25245347, "C", "T", "Missense_Mutation", "c.38G>A", "p.G13D"),
    Hotspot("KRAS", 0.07, 25380275, 25227341, "T", "G", "Missense_Mutation", "c.183A>C", "p.Q61H"),
    Hotspot("EGFR", 0.40, 55259515, 55191822, "T", "G", "Missense_Mutation", "c.2573T>G", "p.L858R"),
    Hotspot(
        "EGFR",
        0.42,
        55242465,
        55174772,
        "GGAATTAAGAGAAGC",
        "-",
        "In_Frame_Del",
        "c.2235_2249del",
        "p.E746_A750del",
    ),
    Hotspot("EGFR", 0.06, 55259524, 55191831, "T", "A", "Missense_Mutation", "c.2582T>A", "p.L861Q"),
    Hotspot("TP53", 0.06, 7577120, 7673802, "C", "A", "Missense_Mutation", "c.818G>T", "p.R273L"),
    Hotspot("TP53", 0.05, 7578406, 7675088, "C", "T", "Missense_Mutation", "c.524G>A", "p.R175H"),
    Hotspot("TP53", 0.05, 7578461, 7675143, "C", "A", "Missense_Mutation", "c.469G>T", "p.V157F"),
    Hotspot("TP53", 0.05, 7577538, 7674220, "C", "A", "Missense_Mutation", "c.743G>T", "p.R248L"),
    Hotspot("TP53", 0.04, 7578212, 7674894, "G", "A", "Nonsense_Mutation", "c.637C>T", "p.R213*"),
    Hotspot("TP53", 0.03, 7578190, 7674872, "T", "C", "Missense_Mutation", "c.659A>G", "p.Y220C"),
    Hotspot("BRAF", 0.35, 140453136, 140753336, "A", "T", "Missense_Mutation", "c.1799T>A", "p.V600E"),
    Hotspot("PIK3CA", 0.45, 178936091, 179218303, "G", "A", "Missense_Mutation", "c.1633G>A", "p.E545K"),
    Hotspot("PIK3CA", 0.20, 178952085, 179234297, "A", "G", "Missense_Mutation", "c.3140A>G", "p.H1047R"),
    Hotspot("CTNNB1", 0.50, 41266113, 41224622, "C", "T", "Missense_Mutation", "c.110C>T", "p.S37F"),
    Hotspot("U2AF1", 0.80, 44524456, 43104346, "G", "A", "Missense_Mutation", "c.101C>T", "p.S34F"),
)

BACKGROUND_CLASSES = {
    "Missense_Mutation": 0.640, "Silent": 0.217, "Nonsense_Mutation": 0.052, "Frame_Shift_Del": 0.026,
    "Splice_Site": 0.018, "Intron": 0.010, "RNA": 0.008, "Frame_Shift_Ins": 0.008, "Splice_Region": 0.006,
    "In_Frame_Del": 0.004, "3'UTR": 0.003, "3'Flank": 0.002, "5'Flank": 0.002,
    "Translation_Start_Site": 0.002, "5'UTR": 0.001, "Nonstop_Mutation": 0.001,
}  # fmt: skip
"""Shares of the classes among masked somatic variants of lung adenocarcinoma, rounded."""
SUPPRESSOR_CLASSES = {
    "Missense_Mutation": 0.52, "Nonsense_Mutation": 0.22, "Frame_Shift_Del": 0.12, "Splice_Site": 0.08,
    "Frame_Shift_Ins": 0.06,
}  # fmt: skip
"""Shares of the classes among planted driver variants that are no hotspot."""
NOT_NONSILENT = ("Silent", "Intron", "IGR", "3'UTR", "5'UTR", "3'Flank", "5'Flank", "RNA")

CONSEQUENCE = {
    "Missense_Mutation": "missense_variant", "Silent": "synonymous_variant",
    "Nonsense_Mutation": "stop_gained", "Frame_Shift_Del": "frameshift_variant",
    "Frame_Shift_Ins": "frameshift_variant", "Splice_Site": "splice_donor_variant",
    "Intron": "intron_variant", "RNA": "non_coding_transcript_exon_variant",
    "Splice_Region": "splice_region_variant", "In_Frame_Del": "inframe_deletion",
    "3'UTR": "3_prime_UTR_variant", "5'UTR": "5_prime_UTR_variant", "3'Flank": "downstream_gene_variant",
    "5'Flank": "upstream_gene_variant", "Translation_Start_Site": "start_lost",
    "Nonstop_Mutation": "stop_lost",
}  # fmt: skip
"""Sequence Ontology term that each class stands for."""


def read_genes() -> pl.DataFrame:
    """The gene table in file order, with `weight`: the gene's share of the background burden.

    Within its group a gene's weight is the square root of its span: long genes are hit more often, though not
    in proportion, because most of a long gene is intron.
    """
    integers = ("start_grch37", "end_grch37", "start_grch38", "end_grch38")
    genes = pl.read_csv(HERE / "genes.tsv", separator="\t", infer_schema=False).with_columns(
        pl.col(column).cast(pl.Int64) for column in integers
    )
    span = pl.coalesce(
        pl.col("end_grch38") - pl.col("start_grch38"), pl.col("end_grch37") - pl.col("start_grch37")
    )
    share = pl.col("group").replace_strict(GROUP_SHARE, return_dtype=pl.Float64)
    return genes.with_row_index("gene").with_columns(
        weight=share * span.sqrt() / span.sqrt().sum().over("group")
    )


@cache
def hotspots_of(gene: str) -> tuple[list[Hotspot], np.ndarray]:
    """A gene's hotspots and their shares; what the shares leave of one are variants elsewhere in the gene."""
    own = [spot for spot in HOTSPOTS if spot.gene == gene]
    return own, np.array([spot.share for spot in own])
