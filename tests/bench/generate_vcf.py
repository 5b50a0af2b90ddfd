"""Writes an annotated somatic VCF of any size: a tumour and its normal, as Mutect2 and VEP deliver them.

Shares follow what such files hold: 4 % multi-allelic records, 12 % indels, 1 to 14 transcripts with 5 on
average,
two thirds of the calls filtered. Everything is drawn from one seed, so a size always gives the same bytes.
"""

import argparse
import random
from collections.abc import Iterator
from pathlib import Path

CSQ = [
    *(
        "Allele",
        "Consequence",
        "IMPACT",
        "SYMBOL",
        "Gene",
        "Feature_type",
        "Feature",
        "BIOTYPE",
        "EXON",
        "INTRON",
    ),
    *("HGVSc", "HGVSp", "cDNA_position", "CDS_position", "Protein_position", "Amino_acids", "Codons"),
    *("Existing_variation", "ALLELE_NUM", "DISTANCE", "STRAND", "FLAGS", "PICK", "VARIANT_CLASS"),
    *("SYMBOL_SOURCE", "HGNC_ID", "CANONICAL", "MANE_SELECT", "TSL", "CCDS", "ENSP", "SWISSPROT", "SIFT"),
    *("PolyPhen", "DOMAINS", "gnomADe_AF", "gnomADe_AFR_AF", "gnomADe_EAS_AF", "gnomADe_NFE_AF", "CLIN_SIG"),
    *("SOMATIC", "PHENO", "PUBMED"),
]
# UCSC hg38 chrom.sizes: the header states the build by these lengths.
LENGTHS = {
    "1": 248956422, "2": 242193529, "3": 198295559, "7": 159345973, "12": 133275309,
    "16": 90338345, "17": 83257441, "19": 58617616, "X": 156040895,
}  # fmt: skip
BASES = "ACGT"
AMINO_ACIDS = [
    *("Ala", "Arg", "Asn", "Asp", "Cys", "Gln", "Glu", "Gly", "His", "Ile"),
    *("Leu", "Lys", "Met", "Phe", "Pro", "Ser", "Thr", "Trp", "Tyr", "Val"),
]
SUBSTITUTIONS = (
    ("missense_variant", 0.30, "MODERATE"),
    ("intron_variant", 0.30, "MODIFIER"),
    ("synonymous_variant", 0.12, "LOW"),
    ("3_prime_UTR_variant", 0.09, "MODIFIER"),
    ("stop_gained", 0.03, "HIGH"),
    ("missense_variant&splice_region_variant", 0.02, "MODERATE"),
    ("splice_donor_variant", 0.02, "HIGH"),
    ("splice_region_variant&intron_variant", 0.04, "LOW"),
    ("5_prime_UTR_variant", 0.04, "MODIFIER"),
    ("upstream_gene_variant", 0.04, "MODIFIER"),
)
INDELS = (
    ("frameshift_variant", 0.35, "HIGH"),
    ("intron_variant", 0.45, "MODIFIER"),
    ("inframe_deletion", 0.10, "MODERATE"),
    ("inframe_insertion", 0.10, "MODERATE"),
)
OTHER_TRANSCRIPTS = ("non_coding_transcript_exon_variant", "downstream_gene_variant", "intron_variant")
FILTERS = (
    "PASS",
    "PASS",
    "PASS",
    "weak_evidence",
    "germline;panel_of_normals",
    "clustered_events",
    "base_qual",
    ".",
)


