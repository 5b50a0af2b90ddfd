"""Imported signatures in the home: versions that never change, and which signature is the default.

    signatures/<id>/<version>/signature.json    what it is, its rule, a hash over all of it
    signatures/<id>/<version>/targets.csv       its genes, regions or variants
    signatures/default.json                     what `leaderhouse signature set-default` chose

A version comes into being whole, by renaming its folder. Standard library only: the look whether a night has
something to do reads this too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warehouse.errors import WarehouseError
from warehouse.layout import Home
from warehouse.records import ImportedSignature

COLUMNS: Mapping[str, Mapping[str, str]] = {
    "gene": {
        "gene_symbol": "VARCHAR",
        "ensembl_gene_id": "VARCHAR",
        "entrez_gene_id": "BIGINT",
        "evidence_level": "VARCHAR",
        "source": "VARCHAR",
    },
    "region": {
        "genome_build": "VARCHAR",
        "chromosome": "VARCHAR",
        "start_position": "BIGINT",
        "end_position": "BIGINT",
        "label": "VARCHAR",
        "source": "VARCHAR",
    },
    "variant": {
        "genome_build": "VARCHAR",
        "chromosome": "VARCHAR",
        "start_position": "BIGINT",
        "end_position": "BIGINT",
        "reference_allele": "VARCHAR",
        "alternate_allele": "VARCHAR",
        "gene_symbol": "VARCHAR",
        "ensembl_gene_id": "VARCHAR",
        "hgvsp_short": "VARCHAR",
        "evidence_level": "VARCHAR",
        "source": "VARCHAR",
    },
}
"""Columns of a version's targets, in order, with their types in the warehouse."""
_HOUR = 3_600
_RECORD = "signature.json"
_TARGETS = "targets.csv"
# Not what a signature says: the same file imported again tomorrow is the same version.
_INCIDENTAL = ("signature_version", "source", "source_sha256", "imported_at")


def read(home: Home) -> tuple[ImportedSignature, ...]:
    """Every imported version, by id and version. Raises WarehouseError for one that was changed."""
    found = [_version(folder) for folder in _folders(home)]
    return tuple(sorted(found, key=lambda one: (one.signature_id, one.signature_version)))


def add(home: Home, signature: ImportedSignature, first: int = 1) -> tuple[ImportedSignature, bool]:
    """Keep a signature as the next version of its id, ``first`` at least; whatever version it carries.

    Gives the version that is kept and whether it is new: what says the same as the newest one is not kept
    again. Raises WarehouseError where the disk refuses; then nothing was changed.
    """
    versions = [one for one in read(home) if one.signature_id == signature.signature_id]
    if versions and _content(versions[-1]) == _content(signature):
        return versions[-1], False
    number = max([first, *(one.signature_version + 1 for one in versions)])
    kept = replace(signature, signature_version=number)
    place = home.signature(kept.signature_id, number)
    draft = home.signatures / f".importing-{secrets.token_hex(4)}"
    _sweep(home)
    try:
        draft.mkdir(parents=True)
        targets = _csv(kept)
        record = _fields(kept)
        record["sha256"] = _digest(record, targets)
        _write(draft / _TARGETS, targets)
        _write(draft / _RECORD, json.dumps(record, indent=2, ensure_ascii=False).encode())
        place.parent.mkdir(parents=True, exist_ok=True)
        os.rename(draft, place)  # fails where another import was faster
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        reason = error.strerror or str(error)
        raise WarehouseError(
            f"{place} cannot be written ({reason}).", "Nothing was imported; import again."
        ) from error
    return kept, True


def default(home: Home) -> tuple[str, int | None] | None:
    """Id and version that were chosen as the default; the version is None for the newest, whichever it is.

    None where nothing was chosen. Raises WarehouseError for a file that was damaged.
    """
    try:
        content = json.loads(home.default_signature.read_text(encoding="utf-8"))
        version = content["signature_version"]
        return str(content["signature_id"]), None if version is None else int(version)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError(
            f"{home.default_signature} cannot be read ({type(error).__name__}).",
            "Choose again with `leaderhouse signature set-default`.",
        ) from error


