"""The VCF 4.2 conformance corpus of samtools/hts-specs, read under a study.toml that names build and
tumour.
"""

from pathlib import Path

import pytest

from tests.etl.delivery import Result, land_file

# What must be said of each file of failed/: words of the message that names its cause.
CAUSES = {
    "body_alt_000": 'ALT "R" holds an ambiguity code',
    "body_alt_001": 'ALT "A T" holds white space',
    "body_alt_002": "ALT makes a wrong use of a comma",
    "body_alt_003": "symbolic allele with angle brackets inside",
    "body_alt_005": "breakend without bases at either side",
    "body_chrom_000": "CHROM \"<1\" holds an angle bracket",
    "body_chrom_001": 'CHROM "chr:1" holds a colon',
    "body_chrom_002": 'CHROM "chr 1" holds white space',
    "body_chrom_003": 'CHROM "chr,1" holds a comma',
    "body_contiguous_000": 'not contiguous: a sequence comes back after another ("1")',
    "body_contiguous_001": 'not contiguous: a sequence comes back after another ("2")',
    "body_duplicated_000": 'gives it too ("1:123 C>G"): line 5',
    "body_duplicated_001": 'gives it too ("1:130 A>G"): 2 times',
    "body_duplicated_002": 'gives it too ("1:124 T>A")',
    "body_duplicated_003": 'gives it too ("1:124 A>G")',
    "body_filter_000": "FILTER contains the missing value in addition to another",
    "body_filter_001": "FILTER ends with a semi-colon",
    "body_filter_002": "FILTER begins with a semi-colon",
    "body_filter_003": "FILTER contains white space",
    "body_filter_004": "FILTER contains the reserved value 0",
    "body_format_000": "FORMAT contains an empty sub-field",
    "body_format_001": "FORMAT contains white space",
    "body_format_002": "FORMAT does not start with GT",
    "body_format_003": "FORMAT contains a character that is not alphanumeric",
    "body_format_004": 'GT "0/|1" of HG00096 is not a valid genotype',
    "body_id_000": "ID contains white space",
    "body_id_001": "ID begins with a semi-colon",
    "body_id_002": "ID ends with a semi-colon",
    "body_info_000": "INFO AA contains a comma",
    "body_info_001": "INFO AC is a negative number",
    "body_info_002": 'INFO AC is not an integer ("AC=1.150")',
    "body_info_003": 'INFO AC is not an integer ("AC=AC1")',
    "body_info_004": "INFO AF is a negative number",
    "body_info_005": "INFO AF is not a number",
    "body_info_006": "INFO AN is a negative number",
    "body_info_007": 'INFO AN is not an integer ("AN=1.150")',
    "body_info_008": 'INFO AN is not an integer ("AN=AN1")',
    "body_info_009": "INFO BQ is not a number",
    "body_info_010": "INFO CIGAR contains illegal characters",
    "body_info_011": 'INFO CIGAR contains illegal characters ("CIGAR=0.05")',
    "body_info_012": "INFO DB value is not a flag",
    "body_info_013": "INFO DP is a negative number",
    "body_info_014": "INFO DP is not an integer",
    "body_info_015": "INFO DP is not an integer",
    "body_info_016": "INFO END is a negative number",
    "body_info_017": "INFO END is not an integer",
    "body_info_018": "INFO END is not an integer",
    "body_info_019": "INFO H2 value is not a flag",
    "body_info_020": "INFO H3 value is not a flag",
    "body_info_021": "INFO MQ0 is a negative number",
    "body_info_022": "INFO MQ0 is not an integer",
    "body_info_023": "INFO NS is a negative number",
    "body_info_024": "INFO NS is not an integer",
    "body_info_025": "INFO SOMATIC value is not a flag",
    "body_info_026": "INFO VALIDATED value is not a flag",
    "body_info_027": "INFO 1000G value is not a flag",
    "body_info_028": "INFO contains white space",
    "body_info_029": "INFO MY does not match Number=0",
    "body_info_030": "INFO MY contains a comma: Number=1 asks for one value",
    "body_info_031": "INFO MY does not match Number=A",
    "body_info_033": "INFO MY does not match Number=R",
    "body_info_036": 'INFO AC is a negative number ("AC=-1"): 6 times',
    "body_pos_000": 'POS "." is not a whole number of 0 or more',
    "body_pos_001": 'POS "123abc" is not a whole number of 0 or more',
    "body_pos_002": 'POS "-1" is not a whole number of 0 or more',
    "body_qual_000": "QUAL is not a number",
    "body_qual_001": "QUAL is a negative number",
    "body_ref_000": 'REF "C,A" names several alleles',
    "body_ref_001": 'REF "B" holds something other than the bases',
    "body_ref_002": "REF is missing",
    "body_sample_000": 'GT "1/C" of HG00096 is not a valid genotype',
    "body_sample_001": "GT 0/3 of HG00096 names an allele that the line does not have",
    "body_sample_002": 'GT "0.000" of HG00096 is not a valid genotype',
    "body_sample_003": "HG00096 holds more fields than FORMAT names",
    "body_sample_004": "DS of HG00096 does not match its Number",
    "body_sample_005": "AL of HG00096 does not match its Number",
    "body_sample_006": "AL of HG00096 does not match its Number",
    "body_sample_007": "DS of HG00096 does not match its Type",
    "body_sample_008": "DS of HG00096 does not match its Type",
    "body_sample_009": "DS of HG00096 does not match its Type",
    "body_sample_010": "AL of HG00096 does not match its Number",
    "body_sample_011": "sample names are not unique",
    "body_samples_ploidy_000": "PL of HG00096 does not match its Number (G: 3 values)",
    "body_samples_ploidy_001": "PL of HG00096 does not match its Number (G: 6 values)",
    "body_samples_ploidy_002": "PL of HG00096 does not match its Number (G: 2 values)",
    "body_samples_ploidy_003": "PL of HG00096 does not match its Number (G: 3 values)",
    "body_unsorted_000": "not sorted: a position is smaller than the one before it",
    "fileformat_000": "fileformat is not a key-value pair: the value is empty",
    "fileformat_001": "##fileformat holds white space",
    "header_000": 'column 2 is called "POSITION", it must be POS',
    "header_001": "there is a FORMAT column but no sample column",
    "meta_000": "is not a key-value pair (##key=value)",
    "meta_001": "lacks a quotation mark, or holds one that is not escaped",
    "meta_002": "lacks a quotation mark",
    "meta_003": "is not closed: no > at its end",
    "meta_004": "stands in the header, but is no meta-information line",
    "meta_005": "stands in the header, but is no meta-information line",
    "meta_006": "ALT lacks a quotation mark",
    "meta_007": "FORMAT lacks a quotation mark",
    "meta_008": "INFO lacks a quotation mark",
    "meta_009": "reference is not a key-value pair: the value is empty",
    "meta_alt_000": "ALT DEL1: the ID must start with",
    "meta_alt_001": 'ALT DEL: Number is "B"',
    "meta_alt_002": 'ALT DEL: Type is "Text"',
    "meta_alt_003": "ALT DEL: Description must be in double quotes",
    "meta_alt_004": "ALT DEL: the fields must be in the order",
    "meta_alt_005": "ALT THIS:IS-NOT-VALID: the ID must start with",
    "meta_alt_006": "ALT DEL:A B: the ID holds white space",
    "meta_alt_007": 'ALT holds "B", which is no key=value pair: a comma',
    "meta_alt_008": "ALT DEL:A<B: the ID holds an angle bracket",
    "meta_alt_009": "ALT DEL:A>B: the ID holds an angle bracket",
    "meta_assembly_000": "assembly is not a key-value pair",
    "meta_assembly_001": "assembly is not a valid URL",
    "meta_contig_000": "contig: the ID is missing",
    "meta_contig_001": "contig 1 A: the ID holds white space",
    "meta_contig_002": 'contig holds "A", which is no key=value pair: a comma',
    **{
        f"meta_format_{n:03}": words
        for n, words in enumerate(
            (
                'FORMAT DP: Number is "N"',
                'FORMAT DP: Type is "Int"',
                "FORMAT DP: Description must be in double quotes",
                "FORMAT DP: the fields must be in the order",
                "FORMAT DP: Type is String, the specification reserves it as Integer",
                "FORMAT DP: Number is 2, the specification reserves it as 1",
                "FORMAT EC: Type is String",
                "FORMAT EC: Number is 1",
                "FORMAT FT: Type is Float",
                "FORMAT FT: Number is 2",
                "FORMAT GL: Type is String",
                "FORMAT GL: Number is A",
                "FORMAT GP: Type is String",
                "FORMAT GP: Number is A",
                "FORMAT GQ: Type is String",
                "FORMAT GQ: Number is A",
                "FORMAT GT: Type is Float",
                "FORMAT GT: Number is G",
                "FORMAT HQ: Type is Float",
                "FORMAT HQ: Number is 1",
                "FORMAT MQ: Type is Float",
                "FORMAT MQ: Number is A",
                "FORMAT PL: Type is Float",
                "FORMAT PL: Number is 1",
                "FORMAT PQ: Type is Float",
                "FORMAT PQ: Number is G",
                "FORMAT PS: Type is Float",
                "FORMAT PS: Number is G",
                'FORMAT GLE: Type is "Flag"',
                "FORMAT GLE: Number is A",
            )
        )
    },
    **{
        f"meta_info_{n:03}": words
        for n, words in enumerate(
            (
                'INFO DP: Number is "N"',
                'INFO DP: Type is "Int"',
                "INFO DP: Description must be in double quotes",
                "INFO DP: the fields must be in the order",
                *(
                    f"INFO {key}: {what} is"
                    for key in ("AA", "AC", "AF", "AN", "BQ", "CIGAR", "DB", "DP", "END", "H2", "H3")
                    for what in ("Type", "Number")
                ),
                "INFO MQ: Number is R",
                *(
                    f"INFO {key}: {what} is"
                    for key in ("MQ0", "NS", "SOMATIC", "VALIDATED", "1000G")
                    for what in ("Type", "Number")
                ),
            )
        )
    },
    "meta_pedigree_000": 'the genome ID "Something wrong" holds white space or punctuation',
    "meta_pedigree_001": 'the genome ID "Something:wrong" holds white space or punctuation',
    "meta_pedigreedb_000": "pedigreeDB is not a key-value pair",
    "meta_pedigreedb_001": "pedigreeDB is not a key-value pair",
    "meta_pedigreedb_002": "pedigreeDB is not a valid URL",
    "meta_sample_000": "SAMPLE SAMPLE1: Genomes is missing beside Mixture",
    "meta_sample_001": "SAMPLE SAMPLE1: Mixture is in quotation marks",
}  # fmt: skip
# What is said of sound files too: how lines were counted, what was left out by a stated rule.
_USUAL = ("left out (", "no annotation (", "no data lines", "no row could")


