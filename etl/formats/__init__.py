"""File formats: what a reader of one must offer, and the list of those that exist.

A new format is one module here, with a `Format` object, and one line in `FORMATS`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import polars as pl

from etl.records import SourceFile
from etl.text import TextFile

if TYPE_CHECKING:
    from etl.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader may know and say besides the text.

    `note(sentence)` tells a person something; `sequenced(id)` names a sample that was sequenced by the file.
    """

    source: SourceFile
    vocabulary: "Vocabulary"
    note: Callable[[str], None]
    sequenced: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of one stretch of a file: rows_read = rows + rejects + rows_duplicate + rows_filtered.

    `rows` has `source_line` (Int64) and the columns of `Format.schema`, in any order; `rejects` those of
    `etl.rejects.SCHEMA`.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    rows_duplicate: int = 0
    rows_filtered: int = 0


@runtime_checkable
class Format(Protocol):
    """Reader of one file format into one landing table (`kind`)."""

    @property
    def slug(self) -> str:
        """Name of the format, as in `SourceFile.format`."""

    @property
    def kind(self) -> str:
        """Landing table that the rows belong to."""

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Columns of the landing table besides `source_line`, in order."""

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """Read the file batch by batch. Raises FileFault for a file that cannot be loaded as a whole."""


@runtime_checkable
class JoiningFormat(Format, Protocol):
    """A format that comes in many small files, and can read some of them at once."""

    def read_joined(self, texts: Sequence[TextFile], contexts: Sequence[ReadContext]) -> list[Batch] | None:
        """One batch a file, every row of it loaded, or None: then each file is read by itself, whatever it
        is that stands in the way. The contexts have the same options. What is told to them before a None
        does not count. Raises FileFault.
        """


class Registry(Mapping[str, Format]):
    """Formats by slug; a module is imported when its format is asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = dict(places)

    def __getitem__(self, slug: str) -> Format:
        module, _, name = self._places[slug].partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, Format) or found.slug != slug:
            raise TypeError(f"{self._places[slug]} is not the format {slug!r}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


FORMATS: Mapping[str, Format] = Registry(
    {
        # slug: "module:name of the Format object"
        "maf": "etl.formats.maf:MAF",
        "gdc_clinical": "etl.formats.gdc_clinical:GDC_CLINICAL",
        "gdc_follow_up": "etl.formats.gdc_follow_up:GDC_FOLLOW_UP",
        "gdc_exposure": "etl.formats.gdc_exposure:GDC_EXPOSURE",
        "gdc_pathology_detail": "etl.formats.gdc_pathology_detail:GDC_PATHOLOGY_DETAIL",
        "gdc_sample_sheet": "etl.formats.gdc_sample_sheet:GDC_SAMPLE_SHEET",
        "gdc_aliquot": "etl.formats.gdc_aliquot:GDC_ALIQUOT",
        "cbioportal_patient": "etl.formats.cbioportal_clinical:CBIOPORTAL_PATIENT",
        "cbioportal_sample": "etl.formats.cbioportal_clinical:CBIOPORTAL_SAMPLE",
        "tcga_bcr": "etl.formats.tcga_bcr:TCGA_BCR",
        "tcga_cdr": "etl.formats.tcga_cdr:TCGA_CDR",
        "xena": "etl.formats.xena:XENA",
        "mapped_clinical": "etl.formats.mapped_clinical:MAPPED_CLINICAL",
        "gene_panel": "etl.formats.gene_panel:GENE_PANEL",
        "gene_panel_matrix": "etl.formats.gene_panel_matrix:GENE_PANEL_MATRIX",
        "person_link": "etl.formats.person_link:PERSON_LINK",
        "case_list": "etl.formats.case_list:CASE_LIST",
        "vcf": "etl.formats.vcf:VCF",
        "bed": "etl.formats.bed:BED",
    }
)
