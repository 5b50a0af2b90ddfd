"""What lies in raw, and which hashes are still known."""

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from etl import inventory
from etl.inventory import RawFile, hash_file, hashed, save, take


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    root = tmp_path / "raw"
    (root / "study" / "maf").mkdir(parents=True)
    (root / "study" / "clinical.tsv").write_bytes(b"a\tb\n")
    (root / "study" / "maf" / "x.maf.gz").write_bytes(b"\x1f\x8b")
    (root / "study" / "._clinical.tsv").write_bytes(b"\0")
    (root / ".DS_Store").write_bytes(b"\0")
    (root / "loose.txt").write_bytes(b"")
    return root


def settled(raw: Path, cache: Path) -> list[RawFile]:
    """Take and hash everything, and save as if some time had passed since the files were written."""
    files = hashed(raw, take(raw, cache))
    save(cache, files)
    tree = json.loads(cache.read_text())
    tree["saved_ns"] += 10_000_000_000
    cache.write_text(json.dumps(tree))
    return files


def test_every_file_is_listed_whatever_its_name(raw: Path, tmp_path: Path) -> None:
    files = take(raw, tmp_path / "none.json")
    assert [file.path for file in files] == [
        ".DS_Store",
        "loose.txt",
        "study/._clinical.tsv",
        "study/clinical.tsv",
        "study/maf/x.maf.gz",
    ]
    clinical = files[3]
    status = (raw / "study/clinical.tsv").stat()
    assert (clinical.size_bytes, clinical.modified_ns, clinical.sha256) == (4, status.st_mtime_ns, None)


def test_hashes_are_known_while_size_and_times_are_the_same(raw: Path, tmp_path: Path) -> None:
    cache = tmp_path / "lake" / "inventory.json"
    files = settled(raw, cache)
    assert all(file.sha256 == hashlib.sha256((raw / file.path).read_bytes()).hexdigest() for file in files)
    assert take(raw, cache) == files
    assert {file.sha256 for file in take(raw, cache, verify=True)} == {None}
    (raw / "loose.txt").write_bytes(b"now something")
    assert [file.path for file in take(raw, cache) if file.sha256 is None] == ["loose.txt"]
    assert hashed(raw, take(raw, cache)) == hashed(raw, take(raw, cache, verify=True))


def test_a_file_swapped_for_one_of_the_same_size_and_time_is_noticed(raw: Path, tmp_path: Path) -> None:
    cache = tmp_path / "inventory.json"
    settled(raw, cache)
    path = raw / "study/clinical.tsv"
    before = path.stat()
    path.write_bytes(b"c\td\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [file.path for file in take(raw, cache) if file.sha256 is None] == ["study/clinical.tsv"]


def test_a_file_changed_just_before_it_was_hashed_is_hashed_again(raw: Path, tmp_path: Path) -> None:
    cache = tmp_path / "inventory.json"
    save(cache, hashed(raw, take(raw, cache)))
    assert {file.sha256 for file in take(raw, cache)} == {None}
    assert time.time_ns() - (raw / "loose.txt").stat().st_mtime_ns < inventory.RACY_NS


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 0}', '{"version": 1, "saved_ns": 1, "files": [[1]]}']
)
def test_a_cache_that_cannot_be_read_counts_as_empty(raw: Path, tmp_path: Path, text: str) -> None:
    cache = tmp_path / "inventory.json"
    cache.write_text(text)
    assert len(take(raw, cache)) == 5


def test_links_pipes_and_closed_folders_are_listed_but_not_followed(raw: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_bytes(b"secret")
    (raw / "to_folder").symlink_to(outside)
    (raw / "to_file").symlink_to(outside / "secret.txt")
    (raw / "to_nothing").symlink_to("nowhere")
    (raw / "to_itself").symlink_to("to_itself")
    (raw / "inner").symlink_to("study/clinical.tsv")
    os.mkfifo(raw / "pipe")
    files = {file.path: file for file in hashed(raw, take(raw, tmp_path / "none.json"))}
    assert {"to_folder", "to_file", "to_nothing", "to_itself", "pipe", "inner"} <= set(files)
    assert not any("secret" in path for path in files)
    assert files["inner"].sha256 == files["study/clinical.tsv"].sha256
    assert files["inner"].size_bytes == 4
    for path in ("to_folder", "to_file", "to_nothing", "to_itself", "pipe"):
        assert files[path].sha256 is None


def test_names_that_are_no_utf8_survive_the_cache(raw: Path, tmp_path: Path) -> None:
    (raw / os.fsdecode(b"n\xfcrnberg.txt")).write_bytes(b"x")
    cache = tmp_path / "inventory.json"
    assert settled(raw, cache) == take(raw, cache)


def test_a_raw_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        take(tmp_path / "nowhere", tmp_path / "none.json")


def test_only_regular_files_are_hashed(raw: Path) -> None:
    os.mkfifo(raw / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        hash_file(raw / "pipe")
    with pytest.raises(OSError):
        hash_file(raw / "study")


def test_files_without_hash_are_not_saved(raw: Path, tmp_path: Path) -> None:
    cache = tmp_path / "inventory.json"
    files = settled(raw, cache)
    save(cache, [replace(file, sha256=None) for file in files])
    assert json.loads(cache.read_text())["files"] == []
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["inventory.json"]


def test_a_night_with_nothing_new_needs_no_engine() -> None:
    code = (
        "import sys, etl, etl.inventory, etl.lake, etl.records, etl.errors, etl.text\n"
        "heavy = {'polars', 'pyarrow', 'duckdb', 'numpy', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(inventory.__file__).parents[1])
