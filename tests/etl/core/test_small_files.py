"""Small files that are landed at once come to what each comes to by itself."""

import gzip
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest

from etl import small_files
from etl.lake import Entry, Receipt
from etl.landing import land, land_many
from etl.records import Landed, SourceFile
from tests.etl.delivery import VOCABULARY, rows_of

HEADER = "Hugo_Symbol\tNCBI_Build\tChromosome\tStart_Position\tReference_Allele\tTumor_Seq_Allele2\t" + (
    "Tumor_Sample_Barcode\tVariant_Classification\n"
)
READING = "0" * 12


def row(start: object, *, build: str = "GRCh38", gene: str = "TP53", word: str = "Silent") -> str:
    return f"{gene}\t{build}\tchr17\t{start}\tC\tT\tS1\t{word}\n"


def maf(*rows: str, aliquot: str = "", header: str = HEADER) -> bytes:
    return (f"#version gdc-1.0.0\n#tumor.aliquot {aliquot}\n{header}" + "".join(rows)).encode()


SOUND = [maf(*(row(7_670_000 + n + k) for n in range(k)), aliquot=f"a{k}") for k in range(1, 12)]
ODD = {
    "no variant": maf(aliquot="a99"),
    "no header": b"#version gdc-1.0.0\n",
    "empty": b"",
    "a row that is rejected": maf(row(7_670_001), row("12,3")),
    "only rows that are rejected": maf(row("x")),
    "a ragged row": maf(row(7_670_001), "TP53\n", row(7_670_002)),
    "a blank line and the header again": maf(row(7_670_001), "\n", HEADER, row(7_670_002)),
    "a comment between the rows": maf(row(7_670_001), "# done\n", row(7_670_002)),
    "a date for a symbol": maf(row(7_670_001, gene="2-Mar")),
    "a word that is no class": maf(row(7_670_001, word="nonsynonymous SNV")),
    "another build": maf(row(7_670_001, build="hg19"), row(7_670_002)),
    "no build": maf(row(7_670_001, build="")),
    "another header": maf("TP53\tGRCh38\n", header="Hugo_Symbol\tNCBI_Build\n"),
    "one column more": maf(row(7_670_001)[:-1] + "\tx\n", header=HEADER[:-1] + "\tnote\n"),
    "no line end": maf(row(7_670_001))[:-1],
    "CRLF": maf(row(7_670_001), row(7_670_002)).replace(b"\n", b"\r\n"),
    "CR": maf(row(7_670_001), row(7_670_002)).replace(b"\n", b"\r"),
    "Latin-1": maf(row(7_670_001, gene="T\xe9").replace("é", "\xe9")).decode().encode("latin-1"),
    "UTF-16": maf(row(7_670_001)).decode().encode("utf-16"),
    "a NUL byte": maf(row(7_670_001)) + b"\0",
    "a page": b"<!doctype html><html></html>",
}


def deliver(raw: Path, contents: dict[str, bytes]) -> list[SourceFile]:
    raw.mkdir()
    sources = []
    for name, content in contents.items():
        path = raw / f"{name.replace(' ', '_')}.maf"
        path.write_bytes(content)
        status = path.stat()
        sources.append(
            SourceFile(
                "s", path.name, "mutations", "maf", "gdc", status.st_size, status.st_mtime_ns, "load",
                options=(("genome_build", "GRCh38"),),
            )
        )  # fmt: skip
    return sources


def rows(lake: Path, landed: Landed) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    return (
        rows_of(landed, lake).rows(),
        pl.read_parquet(lake / landed.rejects).rows() if landed.rejects else [],
    )


def same(together: list[Landed], lake: Path, alone: list[Landed], other: Path) -> None:
    """Files come to the same in both lakes.

    But for the name of the Parquet, which small files may share, and the words for what columns hold.
    """
    assert [_own(file) for file in together] == [_own(file) for file in alone]
    assert [rows(lake, file) for file in together] == [rows(other, file) for file in alone]


def _own(file: Landed) -> Landed:
    return replace(file, parquet=None, columns=tuple((name, "") for name, _ in file.columns))


def both(folder: Path, sources: list[SourceFile]) -> tuple[list[Landed], list[Landed]]:
    """The files landed together, and each by itself; the same in every respect."""
    raw, lake, other = folder / "raw", folder / "lake", folder / "other"
    together = land_many(sources, raw, lake, VOCABULARY, lambda source: READING)
    alone = [land(source, raw, other, VOCABULARY, READING) for source in sources]
    same(together, lake, alone, other)
    return together, alone


def test_every_odd_file_among_sound_ones_comes_to_what_it_comes_to_alone(tmp_path: Path) -> None:
    contents: dict[str, bytes] = {}
    for number, (name, content) in enumerate(ODD.items()):
        contents |= {name: content, f"sound {number}": SOUND[number % len(SOUND)]}
        contents[f"packed {number}"] = gzip.compress(SOUND[number % len(SOUND)])
    contents["cut off"] = gzip.compress(SOUND[0] * 40)[:-20]
    together, _ = both(tmp_path, deliver(tmp_path / "raw", contents))
    assert {file.status for file in together} == {"loaded", "held_back"}


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_file_leaves_the_others_as_they_are(tmp_path: Path, odd: str) -> None:
    contents = {f"sound {n}": content for n, content in enumerate(SOUND)} | {"odd": ODD[odd]}
    both(tmp_path, deliver(tmp_path / "raw", contents))


