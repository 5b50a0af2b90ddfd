"""Files that mean the same in every layout: documents, droppings, data that is not read yet."""

import re
from typing import NamedTuple

from etl.layouts.folder import stem


class Aside(NamedTuple):
    """A file that is listed but not loaded."""

    kind: str
    disposition: str
    reason: str


_DROPPING = Aside("dropping", "not_loaded", "left behind by another program: not looked at")
_HIDDEN = Aside("dropping", "not_loaded", "a hidden file or folder: not looked at")
_PARTIAL = Aside("dropping", "held_back", "a download that did not finish: download the file again")
_DOCUMENT = Aside("documentation", "not_loaded", "documentation")
_ARCHIVE = Aside("archive", "unrecognised", "an archive of several files: unpack it into the study's folder")
_SHEET = Aside("spreadsheet", "unrecognised", "a spreadsheet: save each sheet as tab-separated text")
_READS = Aside("reads", "not_loaded", "sequencing reads: not loaded")

_BY_NAME: tuple[tuple[str, Aside], ...] = (
    (
        r"^\._|^\.ds_store\??$|^thumbs\.db$|^desktop\.ini$|^icon\r$|^~\$|~$|^\.#|^#.*#$"
        r"|\.(swp|swo|tmp|bak|orig)$|^\.git(attributes|keep|ignore)$",
        _DROPPING,
    ),
    (r"\.(partial|part|crdownload|filepart)$", _PARTIAL),
    (r"^\.", _HIDDEN),
    (r"^(licen[cs]e|readme|changelog|citation|notice|copying)\b|\.(md|pdf|docx?|html?|rtf)$", _DOCUMENT),
    (r"\.(tar|tgz|tbz2?|txz|7z|rar)$", _ARCHIVE),
    (r"\.(xlsx?|xlsm|ods)$", _SHEET),
    (r"\.(bam|bai|cram|crai|fastq|fq)$", _READS),
    (r"\.bcf$", Aside("mutations", "not_loaded", "BCF: not loaded, write it as VCF")),
    (
        r"\.(fa|fasta|fna)(\.b?gz)?(\.(fai|gzi))?$",
        Aside("reference", "not_loaded", "reference sequence"),
    ),
    (r"\.(tbi|csi)$", Aside("index", "not_loaded", "index of another file")),
)
# Folders of macOS, of network storage, of ext file systems.
_SYSTEM = ("__MACOSX", "@eaDir", "lost+found", "System Volume Information", "$RECYCLE.BIN")
# `.name.a1B2c3`: what rsync writes until the file is complete.
_RSYNC = re.compile(r"^\..+\.(?=.*[A-Z0-9])[A-Za-z0-9]{6}$")
_PATTERNS = tuple((re.compile(pattern), aside) for pattern, aside in _BY_NAME)


def is_hidden(path: str) -> bool:
    """True for what lies in a hidden folder, or in one of an operating system."""
    names = path.split("/")
    return any(name in _SYSTEM for name in names) or any(name.startswith(".") for name in names[:-1])


def aside(path: str) -> Aside | None:
    """What a file is by its name alone, where that means the same in every layout."""
    if is_hidden(path):
        return _HIDDEN
    if _RSYNC.match(path.rsplit("/", 1)[-1]):
        return _PARTIAL
    name = stem(path)
    return next((found for pattern, found in _PATTERNS if pattern.search(name)), None)
