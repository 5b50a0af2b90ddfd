"""A folder that holds only gene panels (data_gene_panel_*.txt, <panel>.bed): they serve every study."""

import re

from etl.layouts import bed
from etl.layouts.common import aside
from etl.layouts.folder import Folder, stem
from etl.records import SourceFile
from etl.settings import Declaration

SLUG = "gene_panels"

_PANEL = re.compile(r"^data_gene_panel_(?!matrix).*\.txt$")


def recognises(folder: Folder) -> bool:
    """True where every file is a panel or, beside at least one, something without data."""
    kinds = [
        _PANEL.match(stem(file.path)) is not None or bed.is_named_bed(file)
        for file in folder.files
        if aside(file.path) is None
    ]
    return bool(kinds) and all(kinds)


def listing(folder: Folder, declaration: Declaration) -> list[SourceFile]:
    """A record for each file of the folder."""
    records = []
    for file in folder.files:
        if (known := aside(file.path)) is not None:
            records.append(folder.source(file, known.kind, "none", SLUG, known.disposition, known.reason))
        elif bed.is_named_bed(file):
            records.append(bed.record(folder, file, declaration, SLUG, panel=bed.panel_of(file)))
        else:
            records.append(folder.source(file, "gene_panel", "gene_panel", SLUG))
    return records
