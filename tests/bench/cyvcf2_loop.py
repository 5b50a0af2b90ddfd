"""The rival of the VCF benchmark: a plain cyvcf2 loop that extracts what the reader extracts.

Runs in an environment of its own (cyvcf2 and pyarrow) and knows nothing of the project. One row per tumour
sample and allele: trimmed coordinates, depths of both samples, FILTER, and the picked transcript's gene,
consequence, class and protein change. It checks nothing, hashes nothing and keeps no line numbers.
"""

import csv
import json
import resource
import sys
import time
from pathlib import Path

import pyarrow
import pyarrow.parquet
from cyvcf2 import VCF

COLUMNS = [
    *("chromosome", "start_position", "end_position", "reference_allele", "alternate_allele", "variant_type"),
    *("dbsnp_rs", "filter", "tumor_sample_barcode", "matched_norm_sample_barcode"),
    *("t_depth", "t_ref_count", "t_alt_count", "n_depth", "n_ref_count", "n_alt_count"),
    *("hugo_symbol", "ensembl_gene_id", "transcript_id", "consequence", "variant_classification"),
    *("hgvsc", "hgvsp", "hgvsp_short"),
]
ONE_LETTER = {
    "Ala": "A", "Arg": "R", "Asn": "N", "Asp": "D", "Cys": "C", "Gln": "Q", "Glu": "E", "Gly": "G",
    "His": "H", "Ile": "I", "Leu": "L", "Lys": "K", "Met": "M", "Phe": "F", "Pro": "P", "Ser": "S",
    "Thr": "T", "Trp": "W", "Tyr": "Y", "Val": "V", "Ter": "*",
}  # fmt: skip


def first_rs(entry: list[str], at: dict[str, int]) -> str | None:
    """The first dbSNP id that the annotation names."""
    names = entry[at["Existing_variation"]].split("&") if entry else []
    return next((name for name in names if name.startswith("rs")), None)


def main(path: str, seeds: str, target: str) -> int:
    """Read the VCF at `path` into the Parquet file `target`; the number of rows."""
    severity: dict[str, int] = {}
    classes: dict[tuple[str, str, str], str] = {}
    for row in csv.DictReader((Path(seeds) / "consequence.csv").open()):
        severity[row["consequence"]] = int(row["severity"])
        classes[row["consequence"], row["variant_type"], row["in_frame"]] = row["variant_classification"]
    biotypes = {
        row["biotype"]: int(row["priority"]) for row in csv.DictReader((Path(seeds) / "biotype.csv").open())
    }
    vcf = VCF(path)
    header = vcf.raw_header.split("\n")
    tumor = next(line[15:] for line in header if line.startswith("##tumor_sample="))
    normal = next(line[16:] for line in header if line.startswith("##normal_sample="))
    t, n = vcf.samples.index(tumor), vcf.samples.index(normal)
    description = next(line for line in header if line.startswith("##INFO=<ID=CSQ"))
    names = description.split("Format: ")[1].rstrip('">').split("|")
    at = {name: index for index, name in enumerate(names)}
    consequence, symbol, gene, feature = at["Consequence"], at["SYMBOL"], at["Gene"], at["Feature"]
    biotype, number, canonical, cdna = at["BIOTYPE"], at["ALLELE_NUM"], at["CANONICAL"], at["cDNA_position"]
    hgvsc, hgvsp = at["HGVSc"], at["HGVSp"]
    rows: list[tuple[object, ...]] = []
    writer = None
    count = 0

    def flush() -> None:
        nonlocal writer
        table = pyarrow.table(
            {name: list(values) for name, values in zip(COLUMNS, zip(*rows, strict=True), strict=True)}
        )
        writer = writer or pyarrow.parquet.ParquetWriter(target, table.schema, compression="zstd")
        writer.write_table(table)
        rows.clear()

    for variant in vcf:
        entries = [entry.split("|") for entry in (variant.INFO.get("CSQ") or "").split(",")]
        depths, total = variant.format("AD"), variant.format("DP")
        carried = set(variant.genotype.array()[t][:-1])
        rs = next((name for name in (variant.ID or "").split(";") if name.startswith("rs")), None)
        for index, alternate in enumerate(variant.ALT, 1):
            if index not in carried and -1 not in carried:
                continue
            reference, alt, start = variant.REF, alternate, variant.POS
            while reference[-1] == alt[-1] and len(reference) > 1 and len(alt) > 1:
                reference, alt = reference[:-1], alt[:-1]
            while reference and alt and reference[0] == alt[0]:
                reference, alt, start = reference[1:], alt[1:], start + 1
            kind = "INS" if len(reference) < len(alt) else "DEL" if len(reference) > len(alt) else "SNP"
            in_frame = "yes" if (len(reference) - len(alt)) % 3 == 0 else "no"
            if not reference:
                start, end = start - 1, start
            else:
                end = start + len(reference) - 1
            ranked = []
            for entry in entries:
                if len(entry) <= canonical or (entry[number] and entry[number] != str(index)):
                    continue
                terms = sorted(entry[consequence].split("&"), key=lambda term: severity.get(term, 20))
                length = entry[cdna].partition("/")[2]
                ranked.append(
                    (
                        not entry[symbol],
                        biotypes.get(entry[biotype], 10),
                        severity.get(terms[0], 20),
                        -int(length) if length.isdigit() else 0,
                        terms,
                        entry,
                    )
                )
            ranked.sort(key=lambda item: item[:4])
            entry: list[str] = []
            if ranked:
                of_gene = [item for item in ranked if item[5][symbol] == ranked[0][5][symbol]]
                best = next((item for item in of_gene if item[5][canonical]), of_gene[0])
                entry, terms = best[5], best[4]
                protein = entry[hgvsp].partition(":")[2].replace("%3D", "=")
                short = protein
                for three, one in ONE_LETTER.items():
                    short = short.replace(three, one)
                gravest = terms[0]
                class_ = classes.get((gravest, kind, in_frame)) or classes.get((gravest, kind, ""))
                picked = (
                    *(entry[symbol], entry[gene], entry[feature], ",".join(terms)),
                    class_ or classes.get((gravest, "", "")),
                    *(entry[hgvsc].partition(":")[2], protein, short),
                )
            else:
                picked = (None,) * 8
            rows.append(
                (
                    *(variant.CHROM.removeprefix("chr"), start, end, reference or "-", alt or "-", kind),
                    *(rs or first_rs(entry, at), variant.FILTER or "PASS", tumor, normal),
                    *(int(total[t][0]), int(depths[t][0]), int(depths[t][index])),
                    *(int(total[n][0]), int(depths[n][0]), int(depths[n][index])),
                    *picked,
                )
            )
            count += 1
        if len(rows) >= 50_000:
            flush()
    if rows:
        flush()
    if writer is not None:
        writer.close()
    return count


if __name__ == "__main__":
    begun, cpu = time.perf_counter(), time.process_time()
    found = main(*sys.argv[1:4])
    taken, cpu_taken = time.perf_counter() - begun, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": taken, "cpu_seconds": cpu_taken, "rows": found, "peak_mib": peak}))