def _read(folder: Path, path: Path) -> Result:
    titles = next((text for text in path.read_text("latin-1").splitlines() if text.startswith("#CHROM")), "")
    tumor = "*" if titles.count("\t") > 8 else "S1"
    options = (("genome_build", "GRCh37"), ("genome_build_from", "study.toml"), ("tumor_sample", tumor))
    return land_file(folder, path.read_bytes(), "vcf", name=f"s/{path.name}", options=options)


def _said(found: Result) -> list[str]:
    return [found.landed.reason or "", *found.landed.notes, *found.rejects["message"]]


def _data_lines(path: Path) -> set[int]:
    texts = path.read_text("latin-1").split("\n")
    return {number for number, text in enumerate(texts, 1) if text.strip() and not text.startswith("#")}


def test_every_file_of_the_corpus_is_listed(samples: Path) -> None:
    files = {
        path.stem.removeprefix("failed_") for path in (samples / "vcf/hts_specs_4.2/failed").glob("*.vcf")
    }
    assert len(files) == 190
    assert files == set(CAUSES)


@pytest.mark.parametrize("name", CAUSES)
def test_a_broken_file_is_reported_with_its_cause(samples: Path, tmp_path: Path, name: str) -> None:
    path = samples / "vcf/hts_specs_4.2/failed" / f"failed_{name}.vcf"
    found = _read(tmp_path, path)
    assert any(CAUSES[name] in sentence for sentence in _said(found)), _said(found)


