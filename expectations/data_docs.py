"""Data Docs: Great Expectations' pages of what a gate found, that open from a file and without a network.

The engine's own pages load scripts, styles and a picture from eight addresses, which learn of every visit; so
its content is kept and framed anew. Only masked results come here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResult
from great_expectations.core.run_identifier import RunIdentifier
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from great_expectations.render.view.view import DefaultJinjaPageView

if TYPE_CHECKING:
    from expectations.gate import Validated
    from expectations.results import GateReport

_TEMPLATES = Path(__file__).parent / "templates"
_TITLES = {"landing": "Gate 1: rows as landed", "marts": "Gate 2: marts before they are published"}


class _Page(DefaultJinjaPageView):
    """The engine's content in a frame of ours."""

    _template = "framed_page.j2"


def write(folder: Path, report: GateReport, validated: Sequence[Validated]) -> None:
    """Replace ``folder/<gate>`` by the pages of this run; ``folder/index.html`` leads to both gates.

    The pages are written beside and moved in complete; until then the former ones stay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    building = folder / f".building-{report.gate}-{os.getpid()}"
    _remove(building)
    building.mkdir()
    try:
        _write_pages(building, report, validated)
        _swap(building, folder / report.gate)
    finally:
        _remove(building)
    gates = [(gate, title) for gate, title in _TITLES.items() if (folder / gate / "index.html").is_file()]
    _replace_text(folder / "index.html", _ours("gates.html.j2").render(gates=gates))


def _write_pages(folder: Path, report: GateReport, validated: Sequence[Validated]) -> None:
    now = datetime.now(UTC)
    renderer = ValidationResultsPageRenderer()
    view = _Page(custom_views_directory=str(_TEMPLATES))
    for suite in validated:
        n_failed = sum(not raw.success for raw, _ in suite.results)
        n_checks = len(suite.results)
        document = renderer.render(
            ExpectationSuiteValidationResult(
                success=n_failed == 0,
                results=[raw for raw, _ in suite.results],
                suite_name=f"{report.gate}.{suite.suite.table}",
                suite_parameters={},
                statistics={
                    "evaluated_expectations": n_checks,
                    "successful_expectations": n_checks - n_failed,
                    "unsuccessful_expectations": n_failed,
                    "success_percent": 100 * (n_checks - n_failed) / max(n_checks, 1),
                },
                # The engine parses the name as a date: a bare run id whose hex digits are all decimal reads
                # as a time zone of -66 hours, and fails.
                meta={"run_id": RunIdentifier(run_name=f"night {report.run_id}", run_time=now)},
            )
        )
        failing = [told[0] for raw, told in suite.results if not raw.success]
        page = view.render(  # type: ignore[no-untyped-call]
            document,
            gate_title=_TITLES[report.gate],
            n_checks=n_checks,
            failing=failing,
            run_id=report.run_id,
        )
        (folder / f"{suite.suite.table}.html").write_text(str(page), encoding="utf-8")
    index = _ours("index.html.j2").render(
        title=_TITLES[report.gate], report=report, validated=validated, now=now, n_results=len(report.results)
    )
    (folder / "index.html").write_text(index, encoding="utf-8")


def _ours(name: str) -> jinja2.Template:
    """A template of ours. It escapes what it is given: a study is called like its folder, so anything."""
    return jinja2.Environment(loader=jinja2.FileSystemLoader(_TEMPLATES), autoescape=True).get_template(name)


def _swap(new: Path, target: Path) -> None:
    """Put a complete folder in the place of another; a reader finds the old or the new, never half of one.

    Between the two renames the place is empty; a crash in that instant leaves it so until the next run.
    """
    aside = target.with_name(f".former-{target.name}-{os.getpid()}")
    _remove(aside)
    if target.exists():
        target.rename(aside)
    new.rename(target)
    _remove(aside)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _replace_text(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)
