"""Foreign text made harmless: for a terminal, and for the cells of a spreadsheet.

Escape sequences can rewrite what a terminal shows or what its owner types next; a cell that starts with `=`
is run by a spreadsheet (OWASP, CSV injection).
"""

from __future__ import annotations

_RUN = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""First characters, full width ones too, that make a spreadsheet take a cell for a formula."""


def on_a_terminal(text: str) -> str:
    r"""The text with all that is not printable spelled out (``\x1b``, ``\t``, ``\u202e``); ``\`` is ``\\``.

    Printable as Python has it: no control or format character, no line or paragraph separator.
    """
    return "".join(_spelled(sign) for sign in text)


def in_a_sentence(text: str) -> str:
    """The same for a sentence of ours that quotes foreign text: a backslash stays one."""
    return "".join(_spelled(sign, keep="\\") for sign in text)


def in_a_spreadsheet(text: str) -> str:
    """The text with control characters but tabs spelled out; led by an apostrophe where it would be run."""
    plain = "".join(sign if sign == "\t" else _spelled(sign, keep="\\") for sign in text)
    return f"'{plain}" if text.lstrip(" ").startswith(_RUN) else plain


def _spelled(sign: str, keep: str = "") -> str:
    if sign in keep or (sign.isprintable() and sign != "\\"):
        return sign
    return sign.encode("unicode_escape").decode("ascii")
