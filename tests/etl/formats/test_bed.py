"""BED: intervals that count from 0 become regions that count from 1; what is none is rejected by name."""

import re
from pathlib import Path

import pytest

from tests.etl.delivery import Result, deliver, land_file, seen

BUILD = (("genome_build", "GRCh37"),)


def land(tmp_path: Path, content: str, *options: tuple[str, str]) -> Result:
    return land_file(tmp_path, content, "bed", name="s/kit.bed", options=options or BUILD)


def test_intervals_become_regions_that_hold_both_ends(tmp_path: Path) -> None:
    content = (
        "browser position chr16\n"
        'track name="kit" description="x"\n'
        "# a comment\n"
        "chr16\t0\t1\tfirst\t0\t+\t0\t1\n"
        "\n"
        "16\t56864000\t56864120\tNUP93_1\n"
        "chrX\t99\t200\t.\n"
        "chrM\t5\t6\n"
    )
    found = land(tmp_path, content)
    assert found.landed.status == "loaded"
    assert found.rows.rows() == [
        (4, None, "GRCh37", "16", 1, 1, "first"),
        (6, None, "GRCh37", "16", 56864001, 56864120, "NUP93_1"),
        (7, None, "GRCh37", "X", 100, 200, None),
        (8, None, "GRCh37", "MT", 6, 6, None),
    ]
    assert found.landed.rows_read == 4


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("chr16\t5", "ragged_row"),
        ("\t5\t6", "invalid_chromosome"),
        ("chr16\tx\t6", "position_not_a_number"),
        ("chr16\t-5\t6", "position_not_a_number"),
        ("chr16\t1.5\t6", "position_not_a_number"),
        ("chr16\t99999999999999999999\t6", "position_not_a_number"),
        ("chr16\t\t", "position_not_a_number"),
        ("chr16\t6\t6", "empty_interval"),
        ("chr16\t7\t6", "empty_interval"),
        ("chr16\t7\t90354754", "position_beyond_chromosome"),
    ],
)
def test_a_line_that_is_no_interval_is_rejected_with_its_text(tmp_path: Path, line: str, rule: str) -> None:
    found = land(tmp_path, f"chr1\t1\t2\n{line}\nchr2\t1\t2\n")
    assert found.faults == [(2, rule)]
    assert found.rejects["raw_text"].to_list() == [line]
    assert found.rows["source_line"].to_list() == [1, 3]


def test_the_last_base_of_a_chromosome_is_on_it(tmp_path: Path) -> None:
    assert land(tmp_path, "chr16\t0\t90354753\n").faults == []


def test_other_sequences_are_counted_and_left_out(tmp_path: Path) -> None:
    found = land(tmp_path, "chrUn_gl000220\t5\t6\nchr1\t5\t6\n")
    assert (found.landed.rows_filtered, found.rows.height, found.rejects.height) == (1, 1, 0)


def test_blanks_separate_where_there_is_no_tab_and_a_line_of_names_is_none(tmp_path: Path) -> None:
    found = land(tmp_path, "chrom chromStart chromEnd\nchr1  5 6 a\r\nchr1 7 8 b\r\n")
    assert found.rows.select("start_position", "end_position", "name").rows() == [(6, 6, "a"), (8, 8, "b")]


@pytest.mark.parametrize(
    ("lead", "options", "build"),
    [
        ("track name=x db=hg38\n", (("panel", "P"),), "GRCh38"),
        ("#genome_build=hg19\n", (("panel", "P"),), "GRCh37"),
        ("#reference sequence of the kit\n", BUILD, "GRCh37"),
        ("", (("genome_build", "hg38"),), "GRCh38"),
    ],
)
def test_the_build_is_what_the_file_or_study_toml_states(
    tmp_path: Path, lead: str, options: tuple[tuple[str, str], ...], build: str
) -> None:
    found = land(tmp_path, f"{lead}chr1\t5\t6\n", *options)
    assert found.rows["genome_build"].to_list() == [build]


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (
            "chr1\t5\t6\n",
            (("panel", "P"),),
            "does not state its genome build.*set genome_build in study.toml",
        ),
        ("track db=hg38\nchr1\t5\t6\n", BUILD, "two genome builds: GRCh37 and GRCh38"),
        ("track db=hg18\nchr1\t5\t6\n", (("panel", "P"),), "'hg18': GRCh37 and GRCh38 are supported"),
        ("# nothing\n", BUILD, "holds no interval"),
        ("chr1\tx\t6\n", BUILD, "no row could be loaded; first: start"),
    ],
)
def test_a_file_that_says_too_little_is_held_back(
    tmp_path: Path, content: str, options: tuple[tuple[str, str], ...], words: str
) -> None:
    found = land(tmp_path, content, *options).landed
    assert found.status == "held_back"
    assert re.search(words, found.reason or "")


def test_the_panel_is_that_of_the_record(tmp_path: Path) -> None:
    found = land(tmp_path, "chr1\t5\t6\n", *BUILD, ("panel", "IMPACT468"))
    assert found.rows["panel_id"].to_list() == ["IMPACT468"]


ROWS = "chr1\t5\t6\tx\nchr1\t7\t9\n"
META = "cancer_study_identifier: s\n"


@pytest.mark.parametrize(
    ("files", "path", "options"),
    [
        # any layout, by name
        ({"s/meta_study.txt": META + "reference_genome: hg38\n"}, "s/kit.bed.gz", {"genome_build": "hg38"}),
        ({"s/meta_study.txt": META}, "s/kit.bed", {}),  # cBioPortal's default build is not a statement
        ({"s/clinical.tsv": "cases.submitter_id\n"}, "s/kit.bed", {}),
        # panels for every study, named by the file
        ({"s/data_gene_panel_x.txt": "stable_id: x\n"}, "s/IMPACT468.BED", {"panel": "IMPACT468"}),
        # by content, and with what study.toml says
        (
            {
                "s/study.toml": '[study]\ngenome_build = "hg19"\n[[file]]\npath = "kit.txt"\n'
                'kind = "regions"\npanel = "P1"\n'
            },
            "s/kit.txt",
            {"panel": "P1", "genome_build": "GRCh37"},
        ),
        ({"s/calls.vcf": "##fileformat=VCFv4.2\n"}, "s/kit.txt", {}),
    ],
)
def test_a_bed_is_known_in_every_layout(
    tmp_path: Path, files: dict[str, str], path: str, options: dict[str, str]
) -> None:
    raw = deliver(tmp_path / "raw", {**files, path: ROWS})
    found = seen(raw, path)
    assert (found.kind, found.format, found.disposition) == ("regions", "bed", "load")
    assert dict(found.options) == options


def test_a_panel_is_named_of_regions_only(tmp_path: Path) -> None:
    toml = '[[file]]\npath = "x"\nkind = "mutations"\npanel = "P"\n'
    raw = deliver(tmp_path / "raw", {"s/study.toml": toml, "s/kit.bed": ROWS})
    assert 'panel belongs to kind = "regions"' in (seen(raw, "s/study.toml").reason or "")
