"""Clinical readers on any bytes and any header: only the house's own faults, and no line is lost."""

import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from etl.clinical.landing import KIND
from etl.clinical.rule import Outcome, as_text
from etl.formats import FORMATS
from tests.etl.delivery import SEEDS, Result, land_file
from tests.etl.formats.clinical_tables import BCR, CDR, SURVIVAL, XENA, biotab, matrix

FORMS = sorted(slug for slug in FORMATS if FORMATS[slug].kind == KIND)
EVERY = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NAMES = [
    *("bcr_patient_barcode", "_PATIENT", "sampleID", "patient_id", "sample_id", "gender", "sex", "status"),
    *("OS", "OS.time", "OS_STATUS", "OS_MONTHS", "_OS", "_OS_IND", "_OS_UNIT", "vital_status", "Redaction"),
    *("days_to_death", "death_days_to", "last_contact_days_to", "source_line", "type", "", "x", "x", "x.2"),
]
CELLS = [
    *("", "TCGA-ZZ-0001", "TCGA-ZZ-0001-11", "TCGA-ZZ-0001-01", "CDE_ID:", "bcr_patient_barcode", "Dead"),
    *("1", "-1", "1e9", "nan", "61,5", "[Discrepancy]", "Redacted", '"', '"a', "days", "#", "é"),
]
OPTIONS = (
    ("declared_kind", "clinical_sample"),
    ("column", "sex=x"),
    ("values", '["sex", {"1": "Male"}]'),
    ("outcome", as_text("OS", Outcome("status", ("1",), event_days="x", censor_days=("x",)))),
    ("cancer_type", "LUAD"),
)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def accounted(found: Result) -> None:
    """`land_file` has checked the ledger; here: no internal error, and every line once."""
    assert "internal error" not in str(found.landed.reason)
    assert found.landed.status in ("loaded", "held_back")
    if found.landed.status == "loaded":
        at = [*found.rows["source_line"], *found.rejects["line_number"]]
        assert len(set(at)) == len(at)
        assert len(at) == found.landed.rows_loaded + found.landed.rows_quarantined


@pytest.mark.parametrize("form", FORMS)
@EVERY
@given(data=st.lists(st.one_of(st.sampled_from([b"\t", b"\n", b";", b","]), st.binary())).map(b"".join))
def test_any_bytes(folder: Path, form: str, data: bytes) -> None:
    accounted(land_file(folder, data, form))


@pytest.mark.parametrize("form", FORMS)
@EVERY
@given(
    header=st.lists(st.sampled_from(NAMES), min_size=1, max_size=12),
    rows=st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=12), max_size=6),
    separator=st.sampled_from(["\t", ",", ";"]),
    options=st.lists(st.sampled_from(OPTIONS), unique=True),
)
@example(["patient_id", "x"], [["1", "61,5"], ["1", "x"]], ";", [OPTIONS[1]])
def test_any_header_and_cells(
    folder: Path,
    form: str,
    header: list[str],
    rows: list[list[str]],
    separator: str,
    options: list[tuple[str, str]],
) -> None:
    lines = [header, *((row * 12)[: len(header)] for row in rows)]
    text = "".join(separator.join(line) + "\n" for line in lines)
    accounted(land_file(folder, text, form, options=tuple(options)))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("tcga_bcr", biotab(BCR)),
        ("tcga_cdr", matrix(CDR)),
        ("xena", matrix(XENA)),
        ("xena", matrix(SURVIVAL)),
        ("mapped_clinical", "patient_id;sex\n"),
    ],
)
def test_a_table_without_rows_is_loaded_as_such(tmp_path: Path, form: str, text: str) -> None:
    found = land_file(tmp_path, text, form)
    assert (found.landed.status, found.landed.rows_loaded, found.rows.height) == ("loaded", 0, 0)
    assert {*found.rows.columns} == {"source_line", *FORMATS[form].schema}


def test_every_form_has_its_place_in_the_order_of_forms() -> None:
    with (SEEDS / "clinical_form.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(row["form"] for row in rows) == FORMS
    assert len({row["precedence"] for row in rows}) == len(rows)
