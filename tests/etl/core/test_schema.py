"""From text to types without losing a value."""

import polars as pl
import pytest

from etl.rejects import FAULT_SCHEMA, Rule, no_faults, sentence, sift
from etl.schema import Column, TableSchema, conform, spellings

SCHEMA = TableSchema(
    "things",
    (
        Column("name", ("Name", "Label"), required=True, not_null=True),
        Column("count", ("Count",), "integer"),
        Column("size", ("Size_cm",), "number"),
        Column("is_big", ("Big",), "boolean"),
        Column("absent", ("Nowhere",), "number"),
    ),
)
NA = ("NA", "[Not Available]", "'--")


def frame(**columns: list[str]) -> pl.DataFrame:
    n = len(next(iter(columns.values())))
    return pl.DataFrame({"source_line": pl.Series(range(2, n + 2), dtype=pl.Int64), **columns})


def test_cells_become_typed_and_nothing_becomes_null() -> None:
    found = conform(
        frame(
            Name=["a ", "b", "c", "d"],
            Count=["12", " 12.0 ", "na", "-3.00"],
            Size_cm=["1.5", "1e3", "[not available]", ""],
            Big=["TRUE", "no", "'--", "1"],
        ),
        SCHEMA,
        NA,
    )
    assert found.rows.rows() == [
        (2, "a", 12, 1.5, True, None),
        (3, "b", 12, 1000.0, False, None),
        (4, "c", None, None, None, None),
        (5, "d", -3, None, True, None),
    ]
    assert found.rows.dtypes == [pl.Int64, pl.String, pl.Int64, pl.Float64, pl.Boolean, pl.Float64]
    assert found.faults.is_empty()
    assert found.faults.schema == FAULT_SCHEMA


@pytest.mark.parametrize(
    "cell", ["12,3", "1e3", "12.5", "0x10", "twelve", "9223372036854775808", "1 2", "--", "12."]
)
def test_what_is_no_integer_is_a_fault(cell: str) -> None:
    found = conform(frame(Name=["a", "b"], Count=["1", cell]), SCHEMA, NA)
    if cell == "12.":
        assert found.rows["count"].to_list() == [1, 12]
        return
    assert found.rows["name"].to_list() == ["a"]
    assert found.faults.rows() == [(3, "not_an_integer", f'Count "{cell}" is not an integer')]


@pytest.mark.parametrize("cell", ["1,5", "inf", "-Infinity", "nan", "1.2.3", "1 cm"])
def test_what_is_no_number_is_a_fault(cell: str) -> None:
    found = conform(frame(Name=["a"], Size_cm=[cell]), SCHEMA, NA)
    assert found.faults.rows() == [(2, "not_a_number", f'Size_cm "{cell}" is not a number')]


def test_what_is_neither_true_nor_false_is_a_fault() -> None:
    found = conform(frame(Name=["a"], Big=["perhaps"]), SCHEMA, NA)
    assert found.faults.rows() == [(2, "not_a_boolean", 'Big "perhaps" is neither true nor false')]


def test_the_first_column_that_fails_names_the_one_fault_of_a_row() -> None:
    found = conform(
        frame(Big=["x", "yes"], Size_cm=["x", "2"], Count=["1", "x"], Name=["a", "NA"]), SCHEMA, NA
    )
    assert found.rows.is_empty()
    assert found.faults.rows() == [
        (2, "not_a_number", 'Size_cm "x" is not a number'),
        (3, "missing_value", "Name is empty"),
    ]


def test_a_column_that_must_be_filled_but_is_not_there_faults_every_row() -> None:
    found = conform(frame(Count=["1", "2"]), SCHEMA, NA)
    assert found.faults["message"].to_list() == ["Name is empty", "Name is empty"]


def test_a_long_cell_is_shown_in_part() -> None:
    found = conform(frame(Name=["a"], Count=["x" * 5000]), SCHEMA, NA)
    assert len(found.faults["message"][0]) < 150


def test_kept_columns_come_verbatim() -> None:
    found = conform(frame(Name=["a", "b"], Other=[" NA ", ""], Count=["x", "1"]), SCHEMA, NA, keep=["Other"])
    assert found.rows.columns == ["source_line", "name", "count", "size", "is_big", "absent", "Other"]
    assert found.rows["Other"].to_list() == [""]


def test_spellings_of_the_header_go_without_case_but_exact_ones_first() -> None:
    assert SCHEMA.resolve(["label", "NAME", "Big"]) == {"name": "NAME", "is_big": "Big"}
    assert SCHEMA.resolve(["Label", "NAME"]) == {"name": "Label"}
    assert SCHEMA.resolve(["Name", "name"]) == {"name": "Name"}
    assert [column.source[0] for column in SCHEMA.missing(["Count"])] == ["Name"]
    assert SCHEMA.missing(["LABEL"]) == ()


def test_a_column_passed_over_for_one_that_differs_in_case_only_is_told() -> None:
    header = ["Count", "NAME", "name", "Extra", "extra", "COUNT", "count"]
    assert SCHEMA.passed_over(header) == (
        'columns "NAME" and "name" differ in case only: "NAME" is read',
        'columns "Count" and "COUNT" differ in case only: "Count" is read',
        'columns "Count" and "count" differ in case only: "Count" is read',
    )
    # another spelling is another column, and one that a field is read from is not passed over
    assert SCHEMA.passed_over(["Name", "Label", "Count"]) == ()
    both = TableSchema("things", (Column("one", ("A",)), Column("other", ("a",))))
    assert both.passed_over(["a", "A"]) == ()


def test_spellings_of_nothing_go_in_any_usual_case() -> None:
    found = set(spellings(("n/a", "Not Reported")))
    assert {
        "",
        "n/a",
        "N/a",
        "n/A",
        "N/A",
        "Not Reported",
        "not reported",
        "NOT REPORTED",
        "Not reported",
    } <= found


def test_an_empty_frame_passes() -> None:
    found = conform(frame(Name=["a"]).clear(), SCHEMA, NA)
    assert found.rows.is_empty()
    assert found.rows.width == 6


def test_sift_takes_the_first_rule_that_holds_and_counts_null_as_false() -> None:
    rows = pl.DataFrame(
        {"source_line": [1, 2, 3, 4], "x": [1, 5, None, 9]}, schema_overrides={"source_line": pl.Int64}
    )
    rules = [
        Rule("large", pl.col("x") > 4, sentence("{} is large", "x")),
        Rule("very_large", pl.col("x") > 8, pl.lit("never said")),
        Rule("small", pl.col("x") < 2, pl.lit("is small")),
    ]
    good, faults = sift(rows, rules)
    assert good.rows() == [(3, None)]
    assert faults.rows() == [(1, "small", "is small"), (2, "large", "5 is large"), (4, "large", "9 is large")]
    assert faults.schema == FAULT_SCHEMA
    assert sift(rows, [])[0].equals(rows)
    assert sift(rows.clear(), rules)[1].equals(no_faults())