def set_default(home: Home, signature_id: str, version: int | None) -> None:
    """Choose the signature that the marts carry from the next night on. Raises WarehouseError."""
    draft = home.default_signature.with_name(f".default-{secrets.token_hex(4)}")
    content = {"signature_id": signature_id, "signature_version": version}
    try:
        home.signatures.mkdir(parents=True, exist_ok=True)
        _write(draft, json.dumps(content).encode())
        os.replace(draft, home.default_signature)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise WarehouseError(
            f"{home.default_signature} cannot be written ({error.strerror or error}).",
            "The default stays as it was.",
        ) from error


def digests(home: Home) -> list[tuple[str, str]]:
    """Every file of the imported signatures and the choice of the default, with its sha256."""
    paths = [path for folder in _folders(home) for path in folder.iterdir() if path.is_file()]
    if home.default_signature.is_file():
        paths.append(home.default_signature)
    return [
        (path.relative_to(home.signatures).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(paths)
    ]


def _sweep(home: Home) -> None:
    """Remove what imports that were killed have left; one that is under way takes less than an hour."""
    for draft in home.signatures.glob(".importing-*"):
        with suppress(OSError):  # gone by itself
            if time.time() - draft.stat().st_mtime > _HOUR:
                shutil.rmtree(draft, ignore_errors=True)


def _folders(home: Home) -> Iterator[Path]:
    """The folder of each version; hidden ones are imports that were cut off."""
    if not home.signatures.is_dir():
        return
    for signature in sorted(home.signatures.iterdir()):
        if signature.is_dir() and not signature.name.startswith("."):
            yield from sorted(
                place for place in signature.iterdir() if place.is_dir() and place.name.isdigit()
            )


def _version(folder: Path) -> ImportedSignature:
    try:
        record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
        targets = (folder / _TARGETS).read_bytes()
        is_as_written = record.pop("sha256") == _digest(record, targets)
        moment = datetime.fromisoformat(record.pop("imported_at"))
        found = ImportedSignature(
            **record, imported_at=moment.astimezone(UTC), targets=_rows(record["kind"], targets)
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _damaged(folder, f"cannot be read ({type(error).__name__})") from error
    if not is_as_written:
        raise _damaged(folder, "was changed after it was imported")
    if (found.signature_id, str(found.signature_version)) != (folder.parent.name, folder.name):
        raise _damaged(folder, f"calls itself {found.signature_id} version {found.signature_version}")
    return found


def _digest(record: Mapping[str, Any], targets: bytes) -> str:
    """One hash over all that a version says, so that no hand changes it in silence."""
    said = json.dumps(record, sort_keys=True).encode()
    return hashlib.sha256(said + b"\n" + targets).hexdigest()


def _damaged(folder: Path, what: str) -> WarehouseError:
    return WarehouseError(
        f"The imported signature in {folder} {what}.",
        "Restore the folder, or remove it and import the signature again.",
    )


def _fields(signature: ImportedSignature) -> dict[str, Any]:
    """All but the targets, for JSON."""
    found = {one.name: getattr(signature, one.name) for one in fields(signature) if one.name != "targets"}
    return {**found, "imported_at": signature.imported_at.astimezone(UTC).isoformat(timespec="seconds")}


def _content(signature: ImportedSignature) -> dict[str, Any]:
    """What a signature says, without what changes from one import to the next; order does not matter."""
    said = {name: value for name, value in asdict(signature).items() if name not in _INCIDENTAL}
    columns = COLUMNS[signature.kind]
    rows = [[str(row[name]) if row[name] is not None else "" for name in columns] for row in said["targets"]]
    return {**said, "targets": sorted(rows)}


def _csv(signature: ImportedSignature) -> bytes:
    stream = io.StringIO(newline="")
    columns = list(COLUMNS[signature.kind])
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(signature.targets)
    return stream.getvalue().encode()


def _rows(kind: str, content: bytes) -> tuple[Mapping[str, str | int | None], ...]:
    columns = COLUMNS[kind]
    rows: Sequence[Mapping[str, str]] = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
    return tuple(
        {
            name: None if row[name] == "" else int(row[name]) if type_ == "BIGINT" else row[name]
            for name, type_ in columns.items()
        }
        for row in rows
    )


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
