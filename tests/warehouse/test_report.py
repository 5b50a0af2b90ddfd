"""The report: what it says is what the served file says, and it needs and runs nothing from elsewhere."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Demo
from tests.warehouse import homes, marts
from warehouse import connections, report, state
from warehouse.errors import NothingServed
from warehouse.layout import Home
from warehouse.records import CheckRecord, DriftRecord
from warehouse.report import figures

HOSTILE = "<script>alert('1 & \"2\"')</script>"
VOID = {"meta", "br", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """A page taken apart: elements with their attributes, texts by section, tables as rows of cells."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[str] = []
        self.rows: list[list[str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if "style" in self.open:
            return
        self.texts.append(data)
        if "tr" in self.open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def row(self, *beginning: str) -> list[str]:
        """The one row of a table that begins with these cells."""
        found = [
            cells
            for row in self.rows
            if (cells := [" ".join(cell.split()) for cell in row])[: len(beginning)] == list(beginning)
        ]
        assert len(found) == 1, found
        return found[0]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A second night with a study in full, of a panel, without outcomes, too small, of a hostile name."""
    made = Home(tmp_path_factory.mktemp("home"))
    good = homes.land(made, "alpha/a.tsv", 900, [(17, "x", "start_after_end"), (19, "y", "start_after_end")])
    gone_bad = homes.land(made, "panel/b.tsv", 40)
    homes.night(made, [good, gone_bad])
    files = [
        replace(good, was_read=False),
        replace(gone_bad, is_seen=False, was_read=False),
        homes.record(
            "panel/b.tsv", content="2", status="held_back", reason="The archive ends early.", line_number=4711
        ),
        homes.record(
            f"{HOSTILE}/c.tsv", status="unrecognised", reason="no layout knows this file", kind="unknown"
        ),
    ]
    checks = [
        CheckRecord("landing", "events", "expect_values", "critical", True),
        CheckRecord(
            "marts", "dim_patient", "expect_between", "warning", False, "age", 3, None, None, f"Age {HOSTILE}"
        ),
    ]
    studies = [
        marts.Study("alpha", 60, 40, 3),
        marts.Study("panel", 28, 0, 212, endpoint="PFS", has_stage=False),
        marts.Study("quiet", 20, 20, 0, median_months=(9000, 9000)),
        marts.Study("small", 4, 9, 0),
        marts.Study("unfollowed", 5, 6, 0, endpoint=None),
        marts.Study(HOSTILE, 7, 8, 0),
    ]
    homes.night(made, files, checks, studies)
    return made


@pytest.fixture(scope="module")
def html(home: Home) -> str:
    assert report.write(home) == home.report
    return home.report.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    return Page(html)


def test_the_page_is_well_formed(page: Page) -> None:
    assert page.open == []
    tags = {tag for tag, _ in page.elements}
    assert {"main", "nav", "h1", "svg", "figure", "figcaption", "table"} <= tags


def test_nothing_is_fetched_and_nothing_runs(page: Page, html: str) -> None:
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "iframe", "object", "embed", "link", "img", "form", "base", "foreignobject"}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "xlink:href", "src", "action", "data"):
            assert (attributes.get(name) or "#").startswith("#")
    assert not re.search(r"url\((?!#)", html)
    assert "@import" not in html
    policies = [
        a["content"] or "" for _, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policies
    assert policies[0].startswith("default-src 'none'")
    assert "script-src" not in policies[0]


def test_hostile_names_are_only_text(page: Page) -> None:
    assert HOSTILE in page.text
    assert f"Age {HOSTILE}" in page.text
    assert page.row(HOSTILE, "15")[1:4] == ["15", "15", "15"]


def test_a_screen_reader_finds_its_way(page: Page) -> None:
    assert ("html", {"lang": "en"}) in page.elements
    headers = [attributes for tag, attributes in page.elements if tag == "th"]
    assert all(attributes.get("scope") in ("col", "row") for attributes in headers)
    assert all(attributes.get("aria-hidden") == "true" for tag, attributes in page.elements if tag == "svg")
    scrolled = [attributes for _, attributes in page.elements if attributes.get("class") == "scroll"]
    assert all(attributes.get("tabindex") == "0" and attributes.get("aria-label") for attributes in scrolled)
    targets = {attributes.get("id") for _, attributes in page.elements}
    links = {attributes["href"] for tag, attributes in page.elements if tag == "a"}
    assert links
    assert {link and link.removeprefix("#") for link in links} <= targets


def test_inner_names_are_unique(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_loads_are_told(page: Page) -> None:
    assert page.row("alpha", "1", "0")[1:] == ["1", "0", "0", "902", "900", "2", "0", "0"]
    assert page.row("panel", "1", "1")[1:] == ["1", "1", "1", "40", "40", "0", "0", "0"]
    assert "1 file is held back. A former good load of 1 file serves instead." in page.text
    assert "panel/b.tsv, line 4711: The archive ends early." in page.text
    assert page.row("alpha", "start after end") == ["alpha", "start after end", "2", "1", "alpha/a.tsv:17"]
    assert page.row(f"{HOSTILE}/c.tsv") == [f"{HOSTILE}/c.tsv", "unrecognised", "no layout knows this file"]


def test_cohorts_are_those_of_the_marts(home: Home, page: Page) -> None:
    with connections.open_served(home) as con:
        sexes = "count(*) FILTER (sex = 'Female'), count(*) FILTER (sex = 'Male')"
        stages = ", ".join(f"count(*) FILTER (stage_group = '{stage}')" for stage in figures.STAGES)
        row = con.execute(
            f"SELECT {sexes}, {stages} FROM marts.dim_patient WHERE study_id = 'alpha'"
        ).fetchone()
        age = con.execute(
            "SELECT round(median(age_at_diagnosis_years)) FROM marts.dim_patient WHERE study_id = 'alpha'"
        ).fetchone()
        events = con.execute("SELECT sum(event) FROM marts.fct_outcome WHERE study_id = 'alpha'").fetchone()
    assert row is not None
    assert age is not None
    assert events is not None
    cells = page.row("alpha", "103")
    assert cells[1:5] == ["103", "100", "103", "1,236"]
    assert cells[5] == f"{row[0]} / {row[1]}"
    assert cells[6].startswith(f"{age[0]:.0f} (")
    assert cells[7] == " / ".join(map(str, row[2:]))
    assert cells[8] == f"OS: 103, {events[0]}"
    assert page.row("unfollowed", "11", "11")[8] == "–"
    assert page.row("panel", "240")[7] == "–"


def test_the_flag_is_told_by_status_with_honest_words(page: Page) -> None:
    for signature in marts.SIGNATURES:
        assert signature in page.text
    rows = [
        [" ".join(cell.split()) for cell in row] for row in page.rows if row[0] == "panel" and row[1] == "28"
    ]
    assert rows == [["panel", "28", "0", "212", "", "not sequenced: 212"]] * 2
    bars = [
        attributes.get("aria-label") for _, attributes in page.elements if attributes.get("class") == "bar"
    ]
    assert "12 % positive, 0 % negative, 88 % not assessable" in bars
    assert "Not assessable is not negative" in page.text
    assert "rises with the number of mutations that a tumour carries" in page.text
    assert "pedro2020_16qmc: The 16q mutation cluster." in page.text


def test_curves_are_drawn_where_they_say_something(page: Page) -> None:
    drawn = [tag for tag, _ in page.elements if tag == "svg"]
    assert len(drawn) == 5  # each study with an outcome
    assert "alpha: overall survival (OS)" in page.text
    assert "panel: progression-free survival (PFS)" in page.text
    assert "Not assessable and left out: 212." in page.text
    assert "The negative group has no patient with a follow-up: no curve is drawn below 5." in page.text
    assert "The positive group has 4 patients with a follow-up" in page.text
    assert "unfollowed: " not in page.text
    assert "at least 5 are needed" in page.text


def test_the_headline_question_is_answered_with_its_caveats(page: Page) -> None:
    assert "High-risk NSCLC: do positive patients live shorter?" in page.text
    for signature in marts.SIGNATURES:
        assert f"Tests of {signature}" in {attributes.get("aria-label") for _, attributes in page.elements}
    [unadjusted, *_] = [row for row in page.rows if row[0] == "Cox, the flag alone"]
    assert re.fullmatch(r"\d\.\d\d \(\d\.\d\d to \d\.\d\d\)", unadjusted[2])
    assert "Without the mutational burden a difference may be one of burden." in page.text
    assert "Not compared with random gene sets: no exome." in page.text
    assert "None of this shows a cause" in page.text


def test_numbers_at_risk_are_in_the_drawing(html: str) -> None:
    figure = html.split("alpha: overall survival")[1].split("</svg>")[0]
    texts = re.findall(r"<text[^>]*>([^<]+)</text>", figure)
    assert {"Number at risk", "positive", "negative", "Months", "Without event", "60", "40"} <= set(texts)
    assert 'stroke="var(--positive)"' in figure
    assert "stroke-dasharray" in figure


def test_failed_checks_are_told(page: Page) -> None:
    assert "1 of 2 checks held." in page.text
    assert page.row("warning") == ["warning", "all", "dim_patient", "age", "3", f"Age {HOSTILE}"]


def test_no_patient_is_named(html: str) -> None:
    assert not re.search(r"alpha:P\d", html)


def test_an_empty_warehouse_has_a_page(tmp_path: Path) -> None:
    home = Home(tmp_path)
    homes.night(home)
    page = Page(report.write(home).read_text(encoding="utf-8"))
    assert page.open == []
    for words in ("The raw folder holds no file.", "No study is loaded.", "No study has both an outcome"):
        assert words in page.text
    assert "svg" not in {tag for tag, _ in page.elements}


def test_the_page_is_of_the_served_version(home: Home, tmp_path: Path) -> None:
    other = Home(tmp_path)
    with pytest.raises(NothingServed, match="leaderhouse nightly"):
        report.write(other)
    homes.night(other, run_id="20261110T020000Z-aaaa")
    report.write(other)
    homes.night(other, run_id="20261111T020000Z-aaaa")
    assert "20261110T020000Z-aaaa" in other.report.read_text(encoding="utf-8")
    report.write(other)
    text = other.report.read_text(encoding="utf-8")
    assert "20261111T020000Z-aaaa" in text
    assert "20261110T020000Z-aaaa" not in text
    assert [path.name for path in other.reports.iterdir()] == ["index.html"]


def test_what_is_resolved_and_what_changed_in_the_columns_is_told(tmp_path: Path) -> None:
    made = Home(tmp_path)
    drift = DriftRecord(
        *("alpha", "events", "events", f"alpha/{HOSTILE}.tsv", 3, "renamed", HOSTILE, "Depth", "integer"),
        *("t_depth", f'[[file]]\npath = "{HOSTILE}"'),
    )
    homes.night(made, [homes.land(made, "alpha/a.tsv", 5, [(7, "x", "r"), (8, "y", "r")])])
    homes.night(made, [homes.land(made, "alpha/a.tsv", 7)], drift=[drift])
    html = report.write(made).read_text(encoding="utf-8")
    page = Page(html)
    assert page.open == []
    assert "<script" not in html
    assert "Resolved by this run: 2 r (alpha)." in page.text
    assert page.row("alpha", "events", "renamed")[3:6] == [HOSTILE, "Depth", "3"]
    assert f'[[file]] path = "{HOSTILE}"' in " ".join(page.row("alpha", "events", "renamed")[-1].split())


def test_warming_twice_is_as_good_as_once() -> None:
    report.warm()
    report.warm()


def test_the_status_and_the_page_agree(home: Home, page: Page) -> None:
    status = state.read_status(home)
    assert status is not None
    assert f"Version {status.served.run_id}" in page.text
    tiles = re.search(r"Files ?(\d+) ?Files held back ?(\d+) ?Rows quarantined ?(\d+)", page.text)
    assert tiles is not None
    run = status.runs[0]
    assert (
        tuple(map(int, tiles.groups())) == (run.n_files, run.n_held_back, run.rows_quarantined) == (3, 1, 2)
    )


def test_the_page_of_the_demo_says_what_its_marts_say(demo: Demo) -> None:
    page = Page(Home(demo.home).report.read_text(encoding="utf-8"))
    with connections.open_served(Home(demo.home)) as con:
        flags = con.execute(
            """
            SELECT study_id, count(*) FILTER (status = 'positive'), count(*) FILTER (status = 'negative'),
                count(*) FILTER (status = 'not_assessable')
            FROM marts.fct_patient_signature GROUP BY study_id, signature_id
            """
        ).fetchall()
        cohorts = con.execute("SELECT study_id, count(*) FROM marts.dim_patient GROUP BY study_id").fetchall()
        endpoints = con.execute("SELECT DISTINCT study_id, endpoint FROM marts.fct_outcome").fetchall()
    assert flags
    rows = [tuple(" ".join(cell.split()) for cell in row) for row in page.rows]
    for study_id, *counts in flags:
        assert [row for row in rows if row[:4] == (study_id, *(f"{n:,}" for n in counts))]
    for study_id, n in cohorts:
        assert page.row(study_id, f"{n:,}")
    assert len([tag for tag, _ in page.elements if tag == "figure"]) == len(endpoints)
    assert page.open == []
