"""The phrases suites are written in: each makes one expectation with a name, a severity and the SQL of its
failing rows.

Where Great Expectations has the expectation it is used, and the engine answers all of a table in one scan;
where it has none (relations, groups, several columns) the failing rows are stated in SQL. Imports the
engine.

SQL names the table as ``{batch}``. Without a join write ``from {batch}`` and no alias, with a join ``from
{batch} as x``: that is what the engine makes a valid statement of. Failing rows must carry a ``study_id``,
or whatever the phrase's ``study`` names, so that a failure can be laid at one study's door.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.core.expect_column_values_to_be_unique import (
    ExpectColumnValuesToBeUnique,
)
from great_expectations.expectations.core.expect_column_values_to_not_be_null import (
    ExpectColumnValuesToNotBeNull,
)
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.counting import ExpectNoFailingRows
from expectations.results import Severity

# Enough rows for a share to mean something; smaller studies are not judged by one.
ENOUGH_ROWS = 200
ENOUGH_PATIENTS = 20


def literal(value: str | float) -> str:
    """A value as SQL text."""
    return "'" + value.replace("'", "''") + "'" if isinstance(value, str) else repr(value)


def listing(values: Iterable[str]) -> str:
    """Words as an SQL list in brackets, sorted so that the text is the same every night."""
    return "(" + ", ".join(literal(value) for value in sorted(values)) + ")"


def _meta(
    name: str, failing: str, study: str, column: str | None, counted: str = "count(*)"
) -> dict[str, Any]:
    return {"name": name, "failing": failing, "study": study, "column": column, "counted": counted}


def never_null(column: str, severity: Severity, description: str, study: str = "study_id") -> Expectation:
    """Every row has a value in ``column``."""
    return ExpectColumnValuesToNotBeNull(
        column=column,
        severity=FailureSeverity(severity),
        description=description,
        meta=_meta(f"{column}_not_null", f"select * from {{batch}} where {column} is null", study, column),
    )


def unique(column: str, severity: Severity, description: str, study: str = "study_id") -> Expectation:
    """No value of ``column`` comes twice in the table."""
    return ExpectColumnValuesToBeUnique(
        column=column,
        severity=FailureSeverity(severity),
        description=description,
        meta=_meta(
            f"{column}_unique",
            f"select * from {{batch}} where {column} is not null qualify count(*) over (partition by "
            f"{column}) > 1",
            study,
            column,
        ),
    )


def one_of(
    column: str, words: Iterable[str], severity: Severity, description: str, study: str = "study_id"
) -> Expectation:
    """Every value of ``column`` is one of ``words``; an empty cell is no value."""
    known = sorted(words)
    return ExpectColumnValuesToBeInSet(
        column=column,
        value_set=known,
        severity=FailureSeverity(severity),
        description=description,
        meta=_meta(
            f"{column}_known_word",
            f"select * from {{batch}} where {column} not in {listing(known)}",
            study,
            column,
        ),
    )


def within(
    column: str,
    low: float | None,
    high: float | None,
    severity: Severity,
    description: str,
    study: str = "study_id",
) -> Expectation:
    """Every value of ``column`` lies between ``low`` and ``high``, both included; None leaves that side
    open."""
    beyond = [f"{column} < {low!r}"] if low is not None else []
    beyond += [f"{column} > {high!r}"] if high is not None else []
    return ExpectColumnValuesToBeBetween(
        column=column,
        min_value=low,
        max_value=high,
        severity=FailureSeverity(severity),
        description=description,
        meta=_meta(
            f"{column}_in_range", f"select * from {{batch}} where {' or '.join(beyond)}", study, column
        ),
    )


def no_rows(
    name: str,
    failing: str,
    severity: Severity,
    description: str,
    column: str | None = None,
    study: str = "study_id",
    counted: str = "count(*)",
) -> Expectation:
    """``failing`` finds no row. ``counted`` says how its rows are counted, if not one by one."""
    failing = "\n".join(line.rstrip() for line in failing.strip().splitlines())
    return ExpectNoFailingRows(
        unexpected_rows_query=failing,
        severity=FailureSeverity(severity),
        description=description,
        meta=_meta(name, failing, study, column, counted),
    )


def holds(
    name: str,
    rule: str,
    severity: Severity,
    description: str,
    column: str | None = None,
    study: str = "study_id",
) -> Expectation:
    """``rule``, an SQL condition on one row, is true of every row or cannot be decided for want of a
    value."""
    return no_rows(name, f"select * from {{batch}} where not ({rule})", severity, description, column, study)


def rare(
    name: str,
    what: str,
    description: str,
    *,
    at_most: float,
    among: str = "true",
    at_least_rows: int = ENOUGH_ROWS,
    severity: Severity = "warning",
    column: str | None = None,
    study: str = "study_id",
) -> Expectation:
    """In no study is ``what`` true of more than the share ``at_most`` of the rows for which ``among`` is
    true."""
    failing = f"""
select {study} as study_id, count(*) as n_rows, count(*) filter (where {what}) as n_unexpected
from {{batch}}
where {among}
group by all
having count(*) >= {at_least_rows} and n_unexpected > {at_most!r} * count(*)"""
    return no_rows(name, failing, severity, description, column, counted="sum(n_unexpected)")


def leads_to(
    name: str,
    keys: Iterable[str],
    parent: str,
    severity: Severity,
    description: str,
    study: str = "study_id",
) -> Expectation:
    """Each row's ``keys``, where all are filled, are found under the same names in ``parent``
    (schema.table)."""
    names = tuple(keys)
    filled = " and ".join(f"child.{key} is not null" for key in names)
    failing = f"""
select child.*
from {{batch}} as child
anti join (select distinct {", ".join(names)} from {parent}) as parent using ({", ".join(names)})
where {filled}"""
    return no_rows(name, failing, severity, description, names[-1], study)


def distinct_rows(
    name: str,
    keys: Iterable[str],
    severity: Severity,
    description: str,
    study: str = "study_id",
) -> Expectation:
    """No two rows of the table agree in all ``keys``."""
    together = ", ".join(keys)
    failing = f"select * from {{batch}} qualify count(*) over (partition by {together}) > 1"
    return no_rows(name, failing, severity, description, None, study)


def one_to_one(
    name: str, key: str, belongs_to: str, severity: Severity, description: str, study: str = "study_id"
) -> Expectation:
    """Within a study each ``key`` belongs to a single ``belongs_to``."""
    failing = f"""
select * from {{batch}} where {key} is not null qualify min({belongs_to}) over (partition by {study}, {key})
<> max({belongs_to}) over (partition by {study}, {key})"""
    return no_rows(name, failing, severity, description, key, study)


def studies_present(studies: Iterable[str]) -> Expectation:
    """Each of ``studies`` has at least one row in the table."""
    rows = ", ".join(f"({literal(study)})" for study in sorted(studies)).replace("{", "{{").replace("}", "}}")
    return no_rows(
        "every_study_has_patients",
        f"select study_id from (values {rows}) as expected (study_id)\n"
        "where study_id not in (select study_id from {batch} where study_id is not null)",
        "critical",
        "Every study that was landed has patients in the marts.",
        "study_id",
    )


def readable() -> Expectation:
    """The table is there. Stands in for the suite of a table that is not."""
    return no_rows("table_readable", "select * from {batch} where false", "critical", "The table is there.")
