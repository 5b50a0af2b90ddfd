"""Which studies lie in raw, in which layout, and what each of their files is.

Every file of raw becomes exactly one record: to be loaded, or listed with the reason why not. A fault holds
back what it touches and nothing else.
"""

import os
import stat
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from etl import settings
from etl.formats.declarable import columns_of
from etl.genome import build_of
from etl.inventory import RawFile
from etl.layouts import cbioportal, generic, layout_of, manifest
from etl.layouts.common import aside, is_hidden
from etl.layouts.folder import Folder, is_printable, printable
from etl.records import SourceFile, Study, StudySettings
from etl.toml_reader import NAME, SettingsError
from etl.vocabulary import Vocabulary

UNKNOWN = "unknown"
_UNRECOGNISED_FOLDER = (
    "nothing in the folder shows a known layout (cBioPortal: meta_study.txt; GDC: clinical.tsv, *.maf.gz): "
    "add what is missing, or name the kinds of its files in study.toml"
)
_EMPTY = "a folder without files: deliver the study's files into it, or remove it"
_CLOSED = "the folder cannot be listed: allow the user of the nightly job to read it"
_LOOSE = "lies directly in raw: put it into the folder of its study"


def discover(raw: Path, files: Sequence[RawFile], vocabulary: Vocabulary) -> list[Study]:
    """Sort the files of `raw` into studies, one for each folder, ordered by study id.

    Files that lie directly in raw come as a study with the id "". Only names and first lines are read here.
    """
    folders: dict[str, list[RawFile]] = defaultdict(list)
    for file in sorted(files, key=lambda file: file.path):
        top, slash, _ = file.path.partition("/")
        folders[top if slash and not is_hidden(f"{top}/") else ""].append(file)
    loose = folders.pop("", [])
    studies = [_study(raw, name, held, vocabulary) for name, held in folders.items()]
    studies = [*_claims_settled(studies)]
    if loose:
        studies.append(_loose(raw, loose))
    return sorted(studies, key=lambda study: study.study_id)


def problem(raw: Path, file: RawFile) -> str | None:
    """Why a file is not opened at all: its name, a link that leads outside, its type, its permission."""
    if not is_printable(file.path):
        return "its name holds control characters or bytes that are not UTF-8: rename it"
    path = raw / file.path
    try:
        is_link = path.is_symlink() or path.parent.resolve() != raw.resolve() / Path(file.path).parent
        target = path.resolve(strict=True)
        mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:
        why = (
            error.strerror
            if isinstance(error, OSError) and error.strerror
            else "a link that leads in a circle"
        )
        return f"it cannot be opened: {why}"
    if is_link and not target.is_relative_to(raw.resolve()):
        return "a link that leaves the raw folder is not followed: deliver the file itself"
    if stat.S_ISDIR(mode) and is_link:
        return "a link to a folder is not followed: deliver the folder itself"
    if stat.S_ISDIR(mode):
        return _EMPTY if _is_listed(path) else _CLOSED
    if not stat.S_ISREG(mode):
        return "neither a file nor a folder: remove it"
    if not os.access(path, os.R_OK):
        return "no permission to read it: allow the user of the nightly job to read it"
    return None


def _is_listed(path: Path) -> bool:
    try:
        with os.scandir(path):
            return True
    except OSError:
        return False


def _study(raw: Path, name: str, files: list[RawFile], vocabulary: Vocabulary) -> Study:
    study_id = printable(name)
    looked_at = [file for file in files if not is_hidden(file.path)]
    problems = {file.path: why for file in looked_at if (why := problem(raw, file)) is not None}
    sound = [file for file in looked_at if file.path not in problems]
    toml = next((file for file in sound if file.path == f"{name}/{NAME}"), None)
    declaration, fault = settings.Declaration(), None
    if toml is not None:
        try:
            declaration = settings.read(raw / toml.path, vocabulary, columns_of)
        except SettingsError as error:
            line = f"{NAME}, line {error.line}" if error.line else NAME
            fault = f"{line}: {error.message}: {error.cure}"
    study_id = declaration.id or study_id
    if fault is None and not settings.is_study_id(study_id):
        fault = f"the folder's name {study_id[:60]!r} cannot be a study id: rename it, or set id in {NAME}"
    data = [file for file in sound if file is not toml]
    manifests = [file for file in data if manifest.is_manifest(file.path)]
    folder = Folder(raw, name, study_id, tuple(file for file in data if file not in manifests))
    slug, records = _listing(folder, declaration)
    if manifests and slug != UNKNOWN:
        records = manifest.apply(folder, manifests, records, slug)
    elif manifests:
        records += [
            folder.source(file, "unknown", "none", UNKNOWN, "unrecognised", _UNRECOGNISED_FOLDER)
            for file in manifests
        ]
    if fault is not None:
        records = _held_back(records, fault)
    if toml is not None:
        records.append(_of_settings(folder, toml, slug, fault))
    everything = Folder(raw, name, study_id, tuple(files))
    records += [_unrecognised(everything, file) for file in files if is_hidden(file.path)]
    records += [
        _troubled(everything, file, why, slug)
        for file in files
        if (why := problems.get(file.path)) is not None
    ]
    meta = cbioportal.study_meta(folder) if slug == cbioportal.SLUG else {}
    return Study(
        study_id=study_id,
        layout=slug,
        name=declaration.name or meta.get("name"),
        files=_once(records),
        settings=_settings(declaration, meta, slug, vocabulary),
    )


