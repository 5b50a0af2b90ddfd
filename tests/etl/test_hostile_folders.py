"""Names, links and permissions that must not be followed or crashed on."""

import os
from pathlib import Path

import pytest

from etl.inventory import take
from tests.etl.delivery import deliver, records_of, seen
from tests.etl.files import CLINICAL, MAF


def test_names_with_control_characters_are_listed_and_not_opened(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, "s/a\nb\x1b[31m.maf": MAF})
    record = seen(tmp_path, "s/a\\nb\\x1b[31m.maf")
    assert record.disposition == "held_back"
    assert record.reason is not None
    assert "control characters" in record.reason


def test_names_that_steer_a_terminal_or_turn_the_text_are_not_opened(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, "s/a\x9b31m.maf": MAF, "s/\u202efam.txt": MAF})
    for path in ("s/a\\x9b31m.maf", "s/\\u202efam.txt"):
        record = seen(tmp_path, path)
        assert record.disposition == "held_back"
        assert "control characters" in str(record.reason)


def test_what_other_programs_leave_behind_is_listed_and_not_looked_at(tmp_path: Path) -> None:
    names = (
        ".ipynb_checkpoints/x.maf",
        ".git/x.maf",
        "__MACOSX/x.maf",
        "deep/@eaDir/x.maf",
        "._x.maf",
        ".x.maf",
        "x.maf.bak",
        "x.maf~",
        "#x.maf#",
        "Icon\r",
        ".nfs0000001",
    )
    raw = deliver(tmp_path, {"s/x.maf": MAF, **{f"s/{name}": MAF for name in names}})
    (raw / "s" / ".#x.maf").symlink_to("user@host.123:456")
    records = records_of(raw)
    assert records["s/x.maf"].disposition == "load"
    assert {record.disposition for path, record in records.items() if path != "s/x.maf"} == {"not_loaded"}
    assert len(records) == len(names) + 2


def test_a_transfer_that_is_not_complete_holds_back_its_file(tmp_path: Path) -> None:
    raw = deliver(tmp_path, {"s/x.maf": MAF, "s/.y.maf.gz.aB3xY9": MAF, "s/z.maf.part": MAF})
    for name in (".y.maf.gz.aB3xY9", "z.maf.part"):
        record = seen(raw, f"s/{name}")
        assert (record.disposition, record.kind) == ("held_back", "dropping")


def test_names_that_are_not_utf8_are_listed(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/s/\xff.maf")).write_text(MAF)
    record = seen(tmp_path, "s/\\udcff.maf")
    assert record.disposition == "held_back"
    record.path.encode("utf-8")


def test_quotes_markup_and_long_names_are_names(tmp_path: Path) -> None:
    names = ['s/it\'s "x".maf', "s/<script>alert(1).maf", f"s/{'a' * 200}/{'b' * 200}.maf"]
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, **dict.fromkeys(names, MAF)})
    assert {seen(tmp_path, name).disposition for name in names} == {"load"}


def test_a_folder_whose_name_is_no_study_id_is_held_back(tmp_path: Path) -> None:
    deliver(tmp_path, {"a:<b>/clinical.tsv": CLINICAL, "c\nd/clinical.tsv": CLINICAL})
    records = records_of(tmp_path)
    assert records["a:<b>/clinical.tsv"].disposition == "held_back"
    assert records["c\\nd/clinical.tsv"].disposition == "held_back"
    assert "rename it, or set id in study.toml" in str(records["a:<b>/clinical.tsv"].reason)


def test_links_that_leave_raw_are_not_followed(tmp_path: Path) -> None:
    deliver(tmp_path / "outside", {"clinical.tsv": CLINICAL, "folder/x.maf": MAF})
    raw = deliver(tmp_path / "raw", {"s/follow_up.tsv": "x\n", "t/clinical.tsv": CLINICAL})
    (raw / "s" / "clinical.tsv").symlink_to(tmp_path / "outside" / "clinical.tsv")
    (raw / "s" / "maf").symlink_to(tmp_path / "outside" / "folder")
    (raw / "s" / "broken.maf").symlink_to(raw / "nothing")
    (raw / "s" / "circle.maf").symlink_to("circle.maf")
    (raw / "s" / "inside.maf").symlink_to(raw / "t" / "clinical.tsv")
    (raw / "s" / "t").symlink_to(raw / "t")
    records = records_of(raw)
    for name in ("clinical.tsv", "maf"):
        assert records[f"s/{name}"].disposition == "held_back"
        assert records[f"s/{name}"].reason == (
            "a link that leaves the raw folder is not followed: deliver the file itself"
        )
    for name in ("broken.maf", "circle.maf"):
        assert records[f"s/{name}"].disposition == "held_back"
        assert str(records[f"s/{name}"].reason).startswith("it cannot be opened")
    assert records["s/inside.maf"].disposition != "held_back"
    assert records["s/t"].reason == "a link to a folder is not followed: deliver the folder itself"


def test_what_is_no_file_is_listed(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL})
    os.mkfifo(tmp_path / "s" / "pipe.maf")
    record = seen(tmp_path, "s/pipe.maf")
    assert (record.disposition, record.reason) == ("held_back", "neither a file nor a folder: remove it")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_listed(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, "s/follow_up.tsv": "x\n"})
    (tmp_path / "s" / "follow_up.tsv").chmod(0)
    record = seen(tmp_path, "s/follow_up.tsv")
    assert record.disposition == "held_back"
    assert str(record.reason).startswith("no permission")


def test_a_path_longer_than_the_system_opens_is_listed_and_stops_nothing(tmp_path: Path) -> None:
    raw = deliver(tmp_path / "raw", {"s/x.maf": MAF})
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(raw / "s")
        for _ in range(50):  # 10,000 characters
            os.mkdir("d" * 200)
            os.chdir("d" * 200)
        Path("deep.maf").write_text(MAF)
    finally:
        os.fchdir(here)
        os.close(here)
    records = records_of(raw)
    assert records.pop("s/x.maf").disposition == "load"
    [record] = records.values()
    assert record.disposition == "held_back"
    assert record.reason == "it cannot be opened: File name too long"


def test_a_folder_that_vanishes_while_raw_is_listed_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = deliver(tmp_path / "raw", {"s/x.maf": MAF, "t/gone/y.maf": MAF})
    scandir = os.scandir

    def vanishing(path: str | Path) -> "os._ScandirIterator[str]":
        if str(path).endswith("gone"):
            os.unlink(f"{path}/y.maf")
            os.rmdir(path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", vanishing)
        listed = [file.path for file in take(raw, tmp_path / "no-cache.json")]
    assert listed == ["s/x.maf", "t"], "a study folder that holds nothing any more is told"