def test_no_sound_file_is_refused_and_no_line_is_lost(samples: Path, tmp_path: Path) -> None:
    paths = sorted((samples / "vcf/hts_specs_4.2/passed").glob("*.vcf"))
    assert len(paths) == 25
    for path in paths:
        found = _read(tmp_path / path.stem, path)
        assert found.landed.status == "loaded", found.landed.reason
        assert found.rejects.is_empty(), path.name
        assert found.landed.rows_read >= len(_data_lines(path)), path.name
        odd = [
            note for note in found.landed.notes if not note.startswith(_USUAL) and " data line" not in note
        ]
        # The same symbolic allele twice is sound; a sample of two names does not make a line wrong.
        assert not odd, (path.name, odd)


def test_each_data_line_of_a_broken_file_is_loaded_quarantined_or_left_out(
    samples: Path, tmp_path: Path
) -> None:
    for path in sorted((samples / "vcf/hts_specs_4.2/failed").glob("*.vcf")):
        found = _read(tmp_path / path.stem, path)
        if found.landed.reason and not found.landed.reason.startswith("no row could be loaded"):
            continue  # held back as a whole, with its reason
        loaded = set(found.rows["source_line"]) if "source_line" in found.rows.columns else set()
        quarantined = set(found.rejects["line_number"])
        accounted = len(loaded | quarantined) + found.landed.rows_filtered
        assert loaded | quarantined <= _data_lines(path)
        assert accounted >= len(_data_lines(path)), path.name
