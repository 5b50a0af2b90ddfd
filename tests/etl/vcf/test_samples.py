"""Which columns are tumours: by header, names or study.toml; never by position."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.etl.delivery import Result
from tests.etl.vcf.vcf_lines import BUILD, header, landed


def read(
    folder: Path,
    columns: Sequence[str],
    *meta: str,
    options: Sequence[tuple[str, str]] = (),
    name: str = "s/P1.vcf",
) -> Result:
    """A file of one line whose n-th column has n0 reference reads: a count tells which column was read."""
    cells = [f"0/1:{n}0,4:99" for n, _ in enumerate(columns, 1)]
    text = "\t".join(("chr7", "100", ".", "A", "C", ".", "PASS", ".", "GT:AD:DP", *cells)) + "\n"
    return landed(folder, header(*meta, samples=columns) + text, (*BUILD, *options), name)


def pairs(found: Result) -> list[tuple[str, str | None, int, int | None]]:
    """Tumour, normal, and the reference reads of both: they tell which column was read."""
    assert found.landed.status == "loaded", found.landed.reason
    columns = ("tumor_sample_barcode", "matched_norm_sample_barcode", "t_ref_count", "n_ref_count")
    return found.rows.select(columns).rows()


@pytest.mark.parametrize(
    ("columns", "meta", "wanted"),
    [
        (("A", "B"), ("##tumor_sample=B", "##normal_sample=A"), ("B", "A", 20, 10)),
        (("A", "B"), ("##tumor_sample=A",), ("A", None, 10, None)),
        (("A", "B"), ('##MuTect="tumor_sample_name=B normal_sample_name=A"',), ("B", "A", 20, 10)),
        (("A", "B"), ("##PEDIGREE=<Derived=A,Original=B>",), ("A", "B", 10, 20)),
        (("A", "B"), ("##PEDIGREE=<ID=B,Original=A>",), ("B", "A", 20, 10)),
        (
            ("A", "B"),
            ('##SAMPLE=<ID=A,Description="Primary tumor">', '##SAMPLE=<ID=B,Description="Blood normal">'),
            ("A", "B", 10, 20),
        ),
        (
            ("NORMAL", "TUMOR"),
            ("##SAMPLE=<ID=TUMOR,SampleName=P1-T>", "##SAMPLE=<ID=NORMAL,SampleName=P1-N>"),
            ("P1-T", "P1-N", 20, 10),
        ),
        (("P1_TUMOUR", "P1_NORMAL"), (), ("P1_TUMOUR", "P1_NORMAL", 10, 20)),
        (("P1_normal", "P1_tumor"), (), ("P1_tumor", "P1_normal", 20, 10)),
        (("P1", "NORMAL"), (), ("P1", "NORMAL", 10, 20)),
        (
            ("TCGA-ZZ-4244-10A-01D-1105-08", "TCGA-ZZ-4244-01A-01D-1105-08"),
            (),
            ("TCGA-ZZ-4244-01A-01D-1105-08", "TCGA-ZZ-4244-10A-01D-1105-08", 20, 10),
        ),
        (("P1-abnormal-TUMOR", "P2"), (), ("P1-abnormal-TUMOR", None, 10, None)),
    ],
)
def test_the_file_says_which_is_the_tumour(
    tmp_path: Path, columns: Sequence[str], meta: Sequence[str], wanted: tuple[object, ...]
) -> None:
    assert pairs(read(tmp_path, columns, *meta)) == [wanted]


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ((("tumor_sample", "B"), ("normal_sample", "A")), [("B", "A", 20, 10)]),
        ((("tumor_sample", "A"),), [("A", None, 10, None)]),
        ((("normal_sample", "A"),), [("B", "A", 20, 10)]),
        ((("tumor_sample", "[AB]"),), [("A", None, 10, None), ("B", None, 20, None)]),
    ],
)
def test_study_toml_says_which_is_the_tumour(
    tmp_path: Path, options: Sequence[tuple[str, str]], wanted: list[tuple[object, ...]]
) -> None:
    assert pairs(read(tmp_path, ("A", "B"), options=options)) == wanted


def test_study_toml_counts_before_the_file(tmp_path: Path) -> None:
    options = (("tumor_sample", "NORMAL"), ("normal_sample", "TUMOR"))
    found = read(tmp_path, ("NORMAL", "TUMOR"), "##tumor_sample=TUMOR", options=options)
    assert pairs(found) == [("NORMAL", "TUMOR", 10, 20)]


@pytest.mark.parametrize(
    "columns", [("A", "B"), ("A",), ("tumor_normal_pair",), ("NORMAL",), ("A", "B", "C")]
)
def test_a_file_that_does_not_say_is_held_back_with_the_line_to_add(
    tmp_path: Path, columns: Sequence[str]
) -> None:
    found = read(tmp_path, columns)
    assert found.landed.status == "held_back"
    reason = found.landed.reason or ""
    assert all(f'"{name}"' in reason for name in columns)
    assert f'add tumor_sample = "{columns[0]}"' in reason
    assert found.landed.line_number == 2


def test_a_column_that_is_not_there_is_named_with_those_that_are(tmp_path: Path) -> None:
    found = read(tmp_path, ("A", "B"), options=(("tumor_sample", "P1"),))
    assert found.landed.reason == (
        'study.toml says tumor_sample = "P1", but the sample columns are "A", "B": '
        "correct tumor_sample in study.toml"
    )


def test_several_tumours_have_their_own_normals_by_pedigree(tmp_path: Path) -> None:
    meta = ("##PEDIGREE=<Derived=T1,Original=N1>", "##PEDIGREE=<Derived=T2,Original=N2>")
    found = read(tmp_path, ("T1", "N1", "N2", "T2"), *meta)
    assert pairs(found) == [("T1", "N1", 10, 20), ("T2", "N2", 40, 30)]
    assert found.landed.sequenced == ("T1", "T2")
    # One line, two calls: both rows point to it, and the ledger counts calls.
    assert found.rows["source_line"].to_list() == [5, 5]
    assert found.landed.rows_read == 2


def test_a_column_called_tumor_names_no_sample_the_file_does(tmp_path: Path) -> None:
    found = read(tmp_path, ("NORMAL", "TUMOR"), name="s/deep/LH-7.mutect2.vcf.gz")
    assert pairs(found) == [("LH-7.mutect2", "NORMAL", 20, 10)]
    assert any(
        'called "TUMOR", which names no sample: taken as "LH-7.mutect2"' in n for n in found.landed.notes
    )


def test_the_gdc_names_the_sample_in_its_header(tmp_path: Path) -> None:
    uuid = "0f0f0f0f-1111-2222-3333-444444444444"
    meta = (
        f"##SAMPLE=<ID=TUMOR,NAME=TCGA-ZZ-4244-01A-01D-1105-08,ALIQUOT_ID={uuid}>",
        "##SAMPLE=<ID=NORMAL,NAME=TCGA-ZZ-4244-10A-01D-1105-08>",
    )
    found = read(tmp_path, ("NORMAL", "TUMOR"), *meta)
    assert found.rows["tumor_sample_barcode"].to_list() == ["TCGA-ZZ-4244-01A-01D-1105-08"]
    assert found.rows["tumor_sample_uuid"].to_list() == [uuid]
    assert found.landed.sequenced == ("TCGA-ZZ-4244-01A-01D-1105-08",)


def test_study_toml_gives_a_column_its_sample(tmp_path: Path) -> None:
    options = (("sample_id", "TUMOR=LH-1-T"), ("normal_id", "NORMAL=LH-1-N"))
    found = read(tmp_path, ("NORMAL", "TUMOR"), options=options)
    assert pairs(found) == [("LH-1-T", "LH-1-N", 20, 10)]
    assert not any("names no sample" in note for note in found.landed.notes)


def test_two_tumours_never_come_under_one_name(tmp_path: Path) -> None:
    found = read(tmp_path / "a", ("DNA_TUMOR", "RNA_TUMOR"))
    assert [row[0] for row in pairs(found)] == ["P1.DNA_TUMOR", "P1.RNA_TUMOR"]
    options = (("sample_id", "DNA_TUMOR=X"), ("sample_id", "RNA_TUMOR=X"))
    same = read(tmp_path / "b", ("DNA_TUMOR", "RNA_TUMOR"), options=options)
    assert "would be called by one name" in (same.landed.reason or "")


def test_a_file_of_sites_belongs_to_the_sample_that_study_toml_names(tmp_path: Path) -> None:
    text = header(samples=()) + "chr7\t100\t.\tA\tC\t.\tPASS\t.\n"
    held = landed(tmp_path / "a", text)
    assert "the file has no sample columns" in (held.landed.reason or "")
    found = landed(tmp_path / "b", text, (*BUILD, ("tumor_sample", "LH-9")))
    assert found.rows["tumor_sample_barcode"].to_list() == ["LH-9"]
    assert found.rows.select("t_depth", "n_depth").row(0) == (None, None)
