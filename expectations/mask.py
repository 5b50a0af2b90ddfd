"""Keeps patients' values out of what a gate leaves behind.

Expectations are run so that the engine returns no rows; what can still carry a value is an error's text, such
as "Could not convert string 'TCGA-…' to INT32". Errors about names are repeated; of others the kind is told
and the text withheld.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    from expectations.results import Result

_KIND = re.compile(r"\b([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)* Error):")
_ABOUT_NAMES = ("Binder Error", "Catalog Error", "Parser Error")
_COLUMN_MISSING = re.compile(r'The column "[^"]*" in BatchData does not exist')
_LONGEST = 300


def why_not_run(exception_info: Mapping[str, Any]) -> str:
    """Why a check could not run, in words that hold no value of a patient."""
    message = _message(exception_info)
    if found := _COLUMN_MISSING.search(message):
        return found.group().replace("BatchData", "this table") + "."
    kind = _KIND.search(message)
    if kind is None:
        return "The engine's words are withheld, since they may hold a patient's value."
    if kind.group(1) in _ABOUT_NAMES:
        return message[kind.start() :].splitlines()[0][:_LONGEST]
    return f"{kind.group(1)}. Its words are withheld, since they may hold a patient's value."


def raised(exception_info: Mapping[str, Any]) -> bool:
    """Whether a check broke instead of failing."""
    return any(part.get("raised_exception", False) for part in _parts(exception_info))


def _message(exception_info: Mapping[str, Any]) -> str:
    for part in _parts(exception_info):
        if part.get("raised_exception"):
            return str(part.get("exception_message") or "")
    return ""


def _parts(exception_info: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The engine tells of an error either at the top level or once for each metric that broke."""
    if "raised_exception" in exception_info:
        return [exception_info]
    return [part for part in exception_info.values() if isinstance(part, Mapping)]


def masked(config: ExpectationConfiguration, results: Sequence[Result]) -> ExpectationValidationResult:
    """An engine's result made anew, that says only what ``results``, the outcome by study, say."""
    from great_expectations.core.expectation_validation_result import ExpectationValidationResult
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    first = results[0]
    return ExpectationValidationResult(
        success=first.success,
        expectation_config=ExpectationConfiguration(
            type=config.type,
            kwargs=dict(config.kwargs),  # bounds and SQL of ours, no value of a row
            description=config.description,
            severity=config.severity,
            meta={"name": first.expectation},
        ),
        result={"observed_value": _observed(results)},
        exception_info={"raised_exception": False, "exception_message": None, "exception_traceback": None},
    )


def _observed(results: Sequence[Result]) -> str:
    """Counts by study, as one line."""
    first = results[0]
    if first.success:
        return "holds"
    if first.n_unexpected is None:
        return f"{first.severity}: could not be checked"
    counts = (f"{result.study_id or 'no study named'} {result.n_unexpected:,} rows" for result in results)
    # The engine writes this into its page as it is, and a study is called like its folder.
    return html.escape(f"{first.severity}: {'; '.join(counts)}")
