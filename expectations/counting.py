"""An expectation of the engine, made to count failing rows and never to fetch one. Imports the engine."""

from __future__ import annotations

from typing import Any, ClassVar

from great_expectations.execution_engine.execution_engine import ExecutionEngine
from great_expectations.expectations.core.unexpected_rows_expectation import UnexpectedRowsExpectation


class ExpectNoFailingRows(UnexpectedRowsExpectation):
    """SQL that finds no row. Differs from its parent in that the rows are only ever counted, never
    fetched."""

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: ExecutionEngine[Any] | None = None,
    ) -> dict[str, Any]:
        n_failing = metrics["unexpected_rows_query.row_count"]
        return {"success": n_failing == 0, "result": {"observed_value": n_failing}}
