"""The synthetic studies are what their truth says, counted from the raw text by no reader of the house."""

import csv
import gzip
import hashlib
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.sources import REPOSITORY

SCRIPT = REPOSITORY / "examples" / "make_synthetic_study.py"
GDC, PORTAL = "synthetic_gdc", "synthetic_cbioportal"


def readable_mafs(raw: Path) -> Iterator[tuple[Path, list[str]]]:
    """Each MAF that can be unpacked, with its lines."""
    for path in sorted((raw / GDC / "maf").glob("*/*.maf.gz")):
        try:
            yield path, gzip.decompress(path.read_bytes()).decode().splitlines()
        except (EOFError, zlib.error):
            continue


def table(path: Path) -> list[dict[str, str]]:
    """A delivered table's rows; comment lines skipped."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_same_seed_gives_the_same_bytes(synthetic_raw: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path / "raw")], check=True, capture_output=True)
    first, second = (
        {
            path.relative_to(root): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*")
            if path.is_file()
        }
        for root in (synthetic_raw, tmp_path / "raw")
    )
    assert len(first) > 300
    assert first == second


def test_a_folder_that_is_taken_is_refused(synthetic_raw: Path) -> None:
    refused = subprocess.run(
        [sys.executable, str(SCRIPT), str(synthetic_raw)], capture_output=True, text=True
    )
    assert refused.returncode == 2
    assert "exists already" in refused.stderr


def test_the_truth_may_not_lie_among_the_raw_files(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(tmp_path), "--truth", str(tmp_path / "sub" / "truth.json")]
    refused = subprocess.run(command, capture_output=True, text=True)
    assert refused.returncode == 2
    assert not list(tmp_path.iterdir())


def test_data_lines_are_counted_right(synthetic_raw: Path, synthetic_truth: dict[str, Any]) -> None:
    for study in (GDC, PORTAL):
        for name, expected in synthetic_truth["studies"][study]["data_rows"].items():
            if name != "maf":
                assert len(table(synthetic_raw / study / name)) == expected, name
    lines = [line for _, text in readable_mafs(synthetic_raw) for line in text if not line.startswith("#")]
    files = sum(1 for _ in readable_mafs(synthetic_raw))
    assert len(lines) - files == synthetic_truth["studies"][GDC]["data_rows"]["maf"]


def test_exactly_one_maf_is_cut_off_and_every_md5_is_that_of_the_file(
    synthetic_raw: Path, synthetic_truth: dict[str, Any]
) -> None:
    manifest = table(synthetic_raw / GDC / "MANIFEST.txt")
    for row in manifest:
        delivered = (synthetic_raw / GDC / "maf" / row["filename"]).read_bytes()
        assert hashlib.md5(delivered, usedforsecurity=False).hexdigest() == row["md5"]
    readable = {path.relative_to(synthetic_raw).as_posix() for path, _ in readable_mafs(synthetic_raw)}
    listed = {f"{GDC}/maf/{row['filename']}" for row in manifest}
    assert listed - readable == {fault["path"] for fault in synthetic_truth["studies"][GDC]["held_back"]}
    assert len(listed - readable) == 1


def test_a_maf_has_the_columns_of_the_gdc(synthetic_raw: Path) -> None:
    widths: Counter[int] = Counter()
    for _, text in readable_mafs(synthetic_raw):
        assert [line.split(" ")[0] for line in text[:7]][-1] == "#tumor.aliquot"
        header = text[7].split("\t")
        assert (len(header), header[0], header[-1]) == (140, "Hugo_Symbol", "callers")
        widths.update(line.count("\t") + 1 for line in text[8:])
    assert widths[139] == 2, "two ragged rows are planted"
    assert set(widths) == {139, 140}


@pytest.mark.parametrize("signature", ["aacr2019_leader_16q", "chr16q_arm"])
def test_signature_status_follows_from_the_variants_written(
    synthetic_raw: Path, synthetic_truth: dict[str, Any], signature: str
) -> None:
    silent = {"Silent", "Intron", "IGR", "3'UTR", "5'UTR", "3'Flank", "5'Flank", "RNA"}
    positive, sequenced = set(), set()
    sheet = table(next((synthetic_raw / GDC).glob("gdc_sample_sheet.*.tsv")))
    patient_of = {row["File ID"]: row["Case ID"].split(", ")[0] for row in sheet}
    for path, text in readable_mafs(synthetic_raw):
        sequenced.add(patient_of[path.parent.name])
        for row in csv.DictReader(text[7:], delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["Variant_Classification"] in silent or not row["Start_Position"].isdigit():
                continue
            on_arm = row["Chromosome"] == "chr16" and int(row["Start_Position"]) > 36_800_000
            if row["Hugo_Symbol"] in ("NAE1", "NUP93") if signature == "aacr2019_leader_16q" else on_arm:
                positive.add(row["Tumor_Sample_Barcode"][:12])
    truth = synthetic_truth["studies"][GDC]["signature_status"][signature]
    assert {patient for patient, status in truth.items() if status == "positive"} == positive - {""}
    assert {patient for patient, status in truth.items() if status == "negative"} == sequenced - positive


def test_the_index_diagnosis_is_often_not_the_first_row(synthetic_raw: Path) -> None:
    first: dict[str, str] = {}
    for row in table(synthetic_raw / GDC / "clinical.tsv"):
        first.setdefault(row["cases.submitter_id"], row["diagnoses.classification_of_tumor"])
    assert sum(kind != "primary" for kind in first.values()) > 40


def test_the_small_panel_misses_one_leader_gene(synthetic_raw: Path) -> None:
    genes = {
        path.stem: set(path.read_text(encoding="utf-8").split("gene_list:")[1].split())
        for path in (synthetic_raw / "gene_panels").iterdir()
    }
    assert genes["data_gene_panel_synwide"] >= {"NAE1", "NUP93"}
    assert "NUP93" in genes["data_gene_panel_synsmall"]
    assert "NAE1" not in genes["data_gene_panel_synsmall"]
    panel = {
        row["SAMPLE_ID"]: row["mutations"]
        for row in table(synthetic_raw / PORTAL / "data_gene_panel_matrix.txt")
    }
    on_small = {
        row["Hugo_Symbol"]
        for row in table(synthetic_raw / PORTAL / "data_mutations.txt")
        if panel.get(row["Tumor_Sample_Barcode"]) == "SYNSMALL"
    }
    assert on_small <= genes["data_gene_panel_synsmall"]
