"""The documents: their links lead somewhere, and the changelog names the version that is built."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import REPOSITORY, files, relative

DOCUMENTS = files(".md")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """The anchors of a Markdown file's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_links_of_a_document_lead_somewhere(document: Path) -> None:
    broken = []
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue  # another site's
        name, _, anchor = target.partition("#")
        file = (document.parent / name).resolve() if name else document
        known = file.exists() and (not anchor or anchor in anchors(file.read_text(encoding="utf-8")))
        if not known:
            broken.append(target)
    assert not broken


def test_the_changelog_opens_with_the_version_that_is_built() -> None:
    version = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[([^\]]+)\]", changelog, flags=re.MULTILINE)
    assert newest is not None
    assert newest[1] == version


def test_every_decision_is_in_the_index() -> None:
    index = (REPOSITORY / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    records = [path.name for path in files(".md", under="docs/decisions/") if path.name != "README.md"]
    assert records
    missing = [name for name in records if f"({name})" not in index]
    assert not missing, f"add to docs/decisions/README.md: {missing}"


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, queue = set(), [REPOSITORY / "README.md"]
    while queue:
        path = queue.pop()
        reached.add(path)
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            linked = (path.parent / target.partition("#")[0]).resolve()
            if linked.suffix == ".md" and linked.is_file() and linked not in reached:
                queue.append(linked)
    lost = [
        relative(path)
        for path in DOCUMENTS
        if path not in reached and not relative(path).startswith("tests/")
    ]
    assert not lost, f"no link leads to: {lost}"
