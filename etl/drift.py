"""What became of a table's columns since it was last loaded: new, lost, or under another name.

Names are compared without case, as they are when a table is read.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from etl.columns import Columns

# Less alike than this, two names are one column only if it stands in the same place.
ALIKE = 0.6
# A file with other columns altogether is another table: nobody reads a guess for each of them.
MAX_PAIRS = 2_500
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Change:
    """One column: `new`, `lost` (then `name` is the former name), or `renamed` from `former`."""

    change: Literal["new", "lost", "renamed"]
    name: str
    former: str | None
    content: str


def changes(before: Columns, now: Columns) -> list[Change]:
    """The changes, in the order of the columns; the lost ones last.

    None where no column is shared: that is another table, or a file without its header, whose first row then
    stands for one, and a patient's cells are told to nobody.
    """
    had = {name.casefold() for name, _ in before}
    has = {name.casefold() for name, _ in now}
    if not had & has:
        return []
    lost = [item for item in before if item[0].casefold() not in has]
    new = [item for item in now if item[0].casefold() not in had]
    renamed = _renamed(lost, new, _neighbours(before), _neighbours(now))
    found = [
        Change("renamed" if name in renamed else "new", name, renamed.get(name), content)
        for name, content in new
    ]
    taken = set(renamed.values())
    return found + [Change("lost", name, None, content) for name, content in lost if name not in taken]


def nearest(before: Sequence[Columns], now: Columns) -> Columns | None:
    """Of several tables that one which shares most columns with `now`."""
    names = {name.casefold() for name, _ in now}
    return max(before, key=lambda columns: len(names & {n.casefold() for n, _ in columns}), default=None)


def toml(path: str, kind: str, ours: str, theirs: str) -> str:
    """What to add to study.toml, so that the column is read: a table of its own, or one more line of it."""
    key = ours if _BARE.fullmatch(ours) else json.dumps(ours)
    return (
        f'[[file]]\npath = {json.dumps(path)}\nkind = "{kind}"\n[file.columns]\n{key} = {json.dumps(theirs)}'
    )


def _renamed(
    lost: Sequence[tuple[str, str]],
    new: Sequence[tuple[str, str]],
    stood: Mapping[str, tuple[str, str]],
    stands: Mapping[str, tuple[str, str]],
) -> dict[str, str]:
    """New name to former name: the most alike first, each once."""
    if len(lost) * len(new) > MAX_PAIRS:
        return {}
    scored = []
    for former, was in lost:
        for name, content in new:
            if not _fits(was, content):
                continue
            alike = SequenceMatcher(None, _key(former), _key(name)).ratio()
            if alike >= ALIKE or (was == content != "" and stood[former] == stands[name]):
                scored.append((alike, former, name))
    found: dict[str, str] = {}
    for _, former, name in sorted(scored, key=lambda item: -item[0]):
        if name not in found and former not in found.values():
            found[name] = former
    return found


def _fits(was: str, content: str) -> bool:
    """Whether cells of the one content may be cells of the other; an empty column may be anything."""
    return was == content or "" in (was, content) or {was, content} == {"integer", "number"}


def _neighbours(columns: Columns) -> dict[str, tuple[str, str]]:
    """Each column's neighbours by name; beyond the edges there is nothing."""
    names = ["", *(name.casefold() for name, _ in columns), ""]
    return {name: (names[n], names[n + 2]) for n, (name, _) in enumerate(columns)}


def _key(name: str) -> str:
    return re.sub(r"[^0-9a-z]", "", name.lower())