def test_sound_files_are_read_once_all_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    real = small_files.open_text
    monkeypatch.setattr(small_files, "open_text", lambda *a, **k: calls.append(1) or real(*a, **k))
    contents = {f"sound {n}": content for n, content in enumerate([*SOUND, ODD["no variant"]])}
    sources = deliver(tmp_path / "raw", contents)
    together, _ = both(tmp_path, sources)
    assert len(calls) == len(sources)
    assert [file.sequenced for file in together] == [(f"a{k}",) for k in range(1, 12)] + [("a99",)]
    assert [file.rows_loaded for file in together] == [*range(1, 12), 0]
    assert together[-1].notes == ("no variant rows: a99 sequenced, nothing found",)


def test_a_wrong_md5_and_a_file_that_changed_hold_back_themselves_alone(tmp_path: Path) -> None:
    sources = deliver(tmp_path / "raw", {f"sound {n}": content for n, content in enumerate(SOUND[:6])})
    sources[2] = replace(sources[2], options=(*sources[2].options, ("expected_md5", "0" * 32)))
    sources[4] = replace(sources[4], size_bytes=sources[4].size_bytes + 1)
    together, _ = both(tmp_path, sources)
    assert [file.status for file in together] == [
        *("loaded", "loaded", "held_back", "loaded", "held_back", "loaded")
    ]


def test_what_the_lake_holds_is_not_read_again(tmp_path: Path) -> None:
    sources = deliver(tmp_path / "raw", {f"sound {n}": content for n, content in enumerate(SOUND)})
    lake, way = tmp_path / "lake", lambda source: READING
    first = land_many(sources[:5], tmp_path / "raw", lake, VOCABULARY, way)
    known = {file.source.path: file.sha256 for file in first}
    again = land_many(sources, tmp_path / "raw", lake, VOCABULARY, way, known_sha=known)
    assert [file.was_read for file in again] == [False] * 5 + [True] * 6


def test_columns_of_files_read_together_are_told_by_rows_of_all(tmp_path: Path) -> None:
    contents = {"x": maf(row(7_670_001, gene="1")), "y": maf(), "z": maf(*[row(7_670_002)] * 3)}
    together, alone = both(tmp_path, deliver(tmp_path / "raw", contents))
    assert [dict(file.columns)["Hugo_Symbol"] for file in alone] == ["integer", "", "text"]
    assert [dict(file.columns)["Hugo_Symbol"] for file in together] == ["text"] * 3


def test_equal_files_lie_in_the_lake_once(tmp_path: Path) -> None:
    contents = {f"sound {n}": SOUND[n % 4] for n in range(8)} | {"alone": SOUND[5]}
    together, _ = both(tmp_path, deliver(tmp_path / "raw", contents))
    [shared] = {file.parquet for file in together}
    assert shared is not None
    assert pl.read_parquet(tmp_path / "lake" / shared).height == 1 + 2 + 3 + 4 + 6


def test_what_a_killed_night_left_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, lake, way = tmp_path / "raw", tmp_path / "lake", lambda source: READING
    sources = deliver(raw, {f"sound {n}": content for n, content in enumerate(SOUND)})
    written: list[Receipt] = []
    real = Entry.write

    def killed(entry: Entry, receipt: Receipt) -> None:
        if len(written) == 5:
            raise KeyboardInterrupt
        written.append(receipt)
        real(entry, receipt)

    monkeypatch.setattr(Entry, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        land_many(sources, raw, lake, VOCABULARY, way)
    monkeypatch.undo()
    known = {source.path: sha256((raw / source.path).read_bytes()).hexdigest() for source in sources}
    again = land_many(sources, raw, lake, VOCABULARY, way, known_sha=known)
    assert [file.was_read for file in again] == [False] * 5 + [True] * 6
    alone = [land(source, raw, tmp_path / "other", VOCABULARY, READING) for source in sources]
    same([replace(file, was_read=True) for file in again], lake, alone, tmp_path / "other")


@pytest.mark.parametrize("damage", ["lost", "cut", "other bytes"])
def test_files_whose_shared_parquet_is_not_whole_are_read_again(tmp_path: Path, damage: str) -> None:
    raw, lake, way = tmp_path / "raw", tmp_path / "lake", lambda source: READING
    sources = deliver(raw, {f"sound {n}": content for n, content in enumerate(SOUND)})
    first = land_many(sources, raw, lake, VOCABULARY, way)
    [shared] = {file.parquet for file in first}
    path = lake / str(shared)
    whole = path.read_bytes()
    path.write_bytes({"lost": b"", "cut": whole[:-1], "other bytes": b"x" * len(whole)}[damage])
    if damage == "lost":
        path.unlink()
    known = {file.source.path: file.sha256 for file in first}
    again = land_many(sources, raw, lake, VOCABULARY, way, known_sha=known)
    assert again == first
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    ("odd", "most"), [(set(), 1), ({3}, 12), ({0, 63}, 24), (set(range(64)), 3), ({1, 2, 40}, 40)]
)
def test_a_group_is_not_tried_more_often_than_it_is_worth(odd: set[int], most: int) -> None:
    tried: list[int] = []
    source = SourceFile("s", "p", "mutations", "maf", "gdc", 1, 1, "load")

    def landed(place: int) -> Landed:
        return Landed(source, str(place), "", "loaded")

    def at_once(group: list[int]) -> list[Landed] | None:
        tried.append(len(group))
        return None if odd & set(group) else [landed(place) for place in group]

    one: Callable[[int], Landed] = landed
    found = small_files.land_group(list(range(64)), one, at_once)
    assert [(place, file.source_file_id) for place, file in found] == [(n, str(n)) for n in range(64)]
    assert len(tried) <= most
