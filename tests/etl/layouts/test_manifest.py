"""Manifests: the md5 to check, and what was not delivered."""

from pathlib import Path

import pytest

from tests.etl.delivery import deliver, seen, table
from tests.etl.files import CLINICAL, GDC_MAF, MAF, MASKED, MD5, UUID


def manifest(*rows: str) -> str:
    return table("id filename md5 size state", *rows)


@pytest.mark.parametrize(
    ("where", "entry", "delivered"),
    [
        ("MANIFEST.txt", MASKED, MASKED),
        ("MANIFEST.txt", MASKED, f"maf/{MASKED}"),
        ("gdc_manifest_20240501.txt", MASKED.rsplit("/", 1)[1], MASKED),
        ("gdc_manifest.2024-05-01.txt", MASKED.rsplit("/", 1)[1], MASKED.rsplit("/", 1)[1]),
        ("maf/MANIFEST.txt", MASKED, f"maf/{MASKED}"),
    ],
)
def test_a_manifest_gives_the_md5_to_check(tmp_path: Path, where: str, entry: str, delivered: str) -> None:
    deliver(
        tmp_path,
        {
            "s/clinical.tsv": CLINICAL,
            f"s/{where}": manifest(f"{UUID} {entry} {MD5.upper()} 5 released"),
            f"s/{delivered}": GDC_MAF,
        },
    )
    record = seen(tmp_path, f"s/{delivered}")
    assert (record.option("expected_md5"), record.option("manifest_line")) == (MD5, "2")
    assert record.disposition == "load"
    assert seen(tmp_path, f"s/{where}").disposition == "not_loaded"


def test_a_file_of_the_manifest_that_did_not_come_is_listed(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/clinical.tsv": CLINICAL,
            "s/MANIFEST.txt": manifest(f"{UUID} {MASKED} {MD5} 5 validated", f"x y/z.bin {MD5} 5 validated"),
        },
    )
    record = seen(tmp_path, f"s/{MASKED}")
    assert (record.kind, record.disposition, record.size_bytes) == ("mutations", "held_back", 0)
    assert record.reason is not None
    assert record.reason.startswith("named in MANIFEST.txt, line 2, but not delivered")
    assert seen(tmp_path, "s/y/z.bin").disposition == "held_back"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a\tb\n", "missing: id, filename, md5"),
        ("", "missing: id, filename, md5"),
        ("id\tfilename\tmd5\nx\ty\n", "line 2: expected 3 fields, found 2"),
        ("id\tfilename\tmd5\nx\ty\tnot-an-md5\n", "line 2: 'not-an-md5' is not an md5"),
    ],
)
def test_a_manifest_that_cannot_be_read_is_held_back(tmp_path: Path, content: str, reason: str) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, "s/MANIFEST.txt": content})
    record = seen(tmp_path, "s/MANIFEST.txt")
    assert record.disposition == "held_back"
    assert record.reason is not None
    assert reason in record.reason
    assert seen(tmp_path, "s/clinical.tsv").disposition == "load"


def test_a_manifest_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {"s/clinical.tsv": CLINICAL, "s/MANIFEST.txt": manifest(f"x ../../etc/passwd.maf {MD5} 5 validated")},
    )
    record = seen(tmp_path, "s/MANIFEST.txt#line2")
    assert record.disposition == "held_back"
    assert record.reason is not None
    assert "outside the study folder" in record.reason


def test_two_manifests_that_contradict_each_other_hold_the_file_back(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/MANIFEST.txt": manifest(f"{UUID} {MASKED} {MD5} 5 validated"),
            "s/gdc_manifest_2.txt": manifest(f"{UUID} {MASKED} {MD5[::-1]} 5 validated"),
            f"s/{MASKED}": GDC_MAF,
        },
    )
    record = seen(tmp_path, f"s/{MASKED}")
    assert record.disposition == "held_back"
    assert record.reason is not None
    assert "two manifests give it different md5s" in record.reason


def test_a_file_of_the_manifest_that_was_unpacked_is_loaded_without_its_md5(tmp_path: Path) -> None:
    deliver(
        tmp_path,
        {
            "s/clinical.tsv": CLINICAL,
            "s/MANIFEST.txt": manifest(f"{UUID} {MASKED} {MD5} 5 validated"),
            f"s/maf/{MASKED.removesuffix('.gz')}": MAF,
        },
    )
    record = seen(tmp_path, f"s/{MASKED}")
    assert record.disposition == "not_loaded"
    assert str(record.reason).startswith("delivered unpacked, as s/maf/")
    assert seen(tmp_path, f"s/maf/{MASKED.removesuffix('.gz')}").disposition == "load"


@pytest.mark.parametrize("name", ["MANIFEST.txt", "x.md5", "md5sum.txt"])
def test_what_md5sum_writes_is_a_manifest(tmp_path: Path, name: str) -> None:
    text = f"{MD5}  a.maf\n{MD5.upper()} *./sub/b.maf\n{MD5}  gone.maf\n"
    deliver(tmp_path, {f"s/{name}": text, "s/a.maf": MAF, "s/sub/b.maf": MAF})
    for line, path in ((1, "s/a.maf"), (2, "s/sub/b.maf")):
        record = seen(tmp_path, path)
        assert (record.option("expected_md5"), record.option("manifest_line")) == (MD5, str(line))
    assert seen(tmp_path, "s/gone.maf").disposition == "held_back"
    assert seen(tmp_path, f"s/{name}").disposition == "not_loaded"


def test_an_md5_beside_its_file_needs_no_name(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/a.maf.md5": f"{MD5}\n", "s/a.maf": MAF})
    assert seen(tmp_path, "s/a.maf").option("expected_md5") == MD5
