"""cBioPortal's `key: value` files whose last key lists many members: gene panels and case lists."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from etl.errors import FileFault
from etl.rejects import LINE
from etl.text import TextFile


@dataclass(frozen=True, slots=True)
class Listing:
    """The single values by lower-case key, and the members with the line each stands in."""

    values: dict[str, str]
    members: pl.DataFrame
    line: int | None


def read(text: TextFile, list_key: str) -> Listing:
    """Read the file. Lines after `list_key` without a key of their own go on with the list.

    `members` has `source_line` and `member`. Raises FileFault where the list or stable_id is missing.
    """
    values: dict[str, str] = {}
    members: list[tuple[int, str]] = []
    at: int | None = None
    for number, line in text.lines():
        if line.startswith("#") or not line.strip():
            continue
        key, colon, value = line.partition(":")
        name = key.strip().lower()
        if colon and name == list_key:
            at, in_list = number, value
        elif colon and "\t" not in key:
            values.setdefault(name, value.strip())
            continue
        elif at is not None:
            in_list = line
        else:
            continue
        members.extend((number, member) for member in _members(in_list))
    if at is None:
        raise FileFault(text.path, None, f"no line '{list_key}:'", "deliver the file again")
    if not values.get("stable_id"):
        raise FileFault(text.path, None, "no line 'stable_id:'", "name the list in a line 'stable_id: …'")
    frame = pl.DataFrame(members, schema={LINE: pl.Int64(), "member": pl.String()}, orient="row")
    return Listing(values, frame, at)


def _members(text: str) -> Iterator[str]:
    """Members are separated by tabs; some files use blanks. No id or gene holds a blank."""
    return iter(text.split())
