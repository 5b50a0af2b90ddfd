"""What a delivered file holds cannot steer a terminal."""

import unicodedata

from warehouse.terminal import CONTROLS, shown


def test_every_control_character_becomes_visible_and_nothing_else_changes() -> None:
    signs = [chr(code) for code in range(0x3000)]
    text = shown("".join(signs))
    hidden = {sign for sign in text if unicodedata.category(sign) in ("Cc", "Zl", "Zp")}
    assert hidden == {"\n"}
    assert not any(unicodedata.bidirectional(sign) in ("RLO", "LRO", "RLE", "LRE", "RLI") for sign in text)
    kept = "".join(sign for sign in signs if ord(sign) not in CONTROLS)
    assert shown(kept) == kept
    assert shown("a\tb\x1b[31m\x9b2J\u202ec\nd") == "a␉b␛[31m\\x9b2J\\u202ec\nd"