def lines(records: int, seed: int = 16, tumor: str = "LH-0001-T", normal: str = "LH-0001-N") -> Iterator[str]:
    """The lines of a VCF with `records` data lines."""
    rng = random.Random(seed)
    yield from _header(tumor, normal)
    for chromosome, n in _shares(records):
        step = max(1, LENGTHS[chromosome] // (n + 1))
        position = 10_000
        for _ in range(n):
            position += rng.randint(1, max(1, 2 * step - 2))
            yield _record(rng, f"chr{chromosome}", min(position, LENGTHS[chromosome] - 50))


def write(path: Path, records: int, seed: int = 16) -> None:
    """Write the VCF to `path`."""
    with path.open("w", encoding="ascii", newline="\n") as stream:
        stream.writelines(f"{line}\n" for line in lines(records, seed))


def _shares(records: int) -> Iterator[tuple[str, int]]:
    total, given = sum(LENGTHS.values()), 0
    for index, (chromosome, length) in enumerate(LENGTHS.items()):
        last = index == len(LENGTHS) - 1
        n = records - given if last else records * length // total
        given += n
        yield chromosome, n


def _header(tumor: str, normal: str) -> Iterator[str]:
    yield "##fileformat=VCFv4.2"
    yield '##FILTER=<ID=weak_evidence,Description="Mutation does not meet likelihood threshold">'
    for key, number, kind in (
        ("GT", "1", "String"), ("AD", "R", "Integer"), ("AF", "A", "Float"), ("DP", "1", "Integer"),
        ("F1R2", "R", "Integer"), ("F2R1", "R", "Integer"), ("FAD", "R", "Integer"), ("SB", "4", "Integer"),
    ):  # fmt: skip
        yield f'##FORMAT=<ID={key},Number={number},Type={kind},Description="{key} of the caller">'
    for key, number, kind in (
        ("AS_FilterStatus", "A", "String"), ("DP", "1", "Integer"), ("ECNT", "1", "Integer"),
        ("GERMQ", "1", "Integer"), ("MBQ", "R", "Integer"), ("MFRL", "R", "Integer"), ("MMQ", "R", "Integer"),
        ("MPOS", "A", "Integer"),
        ("NALOD", "A", "Float"), ("NLOD", "A", "Float"), ("POPAF", "A", "Float"), ("TLOD", "A", "Float"),
        ("STR", "0", "Flag"),
    ):  # fmt: skip
        yield f'##INFO=<ID={key},Number={number},Type={kind},Description="{key} of the caller">'
    yield f'##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequences. Format: {"|".join(CSQ)}">'
    for chromosome, length in LENGTHS.items():
        yield f"##contig=<ID=chr{chromosome},length={length}>"
    yield "##source=Mutect2"
    yield f"##normal_sample={normal}"
    yield f"##tumor_sample={tumor}"
    yield "\t".join(("#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", normal, tumor))


def _record(rng: random.Random, chromosome: str, position: int) -> str:
    reference, alternates = _alleles(rng)
    n_alternates = len(alternates)
    info = _info(rng, n_alternates)
    gene = rng.randint(1, 19_000)
    entries = [
        entry
        for number, alternate in enumerate(alternates, 1)
        for entry in _entries(rng, gene, reference, alternate, number)
    ]
    depth, normal_depth = rng.randint(20, 400), rng.randint(15, 200)
    fraction = rng.betavariate(2, 6)
    tumor = _sample(rng, "/".join(map(str, range(n_alternates + 1))), depth, fraction, n_alternates)
    normal = _sample(rng, "0/0", normal_depth, 0.002, n_alternates)
    identifier = f"rs{rng.randint(10**6, 2 * 10**9)}" if rng.random() < 0.3 else "."
    return "\t".join(
        (
            chromosome, str(position), identifier, reference, ",".join(alternates), ".", rng.choice(FILTERS),
            f"{info};CSQ={','.join(entries)}", "GT:AD:AF:DP:F1R2:F2R1:FAD:SB", normal, tumor,
        )
    )  # fmt: skip


def _alleles(rng: random.Random) -> tuple[str, list[str]]:
    reference = rng.choice(BASES)
    draw = rng.random()
    if draw < 0.04:  # a deletion beside a substitution, as Mutect2 writes them: the shared end must be cut
        tail = "".join(rng.choices(BASES, k=rng.randint(1, 4)))
        other = rng.choice([base for base in BASES if base != reference])
        return reference + tail, [reference, other + tail]
    if draw < 0.10:
        return reference, [reference + "".join(rng.choices(BASES, k=1 + int(rng.expovariate(0.5))))]
    if draw < 0.16:
        return reference + "".join(rng.choices(BASES, k=1 + int(rng.expovariate(0.5)))), [reference]
    return reference, [rng.choice([base for base in BASES if base != reference])]


def _info(rng: random.Random, n: int) -> str:
    each = range(n)
    alleles = range(n + 1)
    return (
        f"AS_FilterStatus={','.join('SITE' for _ in each)};DP={rng.randint(60, 600)};"
        f"ECNT={rng.randint(1, 4)};GERMQ=93;MBQ={_joined(rng, alleles, 20, 40)};"
        f"MFRL={_joined(rng, alleles, 150, 320)};MMQ={_joined(rng, alleles, 40, 60)};"
        f"MPOS={_joined(rng, each, 1, 70)};NALOD={','.join(f'{rng.random() * 2:.3f}' for _ in each)};"
        f"NLOD={','.join(f'{rng.random() * 30:.2f}' for _ in each)};POPAF={','.join('6.00' for _ in each)};"
        f"TLOD={','.join(f'{rng.random() * 90:.2f}' for _ in each)}"
    )


def _joined(rng: random.Random, over: range, low: int, high: int) -> str:
    return ",".join(str(rng.randint(low, high)) for _ in over)


def _sample(rng: random.Random, genotype: str, depth: int, fraction: float, n: int) -> str:
    alternates = [int(depth * fraction / n) for _ in range(n)]
    counts = [depth - sum(alternates), *alternates]
    half = [count // 2 for count in counts]
    rest = [count - part for count, part in zip(counts, half, strict=True)]
    fractions = ",".join(f"{count / depth:.3f}" for count in alternates)
    listed = [",".join(map(str, values)) for values in (counts, half, rest, counts)]
    strands = f"{half[0]},{rest[0]},{sum(half[1:])},{sum(rest[1:])}"
    return f"{genotype}:{listed[0]}:{fractions}:{depth}:{listed[1]}:{listed[2]}:{listed[3]}:{strands}"


def _entries(rng: random.Random, gene: int, reference: str, alternate: str, number: int) -> Iterator[str]:
    allele = alternate[1:] or "-" if len(alternate) != len(reference) else alternate[0]
    table = SUBSTITUTIONS if len(alternate) == len(reference) else INDELS
    n = min(14, 1 + int(rng.expovariate(0.193)))
    first = rng.choices(table, [share for _, share, _ in table])[0]
    codon = rng.randint(1, 1500)
    before, after = rng.choice(AMINO_ACIDS), rng.choice(AMINO_ACIDS)
    for index in range(n):
        consequence, _, impact = (
            first if index < 1 + n // 2 else (rng.choice(OTHER_TRANSCRIPTS), 0.0, "MODIFIER")
        )
        is_coding = index < 1 + n // 2
        feature = 300_000 + gene * 16 + index
        fields = dict.fromkeys(CSQ, "")
        fields |= {
            "Allele": allele, "Consequence": consequence, "IMPACT": impact, "SYMBOL": f"GENE{gene}",
            "Gene": f"ENSG{gene:011d}", "Feature_type": "Transcript",
            "Feature": f"ENST{feature:011d}.{1 + index}",
            "BIOTYPE": "protein_coding" if is_coding else "retained_intron", "ALLELE_NUM": str(number),
            "STRAND": "-1", "VARIANT_CLASS": "SNV", "SYMBOL_SOURCE": "HGNC", "HGNC_ID": f"HGNC:{gene}",
            "CANONICAL": "YES" if index == 0 else "", "PICK": "1" if index == 0 else "", "TSL": "1",
            "MANE_SELECT": f"NM_{gene:06d}.4" if index == 0 else "",
        }  # fmt: skip
        if is_coding and impact != "MODIFIER":
            change = (
                f"p.{before}{codon}=" if consequence == "synonymous_variant" else f"p.{before}{codon}{after}"
            )
            substitution = f"c.{codon * 3 - 1}{reference[0]}>{alternate[0]}"
            fields |= {
                "EXON": f"{1 + index}/12", "HGVSc": f"{fields['Feature']}:{substitution}",
                "HGVSp": f"ENSP{feature:011d}.1:{change.replace('=', '%3D')}", "Codons": "cTg/cGg",
                "cDNA_position": f"{codon * 3 + 90}/5971", "CDS_position": f"{codon * 3 - 1}/4500",
                "Protein_position": f"{codon}/1500", "Amino_acids": "L/R", "CCDS": f"CCDS{gene}.1",
                "ENSP": f"ENSP{feature:011d}", "SWISSPROT": f"Q{gene:05d}.255", "SIFT": "deleterious(0.01)",
                "PolyPhen": "probably_damaging(0.998)", "gnomADe_AF": "1.2e-05",
                "DOMAINS": f"PDB-ENSP_mappings:1abc.A&Pfam:PF{gene:05d}",
            }  # fmt: skip
        yield "|".join(fields.values())


def main() -> None:
    """Writes one file."""
    parser = argparse.ArgumentParser(description="Write a synthetic annotated somatic VCF.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--records", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=16)
    arguments = parser.parse_args()
    write(arguments.path, arguments.records, arguments.seed)


if __name__ == "__main__":
    main()
