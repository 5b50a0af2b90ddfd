"""Which signatures there are: those in the seeds of the dbt project, and those that the home imported."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flows.outcome import Refused
from flows.settings import dbt_project
from warehouse import signatures as store
from warehouse.layout import Home
from warehouse.records import ImportedSignature


@dataclass(frozen=True, slots=True)
class Known:
    """One version of a signature, shipped or imported."""

    signature_id: str
    signature_version: int
    is_current: bool
    is_default: bool
    status: str
    is_callable: bool
    origin: str
    title: str
    citation: str
    evidence: str | None
    caveat: str
    rule: Mapping[str, Any]
    targets: Mapping[str, tuple[Mapping[str, Any], ...]]
    """Rows by kind: gene, region, variant."""
    imported_at: datetime | None = None

    @property
    def name(self) -> str:
        """Id and version, as `signature show` takes it."""
        return f"{self.signature_id}@{self.signature_version}"


def known(home: Home) -> list[Known]:
    """Every version, the newest of an id first. Raises WarehouseError for a damaged import."""
    versions = [*shipped(), *(_imported(one) for one in store.read(home))]
    newest: dict[str, int] = {}
    for one in versions:
        number = int(one["signature_version"])
        newest[one["signature_id"]] = max(number, newest.get(one["signature_id"], number))
    default_id, default_version = store.default(home) or (_shipped_default(), None)
    found = []
    for one in versions:
        is_current = one["signature_version"] == newest[one["signature_id"]]
        wanted = is_current if default_version is None else one["signature_version"] == default_version
        is_default = one["signature_id"] == default_id and wanted
        found.append(Known(**one, is_current=is_current, is_default=is_default))
    return sorted(found, key=lambda one: (one.signature_id, -one.signature_version))


def named(home: Home, name: str) -> list[Known]:
    """Versions that `ID` or `ID@VERSION` names, the newest first. Raises Refused with the nearest id."""
    from etl.toml_reader import nearest

    signature_id, _, version = name.partition("@")
    everything = known(home)
    of_id = [one for one in everything if one.signature_id == signature_id]
    if not of_id:
        hint = nearest(signature_id[:100], [one.signature_id for one in everything])
        raise Refused(f"No signature is called {short(signature_id)}; {hint}.")
    found = [one for one in of_id if version in ("", str(one.signature_version))]
    if not found:
        versions = ", ".join(str(one.signature_version) for one in of_id)
        raise Refused(f"Signature {signature_id} has no version {short(version)}; it has {versions}.")
    return found


def _imported(one: ImportedSignature) -> dict[str, Any]:
    return {
        "signature_id": one.signature_id,
        "signature_version": one.signature_version,
        "status": one.status,
        "is_callable": True,
        "origin": "imported",
        "title": one.title,
        "citation": one.citation,
        "evidence": one.evidence,
        "caveat": one.caveat,
        "rule": {
            "min_variants": one.min_variants,
            "variant_classes": one.variant_classes,
            "filter_policy": one.filter_policy,
            "min_callable_fraction": one.min_callable_fraction,
        },
        "targets": {one.kind: one.targets},
        "imported_at": one.imported_at,
    }


def shipped() -> list[dict[str, Any]]:
    """The versions in the seeds of the dbt project."""

    def rows(name: str) -> list[dict[str, str]]:
        path = dbt_project() / "seeds" / "signatures" / f"shipped_signature{name}.csv"
        with path.open(newline="", encoding="utf-8") as stream:
            return list(csv.DictReader(stream))

    def of(one: Mapping[str, str], others: list[dict[str, str]]) -> tuple[dict[str, str], ...]:
        keys = ("signature_id", "signature_version")
        return tuple(
            {name: value for name, value in other.items() if name not in keys}
            for other in others
            if all(other[key] == one[key] for key in keys)
        )

    rules, genes, regions = rows("_rule"), rows("_gene"), rows("_region")
    found = []
    for one in rows(""):
        of_kind = {"gene": of(one, genes), "region": of(one, regions)}
        found.append(
            {
                **one,
                "signature_version": int(one["signature_version"]),
                "is_callable": one["is_callable"] == "true",
                "origin": "shipped",
                "rule": next(iter(of(one, rules)), {}),
                "targets": {kind: targets for kind, targets in of_kind.items() if targets},
            }
        )
    return found


def _shipped_default() -> str:
    """The default that the dbt project sets."""
    text = (dbt_project() / "dbt_project.yml").read_text(encoding="utf-8")
    found = re.search(r"^  default_signature: (\w+)", text, re.MULTILINE)
    assert found is not None, "dbt_project.yml names the default signature"
    return found[1]


def short(text: str) -> str:
    """A text that a person typed, for a message."""
    plain = text if text.isprintable() else ascii(text)[1:-1]
    return plain if len(plain) <= 80 else f"{plain[:80]}…"
