"""The seeds as files: described and typed column by column, and the facts that others rest on."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.sources import REPOSITORY
from warehouse.signatures import COLUMNS

SEEDS = sorted((REPOSITORY / "dbt" / "seeds").rglob("*.csv"))
DESCRIBED: dict[str, dict[str, Any]] = {
    seed["name"]: seed
    for path in sorted((REPOSITORY / "dbt" / "seeds").rglob("*.yml"))
    for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]
}


def _rows(name: str) -> list[dict[str, str]]:
    [path] = [seed for seed in SEEDS if seed.stem == name]
    with path.open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_column_has_a_type_and_a_meaning(path: Path) -> None:
    header = path.read_text(encoding="utf-8").splitlines()[0].split(",")
    seed = DESCRIBED.get(path.stem)
    assert seed, f"forgotten: {path.stem} in the .yml beside it"
    assert list(seed["config"]["column_types"]) == header
    assert [column["name"] for column in seed["columns"]] == header
    assert all(column["description"] for column in seed["columns"])


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_every_row_has_all_fields(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as stream:
        lengths = {len(row) for row in csv.reader(stream)}
    assert len(lengths) == 1


def test_arm_begins_at_q11_1_on_each_build() -> None:
    regions = {row["genome_build"]: row for row in _rows("shipped_signature_region") if row["label"] == "16q"}
    for build, row in regions.items():
        arm = {"genome_build": build, "chromosome_arm": "16q"}
        bands = [band for band in _rows("cytoband") if arm.items() <= band.items()]
        assert int(row["start_position"]) == min(int(band["start_position"]) for band in bands)
        assert int(row["end_position"]) == max(int(band["end_position"]) for band in bands)
    starts = {build: int(row["start_position"]) for build, row in regions.items()}
    assert starts == {"GRCh37": 36_600_001, "GRCh38": 36_800_001}


def test_sixteen_q_has_386_and_374_genes() -> None:
    arms = {row["genome_build"]: row for row in _rows("shipped_signature_region")}
    on_arm = [
        gene["genome_build"]
        for gene in _rows("protein_coding_gene")
        if gene["chromosome"] == "16"
        and int(gene["end_position"]) >= int(arms[gene["genome_build"]]["start_position"])
    ]
    assert {build: on_arm.count(build) for build in arms} == {"GRCh37": 386, "GRCh38": 374}


def test_genes_are_those_of_the_package_that_is_named() -> None:
    genes = _rows("protein_coding_gene")
    assert {b: sum(g["genome_build"] == b for g in genes) for b in ("GRCh37", "GRCh38")} == {
        "GRCh37": 20_144,
        "GRCh38": 19_655,
    }
    spans = {(g["genome_build"], g["gene_symbol"]): (g["start_position"], g["end_position"]) for g in genes}
    assert spans["GRCh37", "NUP93"] == ("56764017", "56878797")
    assert spans["GRCh38", "NAE1"] == ("66802875", "66873256")
    assert {g["source"] for g in genes} == {row["source_id"] for row in _rows("gene_source")}


def test_an_alias_is_no_symbol_of_another_gene() -> None:
    genes = _rows("protein_coding_gene")
    symbols = {gene["gene_symbol"].upper() for gene in genes}
    ids = {gene["ensembl_gene_id"] for gene in genes}
    for row in _rows("gene_alias"):
        assert row["alias"].upper() not in symbols, row
        assert row["ensembl_gene_id"] in ids, row


def test_a_signature_column_is_a_field_that_is_read() -> None:
    fields = {name for columns in COLUMNS.values() for name in columns}
    rows = _rows("signature_column")
    assert {row["field"] for row in rows} == fields
    assert all(row["spelling"] == row["spelling"].strip().lower() for row in rows)


def test_nonsilent_is_everything_but_the_named_classes() -> None:
    classes = _rows("variant_classification")
    silent = {row["variant_classification"] for row in classes if row["is_nonsilent"] == "false"}
    assert silent == {"Silent", "Intron", "IGR", "3'UTR", "5'UTR", "3'Flank", "5'Flank", "RNA", "lincRNA"}


def test_words_are_written_as_they_are_looked_up() -> None:
    for name, column in (
        ("clinical_word", "word"),
        ("stage", "word"),
        ("assay", "word"),
        ("mutation_status", "mutation_status"),
        ("tumor_classification", "classification"),
        ("event_status", "value"),
    ):
        values = [row[column] for row in _rows(name)]
        assert values == [value.strip().lower() for value in values], name
