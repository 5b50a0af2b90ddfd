"""Runs the suites of one gate over one DuckDB file and tells what failed, in which study and how often."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations import attribution, mask
from expectations.context import Connected, GateError, connected, warm
from expectations.results import Gate, GateReport, Result, Severity
from expectations.suites import Suite, discover

if TYPE_CHECKING:
    from great_expectations.core.batch_definition import BatchDefinition
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations.expectation import Expectation

_log = logging.getLogger(__name__)

__all__ = ["GateError", "GateReport", "Result", "run_gate", "warm"]


@dataclass(frozen=True, slots=True)
class Validated:
    """One suite's outcome: the engine's results, masked, each with what the house says of it."""

    suite: Suite
    results: tuple[tuple[ExpectationValidationResult, tuple[Result, ...]], ...]


def run_gate(
    database: Path, gate: Gate, data_docs: Path | None, run_id: str, *, studies: Sequence[str] = ()
) -> GateReport:
    """Validate every suite of ``gate`` against ``database``, which is opened read-only and let go.

    ``data_docs`` is the folder for pages: they replace ``<data_docs>/<gate>``, and the index beside it.
    ``studies`` are those that must have a patient in the marts; the landing gate has no use for them.

    A table without rows passes. A table, a column or a check that does not work is a failure, never a pass.
    Raises GateError if the file cannot be opened.
    """
    warm()
    with connected(database, gate) as source:
        seen = attribution.studies(source.engine, gate)
        validated = tuple(_validate(source, gate, _required(suite, studies)) for suite in discover(gate))
    report = GateReport(
        gate=gate,
        run_id=run_id,
        results=tuple(result for suite in validated for _, told in suite.results for result in told),
        studies=tuple(sorted({*seen, *studies})),
    )
    if data_docs is not None:
        from expectations import data_docs as pages

        try:
            pages.write(data_docs, report, validated)
        except Exception as error:  # whatever befalls the pages, the verdict stands
            _log.warning("The pages of the %s gate could not be written: %s.", gate, type(error).__name__)
    return report


def _validate(source: Connected, gate: Gate, suite: Suite) -> Validated:
    """All expectations of one table, in one call of the engine."""
    from great_expectations.datasource.fluent.interfaces import TestConnectionError

    table = f"{source.schema}.{suite.table}"
    try:
        asset = source.datasource.add_table_asset(suite.table)
    except TestConnectionError:
        return Validated(suite, (_missing(gate, suite, table),))
    batch = asset.add_batch_definition_whole_table("all rows")
    by_name = {_meta(raw)["name"]: raw for raw in _run(source, batch, suite.table, suite.expectations)}
    told = []
    for expectation in suite.expectations:
        raw = by_name[(expectation.meta or {})["name"]]
        if mask.raised(raw.exception_info):
            # Checks share statements, so one that breaks takes others along: alone, each answers for itself.
            raw = _run(source, batch, f"{suite.table} alone: {_meta(raw)['name']}", [expectation])[0]
        results = tuple(_outcome(source, gate, suite, table, raw))
        assert raw.expectation_config is not None
        told.append((mask.masked(raw.expectation_config, results), results))
    return Validated(suite, tuple(told))


def _required(suite: Suite, studies: Sequence[str]) -> Suite:
    """The suite of patients also asks that each of ``studies`` has one."""
    if suite.table != "dim_patient" or not studies:
        return suite
    from expectations.vocabulary import studies_present

    return replace(suite, expectations=(*suite.expectations, studies_present(studies)))


def _missing(gate: Gate, suite: Suite, table: str) -> tuple[ExpectationValidationResult, tuple[Result, ...]]:
    """What is told of a table that is not there or cannot be read: nothing was checked, so nothing passes."""
    from expectations.vocabulary import readable

    description = str(readable().description)
    sql = f"select * from {table} limit 1"
    message = (
        f"{description} {table} is missing or unreadable: none of its {len(suite.expectations)} checks ran."
    )
    result = Result(gate, suite.table, "table_readable", None, "critical", False, None, sql, None, message)
    return mask.masked(readable().configuration, (result,)), (result,)


def _run(
    source: Connected, batch: BatchDefinition[Any], name: str, expectations: Sequence[Expectation]
) -> list[ExpectationValidationResult]:
    """Let the engine judge. Told to answer yes or no, it neither fetches nor keeps a row."""
    from great_expectations import ExpectationSuite, ValidationDefinition

    suite = source.context.suites.add(
        ExpectationSuite(
            name=name, expectations=[expectation.copy(deep=True) for expectation in expectations]
        )
    )
    definition = source.context.validation_definitions.add(
        ValidationDefinition(name=name, data=batch, suite=suite)
    )
    return list(definition.run(result_format="BOOLEAN_ONLY").results)


def _meta(raw: ExpectationValidationResult) -> dict[str, Any]:
    assert raw.expectation_config is not None
    return dict(raw.expectation_config.meta)


def _outcome(
    source: Connected, gate: Gate, suite: Suite, table: str, raw: ExpectationValidationResult
) -> Iterator[Result]:
    """One result for a success; for a failure one for each study it is found in."""
    from sqlalchemy.exc import DBAPIError

    assert raw.expectation_config is not None
    meta = _meta(raw)
    description = str(raw.expectation_config.description)
    sql = attribution.shown_sql(meta, table)
    severity: Severity = "critical" if raw.expectation_config.severity == "critical" else "warning"

    def result(n_unexpected: int | None, study_id: str | None = None, message: str | None = None) -> Result:
        return Result(
            gate=gate,
            suite=suite.table,
            expectation=meta["name"],
            column_name=meta["column"],
            severity=severity,
            success=bool(raw.success),
            n_unexpected=n_unexpected,
            sql=sql,
            study_id=study_id,
            message=message,
        )

    if raw.success:
        yield result(0)
        return
    if mask.raised(raw.exception_info):
        yield result(
            None, None, f"{description} This could not be checked: {mask.why_not_run(raw.exception_info)}"
        )
        return
    try:
        found = attribution.shares(source.engine, meta, table)
    except DBAPIError as error:
        broke = mask.why_not_run({"raised_exception": True, "exception_message": str(error)})
        yield result(None, None, f"{description} This does not hold; its rows could not be counted: {broke}")
        return
    if not found:
        yield result(None, None, f"{description} This does not hold, and no row can be named for it.")
    for share in found:
        where = "rows that name no study" if share.study_id is None else share.study_id
        rows = "1 row" if share.n_unexpected == 1 else f"{share.n_unexpected:,} rows"
        yield result(
            share.n_unexpected, share.study_id, f"{description} Not so in {where} ({table}: {rows})."
        )
