"""Somatic variants for a synthetic cohort, each with its place in GRCh37 and GRCh38.

A variant keeps the same relative place in its gene in both builds. Bases, codons and residues are random:
they look like a MAF's but agree with no reference sequence, hotspots apart.
"""

import numpy as np
import polars as pl
from synthetic_genes import (
    BACKGROUND_CLASSES,
    CONSEQUENCE,
    DRIVER_FREQUENCY,
    EGFR_FREQUENCY,
    EXOME_MB,
    KRAS_FREQUENCY,
    LEADER_GENES,
    NOT_NONSILENT,
    SUPPRESSOR_CLASSES,
    hotspots_of,
    read_genes,
)

BASES = np.array(list("ACGT"))
RESIDUES = np.array(list("ACDEFGHIKLMNPQRSTVWY"))
COMPLEMENT = str.maketrans("ACGT", "TGCA")
NONSILENT_SHARE = 1 - sum(BACKGROUND_CLASSES.get(name, 0.0) for name in NOT_NONSILENT)

Event = tuple[int, int, str, int]
"""Patient, row of the gene table, class, index of the hotspot within its gene (-1: none)."""


def _planted(rng: np.random.Generator, patients: pl.DataFrame, row_of: dict[str, int]) -> list[Event]:
    """Driver and leader variants, patient by patient."""
    classes, shares = list(SUPPRESSOR_CLASSES), list(SUPPRESSOR_CLASSES.values())
    events: list[Event] = []
    for patient, *carries in patients.select(
        "patient", *(f"carries_{gene}" for gene in LEADER_GENES)
    ).iter_rows():
        genes = [gene for gene, share in DRIVER_FREQUENCY.items() if rng.random() < share]
        lottery = rng.random()
        genes += (
            ["KRAS"]
            if lottery < KRAS_FREQUENCY
            else ["EGFR"]
            if lottery < KRAS_FREQUENCY + EGFR_FREQUENCY
            else []
        )
        for gene in genes:
            spots, share = hotspots_of(gene)
            spot = int(rng.choice(len(spots) + 1, p=np.append(share, 1 - share.sum()))) if spots else 0
            if spot < len(spots):
                events.append((patient, row_of[gene], spots[spot].variant_class, spot))
            else:
                events.append((patient, row_of[gene], str(rng.choice(classes, p=shares)), -1))
        events += [
            (patient, row_of[gene], "Missense_Mutation", -1)
            for gene, hit in zip(LEADER_GENES, carries, strict=True)
            if hit
        ]
    return events


def _background(
    rng: np.random.Generator, patients: pl.DataFrame, weight: np.ndarray, silent_in: set[int]
) -> list[Event]:
    """As many passengers as the patient's burden asks for, spread over the genes by weight.

    A passenger in a gene of `silent_in` is silent: whoever carries a non-silent leader variant is then
    exactly who was planted.
    """
    counts = rng.poisson(patients["burden_per_mb"].to_numpy() * EXOME_MB / NONSILENT_SHARE)
    total = int(counts.sum())
    genes = rng.choice(weight.size, total, p=weight / weight.sum())
    classes = rng.choice(list(BACKGROUND_CLASSES), total, p=np.array(list(BACKGROUND_CLASSES.values())))
    owner = np.repeat(patients["patient"].to_numpy(), counts)
    drawn = zip(owner.tolist(), genes.tolist(), classes.tolist(), strict=True)
    return [(patient, gene, "Silent" if gene in silent_in else name, -1) for patient, gene, name in drawn]


def _alleles(rng: np.random.Generator, variant_class: str) -> tuple[str, str]:
    """Reference and alternate allele in MAF convention that fit the class; both bases of a double
    substitution differ.
    """
    if variant_class.endswith("_Ins"):
        return "-", "".join(rng.choice(BASES, int(rng.choice([1, 2, 4]))))
    if variant_class.endswith("_Del"):
        length = (
            int(rng.choice([3, 6, 9, 15]))
            if variant_class.startswith("In_Frame")
            else int(rng.choice([1, 1, 1, 2, 4, 11]))
        )
        return "".join(rng.choice(BASES, length)), "-"
    length = 2 if variant_class == "Missense_Mutation" and rng.random() < 0.008 else 1
    reference = rng.integers(0, 4, length)
    alternate = (reference + rng.integers(1, 4, length)) % 4
    return "".join(BASES[reference]), "".join(BASES[alternate])


