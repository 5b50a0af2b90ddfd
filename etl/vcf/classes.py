"""From consequence terms (Sequence Ontology, as VEP and SnpEff write them) to MAF classes and short protein
changes.

The order of severity, the classes and the rank of biotypes are seeds of the dbt project, after vcf2maf.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from etl.vocabulary import Vocabulary

# Ranks of what the seeds do not list: after everything that they do.
UNKNOWN_SEVERITY = 20
UNKNOWN_BIOTYPE = 10
INTERGENIC = "intergenic_variant"
_TYPES = ("SNP", "DNP", "TNP", "ONP", "INS", "DEL")
_ONE_LETTER = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Asx": "B", "Cys": "C", "Gln": "Q", "Glu": "E",
    "Glx": "Z", "Gly": "G", "His": "H", "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F",
    "Pro": "P", "Ser": "S", "Thr": "T", "Trp": "W", "Tyr": "Y", "Val": "V", "Xxx": "X", "Xaa": "X",
    "Sec": "U", "Pyl": "O", "Ter": "*",
}  # fmt: skip
# VCF 4.3, section 1.2: characters with a meaning of their own are percent-encoded.
_ENCODED = {
    "%3A": ":", "%3B": ";", "%3D": "=", "%25": "%", "%2C": ",", "%0D": "\r", "%0A": "\n", "%09": "\t",
    "%20": " ",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """The seeds as mappings: term → severity, biotype → rank, term, variant type and frame → class."""

    severity: Mapping[str, int]
    biotype: Mapping[str, int]
    classes: Mapping[str, str]

    @classmethod
    def of(cls, vocabulary: Vocabulary) -> "Terms":
        """Spread the seeds' blanks (any type, any frame) over every case; the row that says more wins."""
        classes: dict[str, str] = {}
        for row in sorted(
            vocabulary.consequences, key=lambda row: (row.variant_type != "", row.in_frame != "")
        ):
            for variant_type in (row.variant_type,) if row.variant_type else _TYPES:
                for in_frame in (row.in_frame,) if row.in_frame else ("yes", "no"):
                    classes[f"{row.consequence}/{variant_type}/{in_frame}"] = row.variant_classification
        severity = {row.consequence: row.severity for row in vocabulary.consequences}
        return cls(severity, dict(vocabulary.biotypes), classes)

    def ranked(self, consequences: pl.Series) -> pl.DataFrame:
        """The distinct values of `consequences`, each with its terms by severity, the gravest and its rank.

        Columns: `consequence` as delivered (`a&b`), `terms` (`a,b`, the gravest first), `gravest`,
        `severity`.
        """
        distinct = pl.DataFrame({"consequence": consequences.unique().drop_nulls().sort()})
        term = pl.col("term")
        return (
            distinct.with_columns(pl.col("consequence").str.split("&").alias("term"))
            .explode("term")
            .with_columns(term.str.strip_chars())
            .with_columns(
                term.replace_strict(
                    dict(self.severity), default=UNKNOWN_SEVERITY, return_dtype=pl.Int64
                ).alias("severity")
            )
            .sort("consequence", "severity", maintain_order=True)
            .group_by("consequence", maintain_order=True)
            .agg(term.str.join(",").alias("terms"), term.first().alias("gravest"), pl.col("severity").first())
        )

    def biotype_rank(self, biotype: pl.Expr) -> pl.Expr:
        """1 protein_coding to 9 artifact; 10 for none and for those that the seed does not list."""
        return biotype.replace_strict(
            dict(self.biotype), default=UNKNOWN_BIOTYPE, return_dtype=pl.Int64
        ).fill_null(UNKNOWN_BIOTYPE)

    def classification(self, gravest: pl.Expr, variant_type: pl.Expr, is_in_frame: pl.Expr) -> pl.Expr:
        """The MAF class; NULL for a term that the seed does not list."""
        frame = pl.when(is_in_frame).then(pl.lit("yes")).otherwise(pl.lit("no"))
        key = pl.concat_str([gravest, variant_type, frame], separator="/")
        return key.replace_strict(dict(self.classes), default=None, return_dtype=pl.String)


def decoded(text: pl.Series) -> pl.Series:
    """Percent-encoded characters as themselves."""
    if not text.str.contains("%", literal=True).any():
        return text
    return text.str.replace_many(list(_ENCODED), list(_ENCODED.values()), ascii_case_insensitive=True)


def without_reference(hgvs: pl.Series) -> pl.Series:
    """`c.1286T>G` of `ENST00000675419.2:c.1286T>G`; `p.Leu429Arg` also of `p.(Leu429Arg)`."""
    octets = hgvs.cast(pl.Binary).to_frame("octets")
    colon = hgvs.str.find(":", literal=True)
    bare = octets.select(
        pl.col("octets").bin.slice(pl.lit(colon).fill_null(-1) + 1).cast(pl.String)
    ).to_series()
    if bare.str.contains("(", literal=True).any():
        bare = bare.str.replace(r"^p\.\((.*)\)$", "p.$1")
    return bare


def short_protein_change(
    hgvsp: pl.Expr, gravest: pl.Expr, hgvsc: pl.Expr, protein_position: pl.Expr, amino_acids: pl.Expr
) -> pl.Expr:
    """One-letter protein change; `p.X168_splice` and `p.A10=` as vcf2maf and cBioPortal write what HGVS
    leaves open.

    The codon of a splice site is that of the coding base beside it: base `n` lies in codon (n + 2) // 3.
    """
    short = hgvsp.str.replace_many(list(_ONE_LETTER), list(_ONE_LETTER.values()))
    silent = pl.concat_str([pl.lit("p."), amino_acids, protein_position.str.extract(r"^(\d+)"), pl.lit("=")])
    base = hgvsc.str.extract(r"^c\.(\d{1,9})").cast(pl.Int64, strict=False)
    splice = pl.concat_str([pl.lit("p.X"), (base + 2) // 3, pl.lit("_splice")])
    is_splice = gravest.is_in(["splice_acceptor_variant", "splice_donor_variant"])
    return (
        pl.when(is_splice & splice.is_not_null())
        .then(splice)
        .when(short == "p.=")
        .then(silent)
        .otherwise(short)
    )
