"""The registry: every format is what it says, and formats of one kind agree."""

import pytest

from etl.formats import FORMATS, Format
from etl.landing import kinds


def test_every_registered_format_is_what_it_says() -> None:
    for slug in FORMATS:
        assert isinstance(FORMATS[slug], Format)
        assert FORMATS[slug].slug == slug
        assert "source_line" not in FORMATS[slug].schema
    assert set(kinds()) == {FORMATS[slug].kind for slug in FORMATS}
    with pytest.raises(KeyError):
        FORMATS["no such format"]
