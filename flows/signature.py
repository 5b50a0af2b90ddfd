"""Signatures in a home: an import, the choice of the default one, and what a night takes of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.outcome import Refused
from flows.settings import dbt_project
from flows.signature_versions import Known, known, named, shipped, short
from warehouse import signatures as store
from warehouse.layout import Home
from warehouse.records import ImportedSignature

if TYPE_CHECKING:
    from flows.night import Night

ID = re.compile(r"[a-z][a-z0-9_]{1,62}[a-z0-9]")


def import_file(
    home: Home,
    path: Path,
    *,
    signature_id: str | None,
    citation: str,
    title: str | None,
    status: str,
    evidence: str | None,
    caveat: str | None,
    build: str | None,
    rule: Mapping[str, Any],
) -> tuple[Known, bool, tuple[str, ...]]:
    """Import a file of targets as the next version of its signature.

    Gives the version, whether it is new, and sentences about the file. `rule` holds min_variants,
    variant_classes (None: non-silent, but all for exact variants), filter_policy and min_callable_fraction.
    Raises Refused for a file that cannot be imported; then nothing is written.
    """
    from etl.errors import FileFault
    from etl.signatures import GeneNames, read_targets
    from etl.vocabulary import Vocabulary

    chosen = signature_id or re.sub(r"[^a-z0-9]+", "_", path.name.partition(".")[0].lower()).strip("_")
    if not ID.fullmatch(chosen):
        raise Refused(
            f"{short(chosen)!r} cannot be a signature's id (3 to 64 of a-z, 0-9 and _, a letter first): "
            "name one with --id."
        )
    ours = [one for one in shipped() if one["signature_id"] == chosen]
    if any(one["is_callable"] for one in ours):
        raise Refused(f"{chosen} comes with Leaderhouse and is not replaced: choose another --id.")
    seeds = dbt_project() / "seeds"
    try:
        vocabulary = Vocabulary.read(seeds / "vocabulary")
        file = read_targets(path, seeds, GeneNames.read(seeds), vocabulary, citation, build)
    except FileFault as fault:
        raise Refused(f"{fault}. Nothing was imported.") from fault
    classes = rule["variant_classes"] or ("all" if file.kind == "variant" else "nonsilent")
    signature = ImportedSignature(
        signature_id=chosen,
        signature_version=0,
        kind=file.kind,
        status=status,
        title=title or f"Imported from {short(path.name)}",
        citation=citation,
        evidence=evidence,
        caveat=caveat or "Imported into this home by its users; not reviewed by Leaderhouse",
        **{**rule, "variant_classes": classes},
        source=f"imported from {short(path.name)}",
        source_sha256=file.sha256,
        imported_at=datetime.now(UTC),
        targets=file.rows,
    )
    first = max((one["signature_version"] + 1 for one in ours), default=1)
    kept, is_new = store.add(home, signature, first)
    [version] = named(home, f"{kept.signature_id}@{kept.signature_version}")
    return version, is_new, file.notes


def set_default(home: Home, name: str) -> Known:
    """Choose what the marts carry from the next night on. Raises Refused for what cannot be called."""
    chosen = named(home, name)[0]
    if not chosen.is_callable:
        raise Refused(f"{chosen.name} is listed, not callable: {chosen.caveat}.")
    store.set_default(home, chosen.signature_id, chosen.signature_version if "@" in name else None)
    return chosen


def choose(night: Night) -> None:
    """What a night takes from the home: imported signatures, and the default as variables of dbt.

    Raises Refused where they do not go together with those that are shipped.
    """
    home = night.settings.home
    night.signatures = store.read(home)
    ours = {(one["signature_id"], one["signature_version"]) for one in shipped()}
    for one in night.signatures:
        if (one.signature_id, one.signature_version) in ours:
            place = home.signature(one.signature_id, one.signature_version)
            raise Refused(
                f"Signature {one.signature_id} version {one.signature_version} comes with this version of "
                f"Leaderhouse, and was imported as well: remove {place}."
            )
    default = store.default(home)
    if default is None:
        return
    signature_id, version = default
    if not any(one.is_default and one.is_callable for one in known(home)):
        name = signature_id if version is None else f"{signature_id}@{version}"
        raise Refused(
            f"The default signature {short(name)} is not there, or cannot be called: choose another with "
            "`leaderhouse signature set-default`."
        )
    night.variables["default_signature"] = signature_id
    if version is not None:
        night.variables["default_signature_version"] = version
