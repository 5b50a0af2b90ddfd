"""Annotation in INFO: VEP's `CSQ` and SnpEff's `ANN`, read by the field order that the header states."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from etl.text import as_text
from etl.vcf.header import Header

KEYS = ("CSQ", "ANN")
# ours: the spellings of VEP, of older VEP, of SnpEff (compared without blanks).
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "allele": ("Allele",),
    "consequence": ("Consequence", "Annotation"),
    "symbol": ("SYMBOL", "HGNC", "Gene_Name"),
    "gene": ("Gene", "Gene_ID"),
    "transcript": ("Feature", "Feature_ID"),
    "biotype": ("BIOTYPE", "Transcript_BioType"),
    "hgvsc": ("HGVSc", "HGVS.c"),
    "hgvsp": ("HGVSp", "HGVS.p"),
    "cdna_position": ("cDNA_position", "cDNA.pos/cDNA.length"),
    "protein_position": ("Protein_position", "AA.pos/AA.length"),
    "amino_acids": ("Amino_acids",),
    "existing": ("Existing_variation",),
    "allele_number": ("ALLELE_NUM",),
    "canonical": ("CANONICAL",),
    "mane": ("MANE_SELECT", "MANE"),
    "pick": ("PICK",),
}


@dataclass(frozen=True, slots=True)
class Annotation:
    """Which INFO key holds the annotation, and the place of each field that is read."""

    key: str
    n_fields: int
    places: Mapping[str, int]


def of_header(header: Header) -> Annotation | None:
    """The annotation that the header describes: CSQ before ANN; None without one that names a consequence."""
    for key in KEYS:
        for meta in header.of("INFO"):
            if meta.id != key:
                continue
            names = _field_names(meta.fields.get("Description", ""))
            places = {
                ours: names.index(found)
                for ours, spellings in SPELLINGS.items()
                if (found := next((name for name in spellings if name in names), None)) is not None
            }
            if "consequence" in places:
                return Annotation(key, len(names), places)
    return None


def _field_names(description: str) -> list[str]:
    """`… Format: Allele|Consequence` (VEP) and `… annotations: 'Allele | Annotation | …'` (SnpEff)."""
    start = re.search(r"(?:Format|annotations):\s*['\"]?\s*(?=\S*\s*\|)", description, re.IGNORECASE)
    listed = description[start.end() :] if start else description
    return [re.sub(r"[\s'\"]", "", name) for name in listed.split("|")] if "|" in listed else []


def split_info(info: pl.Series, key: str) -> tuple[pl.Series, pl.Series]:
    """The value of `key` (NULL without it), and INFO without that value (`CSQ=` stays)."""
    text = pl.col("info")
    start = pl.coalesce(
        pl.when(text.str.starts_with(f"{key}=")).then(pl.lit(len(key) + 1, dtype=pl.UInt32)),
        text.str.find(f";{key}=", literal=True) + (len(key) + 2),
    )
    # Bytes are cut, not characters: `find` counts bytes.
    frame = info.to_frame("info").with_columns(start.alias("start"), text.cast(pl.Binary).alias("octets"))
    octets, at = pl.col("octets"), pl.col("start")
    cut = frame.select(
        pl.when(at.is_not_null()).then(octets.bin.slice(at)).cast(pl.String).alias("value"),
        pl.when(at.is_null()).then(octets).otherwise(octets.bin.slice(0, at)).cast(pl.String).alias("head"),
    )
    cut = cut.with_columns(pl.col("value").str.find(";", literal=True).alias("end"))
    if cut["end"].null_count() == cut.height:  # the annotation comes last, as VEP and SnpEff put it
        return cut["value"], cut["head"]
    value, end = pl.col("value").cast(pl.Binary), pl.col("end")
    cut = cut.select(
        pl.when(end.is_null()).then(value).otherwise(value.bin.slice(0, end)).cast(pl.String).alias("value"),
        pl.col("head") + value.bin.slice(end).cast(pl.String).fill_null(""),
    )
    return cut["value"], cut["head"]


def entries(annotation: Annotation, values: pl.Series) -> pl.DataFrame:
    """One row for each transcript of each record: `record` and the fields that the header names."""
    held = values.to_frame("value").with_row_index("record").filter(pl.col("value").fill_null("") != "")
    names = {place: name for name, place in annotation.places.items()}
    counts = held.select(pl.col("value").str.count_matches(",", literal=True) + 1).to_series()
    fields = _columns(held["value"], annotation.n_fields, names)
    if fields is None or fields.height != int(counts.sum()):
        listed = held.with_columns(pl.col("value").str.split(",")).explode("value")
        fields = listed.select(
            pl.col("value").str.split("|").list.get(place, null_on_oob=True).replace("", None).alias(name)
            for place, name in names.items()
        )
        return fields.with_columns(listed["record"])
    record = held.select(pl.col("record").repeat_by(counts).alias("record")).explode("record").to_series()
    return fields.with_columns(record)


def _columns(values: pl.Series, n_fields: int, names: Mapping[int, str]) -> pl.DataFrame | None:
    """The entries through polars' CSV reader: several times as fast as splitting texts. None where they do
    not fit it.
    """
    buffer = io.BytesIO()
    values.to_frame().write_csv(buffer, include_header=False, quote_style="never", line_terminator=",")
    schema = {names.get(place, f"_{place}"): pl.String() for place in range(n_fields)}
    try:
        return (
            pl.scan_csv(
                as_text(buffer.getvalue()),
                separator="|",
                eol_char=",",
                has_header=False,
                quote_char=None,
                schema=schema,
                extra_columns="ignore",
                missing_columns="insert",
            )
            .select(names.values())
            .collect()
        )
    except pl.exceptions.PolarsError:
        return None
