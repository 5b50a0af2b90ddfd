"""Typed look-ups in a parsed TOML file, with messages that name the line and the nearest known word."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

NAME = "study.toml"


class SettingsError(Exception):
    """A file of settings cannot be used. `line` is its line, where known; `cure` what to do."""

    def __init__(self, message: str, line: int | None = None, cure: str = "correct study.toml") -> None:
        super().__init__(message)
        self.message, self.line, self.cure = message, line, cure


def nearest(word: str, known: Iterable[str]) -> str:
    """The clause that names the nearest known word, or all of a short list."""
    by_fold = {k.casefold(): k for k in known}
    close = difflib.get_close_matches(word.casefold(), list(by_fold), n=1, cutoff=0.5)
    if close:
        return f"the nearest known one is {by_fold[close[0]]!r}"
    return "known are " + ", ".join(by_fold.values()) if by_fold else "none is known here"


class TomlReader:
    """Typed look-ups that know the line of a key, for messages. `name` is that of the file."""

    def __init__(self, text: str, name: str = NAME) -> None:
        self._lines = text.splitlines()
        self._name = name

    def error(self, message: str, key: str) -> SettingsError:
        """The error, with the first line that sets `key`."""
        pattern = re.compile(rf"^\s*(\[+[\w. \"]*)?[\"']?{re.escape(key)}[\"']?\s*(=|\]|\.)")
        lines = (n for n, line in enumerate(self._lines, 1) if pattern.match(line))
        return SettingsError(message, next(lines, None))

    def known(self, table: Mapping[str, Any], known: Sequence[str], where: str) -> None:
        """Raises for a key of `table` that is not `known`."""
        for key in table:
            if key not in known:
                raise self.error(
                    f"{where} of {self._name} has an unknown key {key!r}; {nearest(key, known)}", key
                )

    def table(self, tree: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The table under `key`; empty where there is none."""
        value = tree.get(key, {})
        if not isinstance(value, dict):
            raise self.error(f"{key} must be a table, not {value!r}", key)
        return value

    def text(self, tree: Mapping[str, Any], key: str) -> str | None:
        """The text under `key`, stripped; None where there is none."""
        value = tree.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"{key} must be a text in quotes, not {value!r}", key)
        return value.strip()

    def texts(self, tree: Mapping[str, Any]) -> dict[str, str]:
        """The table, all of whose values must be texts."""
        for key, value in tree.items():
            if not isinstance(value, str):
                raise self.error(f"{key} must be a text in quotes, not {value!r}", key)
        return {key: str(value) for key, value in tree.items()}

    def list_of_texts(self, tree: Mapping[str, Any], key: str) -> tuple[str, ...]:
        """The texts under `key`; empty where there is none."""
        value = tree.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.error(f"{key} must be a list of texts, not {value!r}", key)
        return tuple(value)

    def one_of(self, key: str, value: str | None, known: Sequence[str]) -> str | None:
        """The known word that `value` spells, without regard to case."""
        if value is None:
            return None
        by_fold = {k.casefold(): k for k in known}
        if value.casefold() not in by_fold:
            raise self.error(f"{key} = {value!r} is not known; {nearest(value, known)}", key)
        return by_fold[value.casefold()]
