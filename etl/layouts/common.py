"""Files that mean the same in every layout: documents, droppings, data that is not read yet."""

import re
from typing import NamedTuple

from etl.layouts.folder import stem


class Aside(NamedTuple):
    """A file that is listed but not loaded."""

    kind: str
    disposition: str
    reason: str


_DROPPING = Aside("dropping", "not_loaded", "left behind by another program, holds no data")
_PARTIAL = Aside("dropping", "held_back", "a download that did not finish: download the file again")
_DOCUMENT = Aside("documentation", "not_loaded", "documentation")
_ARCHIVE = Aside("archive", "unrecognised", "an archive of several files: unpack it into the study's folder")
_SHEET = Aside("spreadsheet", "unrecognised", "a spreadsheet: save each sheet as tab-separated text")
_READS = Aside("reads", "not_loaded", "sequencing reads: not loaded")

_BY_NAME: tuple[tuple[str, Aside], ...] = (
    (
        r"^\._|^\.ds_store$|^thumbs\.db$|^desktop\.ini$|^~\$|~$|\.swp$|\.tmp$|^\.gitattributes$|^\.gitkeep$",
        _DROPPING,
    ),
    (r"\.(partial|part|crdownload|filepart)$", _PARTIAL),
    (r"^(licen[cs]e|readme|changelog|citation|notice|copying)\b|\.(md|pdf|docx?|html?|rtf)$", _DOCUMENT),
    (r"\.(tar|tgz|tbz2?|txz|7z|rar)$", _ARCHIVE),
    (r"\.(xlsx?|xlsm|ods)$", _SHEET),
    (r"\.(bam|bai|cram|crai|fastq|fq)$", _READS),
    (r"\.bcf$", Aside("mutations", "not_loaded", "BCF: not loaded, write it as VCF")),
    (
        r"\.(fa|fasta|fna)(\.(fai|gzi))?$",
        Aside("reference", "not_loaded", "reference sequence"),
    ),
    (r"\.(tbi|csi)$", Aside("index", "not_loaded", "index of another file")),
)
_PATTERNS = tuple((re.compile(pattern), aside) for pattern, aside in _BY_NAME)


def aside(path: str) -> Aside | None:
    """What a file is by its name alone, where that means the same in every layout."""
    name = stem(path)
    return next((found for pattern, found in _PATTERNS if pattern.search(name)), None)