def _protein(rng: np.random.Generator, variant_class: str, codon: int) -> str:
    """A short protein change of the form that the class usually has; empty where the class has none."""
    before, after = (str(letter) for letter in rng.choice(RESIDUES, 2, replace=False))
    return {
        "Missense_Mutation": f"p.{before}{codon}{after}", "Silent": f"p.{before}{codon}=",
        "Nonsense_Mutation": f"p.{before}{codon}*", "Frame_Shift_Del": f"p.{before}{codon}{after}fs*17",
        "Frame_Shift_Ins": f"p.{before}{codon}{after}fs*9", "In_Frame_Del": f"p.{before}{codon}del",
        "Splice_Site": f"p.X{codon}_splice", "Splice_Region": f"p.{before}{codon}=",
        "Translation_Start_Site": "p.M1?", "Nonstop_Mutation": f"p.*{codon}{after}ext*5",
    }.get(variant_class, "")  # fmt: skip


def _coding(strand: str, base: int, reference: str, alternate: str) -> str:
    """HGVS on the coding strand."""
    if strand == "-":
        reference, alternate = (allele.translate(COMPLEMENT)[::-1] for allele in (reference, alternate))
    if reference == "-":
        return f"c.{base}_{base + 1}ins{alternate}"
    if alternate == "-":
        return f"c.{base}del" if len(reference) == 1 else f"c.{base}_{base + len(reference) - 1}del"
    if len(reference) == 1:
        return f"c.{base}{reference}>{alternate}"
    return f"c.{base}_{base + 1}delins{alternate}"


def draw_variants(rng: np.random.Generator, patients: pl.DataFrame) -> pl.DataFrame:
    """One row per somatic variant of a tumour, sorted by patient and place; no variant twice in a patient
    in either build.
    """
    genes = read_genes()
    row_of = dict(zip(genes["symbol_grch38"].to_list(), genes["gene"].to_list(), strict=True))
    strands, names = genes["strand"].to_list(), genes["symbol_grch38"].to_list()
    starts = genes.select("start_grch37", "end_grch37", "start_grch38", "end_grch38").rows()
    rows: list[tuple[object, ...]] = []
    for patient, gene, variant_class, spot in [
        *_planted(rng, patients, row_of),
        *_background(rng, patients, genes["weight"].to_numpy(), {row_of[gene] for gene in LEADER_GENES}),
    ]:
        relative = float(rng.random())
        if spot >= 0:
            known = hotspots_of(names[gene])[0][spot]
            reference, alternate, hgvsc, protein = (
                known.reference,
                known.alternate,
                known.hgvsc,
                known.hgvsp_short,
            )
            places: list[int | None] = [known.start_grch37, known.start_grch38]
        else:
            reference, alternate = _alleles(rng, variant_class)
            base = 1 + int(relative * 2400)
            protein, hgvsc = (
                _protein(rng, variant_class, (base + 2) // 3),
                _coding(strands[gene], base, reference, alternate),
            )
            first37, last37, first38, last38 = starts[gene]
            places = [
                None if first is None else first + int(relative * max(last - first - 20, 1))
                for first, last in ((first37, last37), (first38, last38))
            ]
        kind = (
            "INS" if reference == "-" else "DEL" if alternate == "-" else {1: "SNP", 2: "DNP"}[len(reference)]
        )
        span = 1 if kind == "INS" else len(reference) - 1
        ends = [None if place is None else place + span for place in places]
        consequence = CONSEQUENCE[variant_class]
        rows.append(
            (
                patient,
                gene,
                variant_class,
                kind,
                reference,
                alternate,
                *places,
                *ends,
                hgvsc,
                protein,
                consequence,
            )
        )
    names37_38 = ["variant_start_grch37", "variant_start_grch38", "variant_end_grch37", "variant_end_grch38"]
    schema = ["patient", "gene", "variant_class", "variant_type", "reference", "alternate", *names37_38]
    frame = pl.DataFrame(
        rows, schema=[*schema, "hgvsc", "hgvsp_short", "consequence"], orient="row", infer_schema_length=None
    )
    depth = rng.integers(40, 260, frame.height)
    share = np.clip(rng.beta(3.0, 7.5, frame.height), 0.06, 0.9)
    alternate_reads = np.maximum(4, np.round(depth * share)).astype(np.int64)
    return (
        frame.with_columns(
            t_depth=pl.Series(depth),
            t_alt_count=pl.Series(alternate_reads),
            n_depth=pl.Series(rng.integers(30, 180, frame.height)),
            is_nonsilent=~pl.col("variant_class").is_in(NOT_NONSILENT),
        )
        .with_columns(t_ref_count=pl.col("t_depth") - pl.col("t_alt_count"))
        .join(genes.with_columns(pl.col("gene").cast(pl.Int64)), on="gene", how="left", maintain_order="left")
        .unique(
            ["patient", "gene", "variant_start_grch37", "reference", "alternate"],
            keep="first",
            maintain_order=True,
        )
        .unique(
            ["patient", "gene", "variant_start_grch38", "reference", "alternate"],
            keep="first",
            maintain_order=True,
        )
        .sort(
            "patient", "chromosome", pl.coalesce("variant_start_grch38", "variant_start_grch37"), "alternate"
        )
    )
