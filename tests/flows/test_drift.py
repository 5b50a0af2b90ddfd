"""Which former load a new file's columns are compared with."""

from pathlib import Path

from etl.landing import land_many
from etl.records import Landed
from flows import drift
from flows.land import _record
from tests.etl.delivery import VOCABULARY, deliver, records_of, table

READING = "0" * 12
PLACE = "Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode NCBI_Build"
ROW = "17 7670001 C T S1 GRCh38"


def landed(raw: Path, lake: Path) -> list[Landed]:
    sources = [source for _, source in sorted(records_of(raw).items()) if source.kind == "mutations"]
    return land_many(sources, raw, lake, VOCABULARY, lambda source: READING)


def test_a_file_under_a_new_name_is_compared_with_the_former_load_most_like_it(tmp_path: Path) -> None:
    raw, lake = tmp_path / "raw", tmp_path / "lake"
    deliver(
        raw,
        {
            "s/a.maf": table(f"Hugo_Symbol Entrez_Gene_Id {PLACE}", f"TP53 7157 {ROW}"),
            "s/b.maf": table(f"Hugo_Symbol {PLACE} t_depth t_alt_count callers", f"TP53 {ROW} 9 3 mutect2"),
        },
    )
    former = [_record(file, READING) for file in landed(raw, lake)]
    assert [file.status for file in former] == ["loaded", "loaded"]
    deliver(
        raw, {"s/c.maf": table(f"Hugo_Symbol {PLACE} t_depth t_alt_count caller", f"TP53 {ROW} 9 4 muse")}
    )
    found = drift.found(landed(raw, lake), former, lake, VOCABULARY)
    assert [(item.path, item.change, item.column_name, item.former_name) for item in found] == [
        ("s/c.maf", "renamed", "caller", "callers")
    ]
