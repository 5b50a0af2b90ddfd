"""Text of delivered files on a terminal: what would steer it is shown, not obeyed.

Standard library only: the command line imports it before anything else.
"""

from __future__ import annotations

from collections.abc import Mapping

# Turn the direction of what follows them.
_DIRECTION = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
CONTROLS: Mapping[int, str] = {
    **{code: chr(0x2400 + code) for code in range(32)},
    127: "\u2421",
    # 0x9b alone starts a command as ESC [ does.
    **{code: f"\\x{code:02x}" for code in range(0x80, 0xA0)},
    **{code: f"\\u{code:04x}" for code in (*_DIRECTION, 0x2028, 0x2029)},
}
"""Control characters as Unicode's pictures of them, or spelled out; for one line of text."""

_BUT_LINE_ENDS = {code: sign for code, sign in CONTROLS.items() if code != ord("\n")}


def shown(text: str) -> str:
    """The text, of one line or more, with every control character made visible."""
    return text.translate(_BUT_LINE_ENDS)
