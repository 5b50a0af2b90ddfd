"""Which load of a file serves: decisions over records, without a night."""

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.hold_back import folded, hold_back_study, still_held_back, with_former_loads
from flows.outcome import HeldBack
from warehouse.records import FileRecord, FileStatus


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """A lake that holds the Parquet of every load that :func:`loaded` makes."""
    (tmp_path / "mutations").mkdir()
    for name in "abcd":
        pl.DataFrame({"source_line": [2, 3, 4]}).write_parquet(tmp_path / "mutations" / f"{name}.parquet")
    return tmp_path


def loaded(path: str, content: str, study_id: str = "one") -> FileRecord:
    return FileRecord(
        study_id=study_id,
        source_file_id=f"{study_id}-{path}-{content}",
        path=path,
        kind="mutations",
        format="maf",
        layout="gdc",
        sha256=content * 64,
        size_bytes=10,
        modified_ns=1,
        status="loaded",
        rows_read=3,
        rows_loaded=3,
        parquet=f"mutations/{content}.parquet",
        first_seen_run_id="20260101T000000Z-0000",
        last_seen_run_id="20260102T000000Z-0000",
    )


def faulty(path: str, content: str, reason: str = "truncated") -> FileRecord:
    return replace(
        loaded(path, content),
        status="held_back",
        reason=reason,
        line_number=7,
        parquet=None,
        rows_read=0,
        rows_loaded=0,
    )


def test_former_load_of_the_path_serves_for_a_faulty_file(lake: Path) -> None:
    former = loaded("one/x.maf", "a")
    files, held_back = with_former_loads([faulty("one/x.maf", "b")], [former], lake)
    assert [(f.status, f.is_seen, f.sha256[0]) for f in files] == [
        ("held_back", True, "b"),
        ("loaded", False, "a"),
    ]
    assert files[1].reason == "truncated"
    assert not files[1].was_read
    [item] = held_back
    assert str(item) == "one/x.maf:7: truncated. Its load of run 20260102T000000Z-0000 serves on."


@pytest.mark.parametrize("status", ["unrecognised", "not_loaded"])
def test_a_file_that_has_lost_what_it_was_known_by_is_held_back(lake: Path, status: FileStatus) -> None:
    former = replace(loaded("one/cdr.tsv", "a"), kind="clinical", format="tcga_cdr")
    listed = replace(
        faulty("one/cdr.tsv", "b", "no known kind of file"), status=status, kind="unknown", format="none"
    )
    files, [told] = with_former_loads([listed], [former], lake)
    assert [(f.status, f.kind, f.is_seen, f.sha256[0]) for f in files] == [
        ("held_back", "clinical", True, "b"),
        ("loaded", "clinical", False, "a"),
    ]
    assert "was loaded as tcga_cdr before" in told.reason
    assert "no known kind of file" in told.reason
    # the same bytes: a person has changed study.toml
    same = replace(listed, sha256=former.sha256)
    assert with_former_loads([same], [former], lake) == ([same], [])
    assert with_former_loads([listed], [], lake) == ([listed], [])


def test_nothing_serves_without_a_former_load(lake: Path) -> None:
    files, [item] = with_former_loads([faulty("one/x.maf", "b")], [loaded("one/y.maf", "a")], lake)
    assert [f.status for f in files] == ["held_back"]
    assert item.instead == "Nothing of it is served."


