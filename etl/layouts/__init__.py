"""The layouts in which centres deliver a study. The first that recognises a folder lists its files."""

from collections.abc import Sequence
from types import ModuleType
from typing import Protocol, cast

from etl.layouts import cbioportal, gdc, gene_panels, generic
from etl.layouts.folder import Folder
from etl.records import SourceFile
from etl.settings import Declaration


class Layout(Protocol):
    """What a layout's module offers."""

    SLUG: str

    def recognises(self, folder: Folder) -> bool:
        """Does this layout know the folder by what it holds?"""

    def listing(self, folder: Folder, declaration: Declaration) -> list[SourceFile]:
        """A record for each file of the folder."""


_MODULES: Sequence[ModuleType] = (cbioportal, gdc, gene_panels, generic)
LAYOUTS: tuple[Layout, ...] = tuple(cast(Layout, module) for module in _MODULES)


def layout_of(folder: Folder) -> Layout | None:
    """The layout that recognises the folder, or None."""
    return next((layout for layout in LAYOUTS if layout.recognises(folder)), None)
