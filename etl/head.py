"""What stands before the rows of a delivered file: its comments and its header."""

from pathlib import Path

from etl.text import open_text

# Formats whose rows follow their comment lines at once; every other table has a header line behind them.
_LEADS = {"vcf": ("#",), "bed": ("#", "track", "browser")}
_COMMENTS = ("#", '"#')


def head(raw: Path, path: str, format: str) -> tuple[list[str], str]:
    """The lines before the first row of a file of `format`, and the sha256 of the file.

    Lines as the text layer reads them: UTF-8, decompressed, without line end. Raises FileFault.
    """
    found: list[str] = []
    with open_text(raw, path) as text:
        for _, line in text.lines():
            is_lead = line.startswith(_LEADS.get(format, _COMMENTS)) or not line.strip()
            if is_lead or format not in _LEADS:
                found.append(line)
            if not is_lead:
                break
        text.finish()
        return found, text.sha256
