"""What a gate leaves for people to read: pages without a network and without a patient's value."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest

from expectations.gate import run_gate
from tests.expectations.databases import RUN, build, change
from tests.expectations.tables import LANDING


def test_values_of_patients_are_told_nowhere(landing: Path, tmp_path: Path) -> None:
    change(
        landing,
        # Fails with rows, fails for all rows, and breaks while it reads a cell.
        "update landing.mutations set tumor_sample_barcode = 'PLANTED-BARCODE' || source_line",
        "update landing.gdc_clinical set days_to_death = -98765, sex = 'PLANTED-SEX'",
        "insert into landing.cbioportal_patient select * from landing.cbioportal_patient",
        "alter table landing.gdc_exposure rename to raw_exposure",
        "create view landing.gdc_exposure as select * replace "
        "(cast(tobacco_smoking_status || ' PLANTED-CELL' as double) as pack_years_smoked) "
        "from landing.raw_exposure",
    )
    report = run_gate(landing, "landing", tmp_path / "docs", RUN)
    assert len(report.failures) > 10
    broken = [result for result in report.failures if result.n_unexpected is None]
    assert {result.expectation for result in broken} == {
        "pack_years_smoked_in_range",
        "never_smokers_did_not_smoke",
    }
    assert all("Conversion Error. Its words are withheld" in (result.message or "") for result in broken)
    told = json.dumps([asdict(result) for result in report.results])
    pages = [path for path in (tmp_path / "docs").rglob("*") if path.is_file()]
    assert len(pages) == len(LANDING) + 2
    for text in (told, *(path.read_text(encoding="utf-8") for path in pages)):
        assert "PLANTED" not in text
        assert "98765" not in text
        assert "Traceback" not in text


@pytest.mark.usefixtures("few")
def test_pages_open_without_a_network_and_lead_to_each_other(
    landing: Path, marts: Path, tmp_path: Path
) -> None:
    change(landing, "update landing.mutations set t_alt_count = 500 where study_id = 'second'")
    docs = tmp_path / "docs"
    run_gate(landing, "landing", docs, RUN)
    run_gate(marts, "marts", docs, RUN)
    pages = sorted(docs.rglob("*.html"))
    assert {path.relative_to(docs).as_posix() for path in pages} >= {
        "index.html",
        "landing/index.html",
        "landing/mutations.html",
        "marts/index.html",
        "marts/dim_patient.html",
    }
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert "<script" not in text
        assert not re.search(r"""(src|href)=["'](https?:)?//""", text)
        for link in re.findall(r'href="([^"#]+)', text):
            assert (page.parent / link).is_file(), f"{page.name} leads to {link}"
    judged = (docs / "landing" / "mutations.html").read_text(encoding="utf-8")
    assert "warning: second 4 rows" in judged
    assert "where not (t_alt_count &lt;= t_depth)" in judged


@pytest.mark.usefixtures("few")
def test_pages_are_replaced_whole(landing: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    run_gate(landing, "landing", docs, RUN)
    (docs / "landing" / "left_over.html").write_text("old", encoding="utf-8")
    # The engine takes names of runs for dates; in this one it would see a time zone of -66 hours.
    run_gate(landing, "landing", docs, "20261125T020000Z-6612")
    assert not (docs / "landing" / "left_over.html").exists()
    assert "20261125T020000Z-6612" in (docs / "landing" / "index.html").read_text(encoding="utf-8")
    assert sorted(path.name for path in docs.iterdir()) == ["index.html", "landing"]


@pytest.mark.usefixtures("few")
def test_a_study_called_like_markup_does_no_harm(tmp_path: Path) -> None:
    study = "<img src=x onerror=alert(1)> $name {x} %s"
    database = build(tmp_path / "views.duckdb", "landing", study)
    change(database, "update landing.mutations set t_alt_count = 500, chromosome = 'chr17'")
    report = run_gate(database, "landing", tmp_path / "docs", RUN)
    assert set(report.held_back) == {study}
    for page in (tmp_path / "docs").rglob("*.html"):
        assert "<img" not in page.read_text(encoding="utf-8"), page.name
    assert "&lt;img" in (tmp_path / "docs" / "landing" / "mutations.html").read_text(encoding="utf-8")


@pytest.mark.usefixtures("few")
def test_a_verdict_stands_without_its_pages(
    landing: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "docs").write_text("a file where the folder should be", encoding="utf-8")
    assert run_gate(landing, "landing", tmp_path / "docs", RUN).passed
    assert "The pages of the landing gate could not be written: FileExistsError." in caplog.text
