"""The seeds that etl and dbt share."""

import csv
from pathlib import Path

import pytest

from etl.vocabulary import SEEDS as NAMES
from etl.vocabulary import Vocabulary
from tests.etl.delivery import SEEDS, VOCABULARY


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_a_seed_names_its_source(name: str) -> None:
    with (SEEDS / name).open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert all(row["source"].strip() for row in rows)


def test_both_builds_have_25_chromosomes() -> None:
    assert VOCABULARY.supported_builds == ("GRCh37", "GRCh38")
    assert len(VOCABULARY.lengths) == 50
    assert VOCABULARY.lengths["GRCh37", "16"] == 90_354_753
    assert VOCABULARY.lengths["GRCh38", "16"] == 90_338_345


def test_lengths_agree_with_bioframe(shared: Path) -> None:
    for build, assembly in (("GRCh37", "hg19"), ("GRCh38", "hg38")):
        text = (shared / "reference" / f"{assembly}.seqinfo.tsv").read_text(encoding="utf-8")
        theirs = {line.split("\t")[0]: line.split("\t")[1] for line in text.splitlines()}
        for chromosome in [*map(str, range(1, 23)), "X", "Y"]:
            assert VOCABULARY.lengths[build, chromosome] == int(theirs[f"chr{chromosome}"])


def test_an_alias_means_one_chromosome_and_one_build() -> None:
    with (SEEDS / "chromosome.csv").open(newline="", encoding="utf-8") as stream:
        pairs = {
            (alias.lower(), row["chromosome"])
            for row in csv.DictReader(stream)
            for alias in row["aliases"].split("|")
        }
    assert len({alias for alias, _ in pairs}) == len(pairs)


def test_spellings_of_nothing_depend_on_the_scope() -> None:
    assert "'--" in VOCABULARY.na_spellings("gdc")
    assert "'--" not in VOCABULARY.na_spellings("cbioportal")
    assert {"", "NA"} <= set(VOCABULARY.na_spellings())
    assert "-" not in VOCABULARY.na_spellings("gdc", "cbioportal", "mutations"), "the allele of a deletion"
    assert "not reported" not in map(str.lower, VOCABULARY.na_spellings("gdc")), "a word that dbt maps"


def test_spellings_of_a_field_come_best_first() -> None:
    assert VOCABULARY.spellings("cbioportal", "patient", "sex") == ("SEX", "GENDER")
    assert VOCABULARY.spellings("cbioportal", "patient", "no_such_field") == ()


def test_a_seed_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes((SEEDS / name).read_bytes())
    (tmp_path / "chromosome.csv").write_text(
        "genome_build,chromosome,length_bp,aliases,source\nGRCh37,1,long,chr1,x\n"
    )
    with pytest.raises(ValueError, match=r"chromosome\.csv, line 2: 'long' is not an integer"):
        Vocabulary.read(tmp_path)
    (tmp_path / "genome_build.csv").write_text("name,genome_build\nhg19,GRCh37\n")
    with pytest.raises(ValueError, match=r"genome_build\.csv: the seed has no column alias"):
        Vocabulary.read(tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_a_seed_has_the_columns_of_its_header(name: str) -> None:
    with (SEEDS / name).open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert [row for row in rows if len(row) != len(rows[0])] == []
