"""VCF files beside other files of a study, and what study.toml says of them."""

from pathlib import Path

import pytest

from tests.etl.delivery import deliver, seen, studies_of
from tests.etl.files import CLINICAL, MAF

VCF = "##fileformat=VCF4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"


@pytest.mark.parametrize(
    ("beside", "layout"),
    [({}, "generic"), ({"s/clinical.tsv": CLINICAL}, "gdc"), ({"s/data_mutations.txt": MAF}, "cbioportal")],
)
@pytest.mark.parametrize("name", ["x.vcf", "x.vcf.gz", "deep/x.g.vcf.bgz", "X.VCF"])
def test_a_vcf_is_mutations_in_every_layout(
    tmp_path: Path, beside: dict[str, str], layout: str, name: str
) -> None:
    deliver(tmp_path, {**beside, f"s/{name}": VCF})
    assert studies_of(tmp_path)["s"].layout == layout
    record = seen(tmp_path, f"s/{name}")
    assert (record.kind, record.format, record.disposition, record.options) == (
        "mutations",
        "vcf",
        "load",
        (),
    )


def test_a_vcf_is_known_by_its_first_line(tmp_path: Path) -> None:
    deliver(tmp_path, {"s/calls.txt": VCF, "t/clinical.tsv": CLINICAL, "t/calls.txt": VCF})
    assert seen(tmp_path, "s/calls.txt").format == "vcf"
    assert seen(tmp_path, "t/calls.txt").format == "vcf"


@pytest.mark.parametrize(
    "name", ["a.wxs.MuTect2.somatic_annotation.vcf.gz", "a.wxs.aliquot_ensemble_raw.vcf.gz"]
)
def test_unfiltered_calls_of_the_gdc_are_loaded_only_where_study_toml_names_them(
    tmp_path: Path, name: str
) -> None:
    deliver(tmp_path, {"s/clinical.tsv": CLINICAL, f"s/{name}": VCF})
    assert seen(tmp_path, f"s/{name}").disposition == "not_loaded"
    deliver(tmp_path, {"s/study.toml": f'[[file]]\npath = "{name}"\nkind = "mutations"\n'})
    assert seen(tmp_path, f"s/{name}").disposition == "load"


def test_what_study_toml_says_reaches_the_reader(tmp_path: Path) -> None:
    toml = """
        [study]
        genome_build = "hg38"
        reference_fasta = "ref/GRCh38.fa"
        assay = "WGS"
        [[file]]
        path = "*.vcf"
        kind = "mutations"
        tumor_sample = "TUMOR"
        normal_sample = "NORMAL"
        [file.values.Tumor_Sample_Barcode]
        TUMOR = "LH-1-T"
        [file.values.Matched_Norm_Sample_Barcode]
        NORMAL = "LH-1-N"
        """
    raw = deliver(tmp_path, {"s/study.toml": toml, "s/x.vcf": VCF, "s/ref/GRCh38.fa": ">1\nA\n"})
    status = (raw / "s/ref/GRCh38.fa").stat()
    assert seen(raw, "s/x.vcf").options == (
        ("genome_build", "GRCh38"),
        ("genome_build_from", "study.toml"),
        ("assay", "WGS"),
        ("reference_fasta", str(raw / "s/ref/GRCh38.fa")),
        ("reference_stamp", f"{status.st_size}:{status.st_mtime_ns}"),
        ("tumor_sample", "TUMOR"),
        ("normal_sample", "NORMAL"),
        ("sample_id", "TUMOR=LH-1-T"),
        ("normal_id", "NORMAL=LH-1-N"),
    )
    assert seen(raw, "s/ref/GRCh38.fa").kind == "reference"


def test_a_compressed_reference_and_its_indexes_are_known(tmp_path: Path) -> None:
    """A new index is a reason to read the VCFs again, as a new FASTA is."""
    toml = '[study]\ngenome_build = "hg38"\nreference_fasta = "GRCh38.fa.gz"\n'
    names = [f"s/GRCh38.fa.gz{suffix}" for suffix in ("", ".fai", ".gzi")]
    raw = deliver(tmp_path, {"s/study.toml": toml, "s/x.vcf": VCF, **dict.fromkeys(names, "x")})
    assert {seen(raw, name).kind for name in names} == {"reference"}
    before = dict(seen(raw, "s/x.vcf").options)["reference_stamp"]
    (raw / "s/GRCh38.fa.gz.gzi").write_text("another")
    assert dict(seen(raw, "s/x.vcf").options)["reference_stamp"] != before


@pytest.mark.parametrize(
    ("name", "more", "reason"),
    [
        ("x.vcf", '[file.columns]\nHugo_Symbol = "x"\n', "[file.columns] has no meaning for a VCF"),
        ("x.vcf", '[file.values.Hugo_Symbol]\nx = "y"\n', "may name the values of Tumor_Sample_Barcode and"),
        ("x.maf", 'tumor_sample = "T"\n', "name columns of a VCF, which this is not"),
    ],
)
def test_what_has_no_meaning_for_a_file_holds_it_back(
    tmp_path: Path, name: str, more: str, reason: str
) -> None:
    toml = f'[[file]]\npath = "{name}"\nkind = "mutations"\n{more}'
    deliver(tmp_path, {"s/study.toml": toml, "s/x.vcf": VCF, "s/x.maf": MAF})
    record = seen(tmp_path, f"s/{name}")
    assert record.disposition == "held_back"
    assert reason in str(record.reason)