def test_former_load_that_the_lake_has_lost_does_not_serve(lake: Path) -> None:
    former = loaded("one/x.maf", "a")
    path = lake / "mutations" / "a.parquet"
    whole = path.read_bytes()
    for damaged in (whole[:-4], whole[: len(whole) // 2], b""):
        path.write_bytes(damaged)
        files, _ = with_former_loads([faulty("one/x.maf", "b")], [former], lake)
        assert [f.status for f in files] == ["held_back"]
    path.unlink()
    files, _ = with_former_loads([faulty("one/x.maf", "b")], [former], lake)
    assert [f.status for f in files] == ["held_back"]


def test_former_load_whose_shared_parquet_is_another_does_not_serve(lake: Path) -> None:
    former = [replace(loaded(f"one/{name}.maf", name), parquet="mutations/shared.parquet") for name in "ab"]
    new = [faulty("one/a.maf", "c"), faulty("one/b.maf", "d")]
    for held, serving in (("aaabbb", "ab"), ("aaabb", "a"), ("bbb", "b"), ("ddd", ""), ("", "")):
        rows = pl.DataFrame(
            {"source_sha256": [name * 64 for name in held]}, schema={"source_sha256": pl.String}
        )
        rows.write_parquet(lake / "mutations" / "shared.parquet")
        files, _ = with_former_loads(new, former, lake)
        assert "".join(f.sha256[0] for f in files if f.status == "loaded") == serving
        kept, _ = hold_back_study(new, former, "one", "odd", lake)
        assert "".join(f.sha256[0] for f in kept if f.status == "loaded") == serving


def test_former_load_goes_on_serving_for_many_nights(lake: Path) -> None:
    serving = replace(loaded("one/x.maf", "a"), is_seen=False, reason="truncated")
    files, _ = with_former_loads([faulty("one/x.maf", "b")], [faulty("one/x.maf", "b"), serving], lake)
    assert [(f.status, f.is_seen) for f in files] == [("held_back", True), ("loaded", False)]


def test_same_bytes_in_doubt_stay_one_record_that_is_served_and_told(lake: Path) -> None:
    former = loaded("one/x.maf", "a")
    doubted = replace(faulty("one/x.maf", "a", "md5 differs"), source_file_id=former.source_file_id)
    files, [item] = with_former_loads([doubted], [former], lake)
    assert [(f.status, f.is_seen, f.reason) for f in files] == [("loaded", True, "md5 differs")]
    assert still_held_back(files) == [replace(item, what="one/x.maf")]


def test_file_that_is_only_named_by_a_manifest_has_left(lake: Path) -> None:
    absent = replace(faulty("one/x.maf", "a"), sha256="", size_bytes=0, modified_ns=0)
    files, [item] = with_former_loads([absent], [loaded("one/x.maf", "a")], lake)
    assert [f.status for f in files] == ["held_back"]
    assert item.instead == "Nothing of it is served."


def test_study_goes_back_to_all_its_former_loads(lake: Path) -> None:
    former = [loaded("one/kept", "a"), loaded("one/changed", "b"), loaded("one/gone", "c")]
    tonight = [
        loaded("one/kept", "a"),
        loaded("one/changed", "d"),
        loaded("one/new", "d"),
        loaded("two/x", "d", "two"),
    ]
    files, item = hold_back_study(tonight, former, "one", "too many", lake)
    assert {(f.path, f.sha256[0]): (f.status, f.is_seen) for f in files} == {
        ("one/kept", "a"): ("loaded", True),
        ("one/changed", "d"): ("held_back", True),
        ("one/changed", "b"): ("loaded", False),
        ("one/new", "d"): ("held_back", True),
        ("one/gone", "c"): ("loaded", False),
        ("two/x", "d"): ("loaded", True),
    }
    assert len({f.source_file_id for f in files}) == len(files)
    assert all(f.reason == "too many" for f in files if f.study_id == "one")
    assert str(item) == "study one: too many. Its former load serves on."


def test_new_study_that_is_held_back_is_absent(lake: Path) -> None:
    files, item = hold_back_study([loaded("one/x", "a")], [], "one", "too many", lake)
    assert [(f.status, f.rule_id) for f in files] == [("held_back", "study_held_back")]
    assert "not served" in item.instead


def test_study_held_back_with_a_faulty_file_has_one_record_per_load(lake: Path) -> None:
    former = [loaded("one/x.maf", "a")]
    files, _ = with_former_loads([faulty("one/x.maf", "b"), loaded("one/y.maf", "c")], former, lake)
    files, _ = hold_back_study(files, former, "one", "too many", lake)
    assert {(f.path, f.status, f.is_seen) for f in files} == {
        ("one/x.maf", "held_back", True),
        ("one/x.maf", "loaded", False),
        ("one/y.maf", "held_back", True),
    }
    assert len({f.source_file_id for f in files}) == len(files)


def test_one_cause_in_one_folder_takes_one_line() -> None:
    many = [HeldBack(f"one/{n}.maf", "study.toml is wrong", "") for n in range(600)]
    other = HeldBack("one/x.maf:3", "truncated", "")
    assert [str(item) for item in folded([*many, other])] == [
        "one: 600 files: study.toml is wrong.",
        "one/x.maf:3: truncated.",
    ]


def test_what_is_held_back_is_told_in_sentences() -> None:
    assert str(HeldBack("a/x", "is empty", "Nothing of it is served.")) == (
        "a/x: is empty. Nothing of it is served."
    )
    assert str(HeldBack("a/x", "is it cut?", "Its load of run r serves on.")) == (
        "a/x: is it cut? Its load of run r serves on."
    )
