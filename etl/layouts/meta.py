"""cBioPortal's meta_*.txt: `key: value` lines that name a data file and say what it holds."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from etl.inventory import RawFile
from etl.layouts.folder import Folder, stem


@dataclass(frozen=True, slots=True)
class Meta:
    """One meta file. `target` is the data file's path inside the study folder, None where it names none."""

    file: RawFile
    values: Mapping[str, str]
    target: str | None
    fault: str | None

    @property
    def type(self) -> tuple[str, str]:
        """(genetic_alteration_type, datatype), upper case."""
        return (
            self.values.get("genetic_alteration_type", "").upper(),
            self.values.get("datatype", "").upper(),
        )


def is_meta(path: str) -> bool:
    """True for meta_study.txt, meta_mutations.txt and their like."""
    return stem(path).startswith("meta_") and stem(path).endswith(".txt")


def is_study_meta(path: str) -> bool:
    """True for the meta file of the study itself."""
    return stem(path) == "meta_study.txt"


def read(folder: Folder, files: Sequence[RawFile]) -> list[Meta]:
    """All meta files among `files`, in the order of their paths."""
    return [_meta(folder, file) for file in files if is_meta(file.path)]


def _meta(folder: Folder, file: RawFile) -> Meta:
    values: dict[str, str] = {}
    for line in folder.text(file).splitlines():
        key, colon, value = line.partition(":")
        if colon and not line.startswith("#"):
            values.setdefault(key.strip().lower(), value.strip())
    if not values:
        return Meta(file, values, None, "no line 'key: value' found: deliver the meta file again")
    name = values.get("data_filename")
    if not name:
        return Meta(file, values, None, None)
    base = posixpath.dirname(folder.inside(file))
    target = posixpath.normpath(posixpath.join(base, name))
    if target.startswith(("..", "/")):
        return Meta(
            file, values, None, f"data_filename {name[:200]!r} lies outside the study folder: correct it"
        )
    return Meta(file, values, target, None)