def _once(records: Iterable[SourceFile]) -> tuple[SourceFile, ...]:
    """One record for each path, sorted: what is there counts before what a manifest or meta file misses."""
    by_path: dict[str, SourceFile] = {}
    for record in sorted(records, key=lambda record: (record.modified_ns, record.size_bytes) == (0, 0)):
        by_path.setdefault(record.path, record)
    return tuple(by_path[path] for path in sorted(by_path))


def _listing(folder: Folder, declaration: settings.Declaration) -> tuple[str, list[SourceFile]]:
    layout = layout_of(folder)
    if layout is None and declaration.files:
        slug, records = generic.SLUG, generic.listing(folder, declaration)
    elif layout is None:
        return UNKNOWN, [_unrecognised(folder, file) for file in folder.files]
    else:
        slug, records = layout.SLUG, layout.listing(folder, declaration)
    return slug, generic.declared(folder, declaration, records, slug)


def _unrecognised(folder: Folder, file: RawFile) -> SourceFile:
    known = aside(file.path)
    if known is not None and known.disposition == "not_loaded":
        return folder.source(file, known.kind, "none", UNKNOWN, known.disposition, known.reason)
    return folder.source(file, UNKNOWN, "none", UNKNOWN, "unrecognised", _UNRECOGNISED_FOLDER)


def _troubled(folder: Folder, file: RawFile, why: str, slug: str) -> SourceFile:
    record = folder.source(file, UNKNOWN, "none", slug, "held_back", why)
    if (known := aside(file.path)) is not None and known.kind == "dropping":
        record = folder.source(file, known.kind, "none", slug, known.disposition, known.reason)
    return replace(record, path=printable(file.path))


def _held_back(records: Iterable[SourceFile], reason: str) -> list[SourceFile]:
    return [
        replace(record, disposition="held_back", reason=reason) if record.disposition == "load" else record
        for record in records
    ]


def _of_settings(folder: Folder, toml: RawFile, slug: str, fault: str | None) -> SourceFile:
    if fault is not None:
        return folder.source(toml, "settings", "study_toml", slug, "held_back", fault)
    reason = "settings of the study: read, holds no rows"
    return folder.source(toml, "settings", "study_toml", slug, "not_loaded", reason)


def _settings(
    declaration: settings.Declaration, meta: Mapping[str, str], slug: str, vocabulary: Vocabulary
) -> StudySettings:
    build = declaration.genome_build
    if build is None and meta.get("reference_genome"):
        build = build_of(meta["reference_genome"], vocabulary)
    return StudySettings(
        name=declaration.name or meta.get("name"),
        cancer_type=declaration.cancer_type or meta.get("type_of_cancer"),
        genome_build=build,
        time_zero=declaration.time_zero,
        assay=declaration.assay,
        panel=declaration.panel,
    )


def _claims_settled(studies: Sequence[Study]) -> Iterable[Study]:
    """Studies that claim the same id become one, held back: nobody can say whose patients are whose."""
    by_id: dict[str, list[Study]] = defaultdict(list)
    for study in studies:
        by_id[study.study_id].append(study)
    for study_id, claimants in by_id.items():
        if len(claimants) == 1:
            yield claimants[0]
            continue
        folders = sorted({record.path.partition("/")[0] for study in claimants for record in study.files})
        named = ", ".join(repr(folder) for folder in folders)
        reason = f"folders {named} all claim the study id {study_id!r}: give each its own id in {NAME}"
        records = [record for study in claimants for record in _held_back(study.files, reason)]
        yield replace(claimants[0], files=tuple(sorted(records, key=lambda record: record.path)))


def _loose(raw: Path, files: Sequence[RawFile]) -> Study:
    folder = Folder(raw, "", "", tuple(files))
    records = []
    for file in files:
        why, known = problem(raw, file), aside(file.path)
        if why is not None:
            records.append(_troubled(folder, file, why, UNKNOWN))
        elif known is not None and known.disposition == "not_loaded":
            records.append(folder.source(file, known.kind, "none", UNKNOWN, known.disposition, known.reason))
        else:
            records.append(folder.source(file, UNKNOWN, "none", UNKNOWN, "unrecognised", _LOOSE))
    empty = StudySettings(
        name=None, cancer_type=None, genome_build=None, time_zero=None, assay=None, panel=None
    )
    return Study(study_id="", layout=UNKNOWN, name=None, files=tuple(records), settings=empty)
