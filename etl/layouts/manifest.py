"""Manifests: the md5 that each file must have, and files not delivered.

The GDC's (`id`, `filename`, `md5`, …; MANIFEST.txt, gdc_manifest*.txt), and what md5sum writes: MANIFEST.txt
of a Firehose archive, `*.md5`, md5sum.txt.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.inventory import RawFile
from etl.layouts.folder import Folder, stem
from etl.records import SourceFile

NAME = re.compile(r"^(manifest|gdc_manifest.*)\.(txt|tsv)$|^md5sums?(\.txt)?$|.\.md5$")
_MD5SUM = re.compile(r"^\\?([0-9a-fA-F]{32})[ \t]+\*?(\S.*)$")
KIND, FORMAT = "manifest", "gdc_manifest"


def is_manifest(path: str) -> bool:
    """True for the names under which manifests are delivered."""
    return NAME.search(stem(path)) is not None


def apply(
    folder: Folder, manifests: Sequence[RawFile], listed: Sequence[SourceFile], layout: str
) -> list[SourceFile]:
    """`listed` with the md5 to check, then a record for each manifest and each file not delivered."""
    by_path = {source.path: source for source in listed}
    by_name: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    for path in by_path:
        by_name.setdefault(path.rsplit("/", 1)[-1], []).append(path)
        by_stem.setdefault(stem(path), []).append(path)
    extra: dict[str, SourceFile] = {}
    for manifest in manifests:
        entries, fault = _entries(folder.text(manifest), posixpath.basename(manifest.path))
        if fault is not None:
            extra[manifest.path] = folder.source(manifest, KIND, FORMAT, layout, "held_back", fault)
            continue
        absent = 0
        for line, identifier, name, md5 in entries:
            found = _find(by_name, posixpath.dirname(manifest.path), identifier, name)
            if found is not None:
                by_path[found] = _expecting(by_path[found], manifest, line, md5)
                continue
            absent += 1
            unpacked = next((path for path in by_stem.get(stem(name), ()) if identifier in path), None)
            record = _not_delivered(folder, manifest, line, name, layout)
            if unpacked is not None:
                why = f"delivered unpacked, as {unpacked}: its md5 cannot be checked"
                record = replace(record, disposition="not_loaded", reason=why)
            extra.setdefault(record.path, record)
        reason = (
            f"names the md5 of {len(entries)} files, {absent} of them not delivered; holds no rows itself"
        )
        extra[manifest.path] = folder.source(manifest, KIND, FORMAT, layout, "not_loaded", reason)
    return [*by_path.values(), *extra.values()]


def _entries(text: str, own: str) -> tuple[list[tuple[int, str, str, str]], str | None]:
    """(line, id, filename, md5) of every entry, or what is wrong with the manifest named `own`."""
    texts = [(n, line.rstrip()) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    sums = [(n, found) for n, line in texts if (found := _MD5SUM.match(line))]
    if len(texts) == 1 and own.endswith(".md5") and re.fullmatch("[0-9a-fA-F]{32}", texts[0][1]):
        return [(texts[0][0], "", own.removesuffix(".md5"), texts[0][1].lower())], None
    if texts and len(sums) == len(texts):
        return [(n, "", found[2].removeprefix("./"), found[1].lower()) for n, found in sums], None
    lines = [(n, line.split("\t")) for n, line in texts]
    header = [name.strip().lower() for name in lines[0][1]] if lines else []
    missing = [name for name in ("id", "filename", "md5") if name not in header]
    if missing:
        return [], f"line 1: a manifest needs the columns id, filename and md5; missing: {', '.join(missing)}"
    at = [header.index(name) for name in ("id", "filename", "md5")]
    entries = []
    for line, fields in lines[1:]:
        if len(fields) <= max(at):
            return (
                [],
                f"line {line}: expected {len(header)} fields, found {len(fields)}: download it again",
            )
        identifier, name, md5 = (fields[i].strip() for i in at)
        if not re.fullmatch(r"[0-9a-fA-F]{32}", md5):
            return [], f"line {line}: {md5[:40]!r} is not an md5: download the manifest again"
        entries.append((line, identifier, name, md5.lower()))
    return entries, None


def _find(by_name: Mapping[str, Sequence[str]], base: str, identifier: str, name: str) -> str | None:
    """The delivered file of an entry: beside the manifest, under its uuid, or further below (`maf/`)."""
    last = name.rsplit("/", 1)[-1]
    paths = by_name.get(last, ())
    for wanted in (f"{base}/{name}", f"{base}/{identifier}/{last}"):
        if wanted in paths:
            return wanted
    for wanted in (f"/{name}", f"/{identifier}/{last}", f"/{last}"):
        ending = [path for path in paths if path.endswith(wanted)]
        if len(ending) == 1:
            return ending[0]
    return None


def _expecting(source: SourceFile, manifest: RawFile, line: int, md5: str) -> SourceFile:
    former = dict(source.options).get("expected_md5")
    if former is None:
        return replace(source, options=(*source.options, ("expected_md5", md5), ("manifest_line", str(line))))
    if former != md5 and source.disposition == "load":
        reason = (
            f"two manifests give it different md5s ({manifest.path}, line {line}): remove the outdated one"
        )
        return replace(source, disposition="held_back", reason=reason)
    return source


def _not_delivered(folder: Folder, manifest: RawFile, line: int, name: str, layout: str) -> SourceFile:
    where = f"{folder.inside(manifest)}, line {line}"
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(folder.inside(manifest)), name))
    is_maf = ".maf" in name.lower()
    kind, format = ("mutations", "maf") if is_maf else ("unknown", "none")
    if inside.startswith(("..", "/")) or any(ord(c) < 32 for c in name):
        shown = name.encode("unicode_escape").decode()[:200]
        return folder.absent(
            f"{folder.inside(manifest)}#line{line}", kind, format, layout, "held_back",
            f"{where} names {shown!r}, which lies outside the study folder",
        )  # fmt: skip
    reason = f"named in {where}, but not delivered: download it, or take its line out of the manifest"
    return folder.absent(inside, kind, format, layout, "held_back", reason)
