"""The two real studies and their panels, discovered and landed in full."""

import gzip
import shutil
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest

from etl.landing import land_many
from etl.records import Landed, Study
from tests.etl.delivery import VOCABULARY, result, studies_of

GDC, CBIOPORTAL, PANELS = "gdc_tcga_luad_sample", "nsclc_pd1_msk_2018", "gene_panels"


class Night(NamedTuple):
    raw: Path
    lake: Path
    studies: dict[str, Study]
    landed: dict[str, list[Landed]]

    def rows(self, study: str, kind: str) -> pl.DataFrame:
        """All landed rows of a kind, with the path of their file."""
        frames = [
            result(found, self.lake).rows.with_columns(path=pl.lit(found.source.path))
            for found in self.landed[study]
            if found.source.kind == kind and found.status == "loaded"
        ]
        return pl.concat(frames)


@pytest.fixture(scope="module")
def night(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    folder = tmp_path_factory.mktemp("real")
    raw, lake = folder / "raw", folder / "lake"
    for name in (GDC, CBIOPORTAL, PANELS):
        shutil.copytree(samples / name, raw / name)
    studies = studies_of(raw)
    landed = {
        name: land_many(study.files, raw, lake, VOCABULARY, lambda _: "0" * 12)
        for name, study in studies.items()
    }
    return Night(raw, lake, studies, landed)


def test_each_folder_is_a_study_in_its_layout(night: Night) -> None:
    assert {name: study.layout for name, study in night.studies.items()} == {
        GDC: "gdc",
        CBIOPORTAL: "cbioportal",
        PANELS: "gene_panels",
    }


def test_what_becomes_of_every_file(night: Night) -> None:
    seen = {name: Counter((f.source.kind, f.status) for f in files) for name, files in night.landed.items()}
    assert seen[GDC] == {
        ("mutations", "loaded"): 65,
        ("gdc_clinical", "loaded"): 1,
        ("gdc_follow_up", "loaded"): 1,
        ("gdc_exposure", "loaded"): 1,
        ("gdc_pathology_detail", "loaded"): 1,
        ("family_history", "not_loaded"): 1,
        ("manifest", "not_loaded"): 1,
    }
    assert seen[CBIOPORTAL] == {
        ("mutations", "loaded"): 1,
        ("cbioportal_patient", "loaded"): 1,
        ("cbioportal_sample", "loaded"): 1,
        ("gene_panel_matrix", "loaded"): 1,
        ("case_list", "loaded"): 5,
        ("copy_number", "not_loaded"): 1,
        ("segment", "not_loaded"): 1,
        ("structural_variant", "not_loaded"): 1,
        ("meta", "not_loaded"): 8,
        ("documentation", "not_loaded"): 2,
    }
    assert seen[PANELS] == {("gene_panel", "loaded"): 3}


@pytest.mark.parametrize(
    ("study", "kind", "n_rows"),
    [
        (GDC, "mutations", 18_081),
        (GDC, "gdc_clinical", 238),
        (GDC, "gdc_follow_up", 271),
        (GDC, "gdc_exposure", 52),
        (GDC, "gdc_pathology_detail", 52),
        (CBIOPORTAL, "mutations", 2_517),
        (CBIOPORTAL, "cbioportal_patient", 240),
        (CBIOPORTAL, "cbioportal_sample", 240),
        (CBIOPORTAL, "gene_panel_matrix", 240),
        (CBIOPORTAL, "case_list", 1_200),
        (PANELS, "gene_panel", 1_225),
    ],
)
def test_every_row_is_loaded(night: Night, study: str, kind: str, n_rows: int) -> None:
    files = [found for found in night.landed[study] if found.source.kind == kind]
    assert sum(found.rows_read for found in files) == n_rows
    assert sum(found.rows_loaded for found in files) == n_rows
    assert night.rows(study, kind).height == n_rows


def test_rows_read_are_the_data_lines_of_the_files(night: Night) -> None:
    for found in [*night.landed[GDC], *night.landed[CBIOPORTAL]]:
        if found.status == "loaded" and found.source.kind != "case_list":
            lines = text(night.raw / found.source.path).splitlines()
            assert found.rows_read == sum(bool(line) and not line.startswith("#") for line in lines) - 1


def test_every_md5_of_the_manifest_was_checked(night: Night) -> None:
    mafs = [found.source for found in night.landed[GDC] if found.source.kind == "mutations"]
    assert all(source.option("expected_md5") and source.option("manifest_line") for source in mafs)
    assert len({source.option("manifest_line") for source in mafs}) == 65


def test_every_maf_names_its_aliquot(night: Night) -> None:
    mafs = [found for found in night.landed[GDC] if found.source.kind == "mutations"]
    rows = night.rows(GDC, "mutations")
    assert all(len(found.sequenced) == 1 for found in mafs)
    named = {found.source.path: found.sequenced[0] for found in mafs}
    assert dict(rows.select("path", "tumor_sample_uuid").unique().iter_rows()) == named
    assert {found.source.option("assay") for found in mafs} == {"WXS"}


def test_patients_and_samples(night: Night) -> None:
    assert night.rows(GDC, "gdc_clinical")["patient_id"].n_unique() == 55
    assert night.rows(CBIOPORTAL, "cbioportal_patient")["patient_id"].n_unique() == 240
    samples = night.rows(CBIOPORTAL, "cbioportal_sample")
    assert samples["panel_id"].value_counts(sort=True)["count"].to_list() == [164, 56, 20]
    sequenced = night.rows(CBIOPORTAL, "case_list").filter(category="all_cases_with_mutation_data")
    assert set(sequenced["sample_id"]) == set(samples["sample_id"])


def test_the_outcome_of_the_cbioportal_study(night: Night) -> None:
    outcomes = night.rows(CBIOPORTAL, "cbioportal_patient")["outcomes"].explode().struct.unnest()
    assert outcomes["endpoint"].unique().to_list() == ["PFS"]
    assert outcomes["status"].str.starts_with("1:").sum() == 198
    assert outcomes["months"].null_count() == 0


def test_what_the_gdc_calls_nothing_is_null_and_its_words_stay(night: Night) -> None:
    rows = night.rows(GDC, "gdc_clinical")
    text_columns = rows.select(pl.col(pl.String))
    assert not text_columns.select(pl.any_horizontal(pl.all() == "'--").any()).item()
    assert rows.filter(ethnicity="not reported").height == 56
    assert rows["vital_status"].null_count() == 3


@pytest.mark.parametrize("study", [GDC, CBIOPORTAL])
def test_a_variant_stands_in_its_line(night: Night, study: str) -> None:
    lines: dict[str, list[str]] = {}
    for row in night.rows(study, "mutations").sample(300, seed=16).iter_rows(named=True):
        path = row["path"]
        if path not in lines:
            lines[path] = text(night.raw / path).splitlines()
        header = next(line for line in lines[path] if not line.startswith("#")).split("\t")
        cells = dict(zip(header, lines[path][row["source_line"] - 1].split("\t"), strict=True))
        assert row["hugo_symbol"] == cells["Hugo_Symbol"]
        assert row["tumor_sample_barcode"] == cells["Tumor_Sample_Barcode"]
        assert row["chromosome"] == cells["Chromosome"].removeprefix("chr")
        assert row["start_position"] == int(cells["Start_Position"])
        assert row["end_position"] == int(cells["End_Position"])
        assert row["reference_allele"] == cells["Reference_Allele"]
        assert row["alternate_allele"] == cells["Tumor_Seq_Allele2"]
        assert row["variant_type"] == cells["Variant_Type"]
        assert row["hgvsp_short"] == (cells["HGVSp_Short"] or None)
        assert row["t_alt_count"] == int(cells["t_alt_count"])


def test_both_studies_are_in_their_build(night: Night) -> None:
    assert night.rows(GDC, "mutations")["genome_build"].unique().to_list() == ["GRCh38"]
    assert night.rows(CBIOPORTAL, "mutations")["genome_build"].unique().to_list() == ["GRCh37"]
    assert not [note for files in night.landed.values() for found in files for note in found.notes]


def text(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
