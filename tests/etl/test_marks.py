"""Byte order marks within a file: whatever lines they stand before, nothing becomes different."""

from pathlib import Path

import pytest

from etl.head import head
from tests.etl.delivery import land_file
from tests.etl.test_fuzz_findings import SOUND

BUILD = (("genome_build", "GRCh38"), ("genome_build_from", "study.toml"))
CLINICAL = b"#Patient\tAge\tSex\n#x\n#STRING\n#1\nPATIENT_ID\tAGE\tSEX\nP1\t50\tMale\nP2\t51\tFemale\n"
TABLES = {
    "maf": SOUND["maf"].rstrip(b"\x01"),
    "vcf": SOUND["vcf"].rstrip(b"\x03"),
    "cbioportal_patient": CLINICAL,
}


@pytest.mark.parametrize("format", TABLES)
def test_a_mark_before_any_line_changes_nothing(tmp_path: Path, format: str) -> None:
    plain = TABLES[format]
    marked = b"".join(b"\xef\xbb\xbf" + line for line in plain.splitlines(keepends=True))
    options = () if format == "cbioportal_patient" else BUILD
    name = f"s/P1.{format}"
    one = land_file(tmp_path / "plain", plain, format, name=name, options=options)
    two = land_file(tmp_path / "marked", marked, format, name=name, options=options)
    assert one.landed.status == "loaded", one.landed.reason
    assert one.rows.height >= 2
    assert two.rows.equals(one.rows)
    assert two.rejects.drop("raw_bytes").equals(one.rejects.drop("raw_bytes"))
    assert two.landed.rows_filtered == one.landed.rows_filtered
    assert set(two.landed.notes) - set(one.landed.notes) == {
        "line 2 starts with a byte order mark: such marks are passed over"
    }
    heads = [head(tmp_path / folder / "raw", name, format)[0] for folder in ("plain", "marked")]
    assert heads[0] == heads[1]
