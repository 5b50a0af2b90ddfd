"""BED: the regions that an assay was made to read (docs/formats/bed.md).

BED counts from 0 and leaves the end out (UCSC, BED format); landed regions count from 1 and hold both ends,
as everything here does. What stands in the columns beyond the fourth plays no part.
"""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from etl import genome
from etl.errors import FileFault
from etl.fields import raw_lines
from etl.formats import Batch, ReadContext
from etl.rejects import LINE, Rule, sentence, sift, with_bytes
from etl.text import TextBatch, TextFile
from etl.vocabulary import Vocabulary

# A track line states the build; a comment may say anything, so there only the name of a build counts.
_TRACK = re.compile(r"\bdb=[\"']?([\w.]+)")
_COMMENT = re.compile(
    r"^#+\s*(?:genome[_ ]?build|assembly|genome|reference)\s*[:= ]\s*([\w.]+)", re.IGNORECASE
)
_LEAD = r"(?i)^(#|track(\s|$)|browser(\s|$)|chr(om|omosome)?\s+(chrom)?_?start)"
_SHOWN = 40


class Bed:
    """Reader of BED into `regions`: a row for each interval, in file order; overlaps stay as they are."""

    slug = "bed"
    kind = "regions"
    schema: Mapping[str, pl.DataType] = {
        "panel_id": pl.String(),
        "genome_build": pl.String(),
        "chromosome": pl.String(),
        "start_position": pl.Int64(),
        "end_position": pl.Int64(),
        "name": pl.String(),
    }

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """Batches of intervals. Raises FileFault where the build is not stated, or stated twice otherwise."""
        build: str | None = None
        n_rows = 0
        for batch in text.batches():
            lines = _lines(batch)
            leads = lines.filter("is_lead")["raw_text"].to_list()
            build = _build(leads, build, text.path, context)
            rows = lines.filter(~pl.col("is_lead"))
            n_rows += rows.height
            yield _batch(batch, rows, build, context)
        if not n_rows:
            raise FileFault(text.path, None, "holds no interval", "deliver it again, or take it out")


def _lines(batch: TextBatch) -> pl.DataFrame:
    """Lines that are not blank, and whether each leads rows in or is one."""
    raw = pl.col("raw_text")
    return (
        raw_lines(batch)
        .filter(raw.str.strip_chars() != "")
        .with_columns(raw.str.contains(_LEAD).alias("is_lead"))
    )


def _build(leads: list[str], known: str | None, path: str, context: ReadContext) -> str:
    """The normal form of the build that study.toml, or a line of the file, states."""
    said = {known: ""} if known else {}
    if known is None and (by_study := context.source.option("genome_build")) is not None:
        said[_normal(by_study, context.vocabulary, path)] = "study.toml"
    for line in leads:
        if (match := _TRACK.search(line)) is not None or (
            (match := _COMMENT.search(line)) is not None and match[1].lower() in context.vocabulary.builds
        ):
            said.setdefault(_normal(match[1], context.vocabulary, path), "the file")
    if not said:
        message = "does not state its genome build, and a region of one build lies elsewhere in another"
        raise FileFault(path, None, message, "set genome_build in study.toml")
    if len(said) > 1:
        message = f"is of two genome builds: {' and '.join(sorted(said))}"
        raise FileFault(path, None, message, "correct genome_build in study.toml, or the track line")
    return next(iter(said))


def _normal(name: str, vocabulary: Vocabulary, path: str) -> str:
    found = genome.build_of(name, vocabulary)
    if found is None:
        supported = " and ".join(vocabulary.supported_builds)
        message = f"is of the build {name[:_SHOWN]!r}: {supported} are supported"
        raise FileFault(path, None, message, "lift it over")
    return found


def _batch(text: TextBatch, lines: pl.DataFrame, build: str, context: ReadContext) -> Batch:
    # Split by tabs; a line without any by blanks: UCSC allows both, and no blank in a field then.
    raw = pl.col("raw_text")
    blanks = raw.str.strip_chars().str.replace_all(r"\s+", "\t")
    cells = pl.when(raw.str.contains("\t", literal=True)).then(raw).otherwise(blanks).str.split("\t")
    length = genome.chromosome_length(pl.lit(build), pl.col("chromosome"), context.vocabulary)
    rows = (
        lines.rename({"line_number": LINE})
        .with_columns(cells.alias("cells"))
        .with_columns(
            pl.col("cells").list.len().alias("n_fields"),
            *(
                pl.col("cells").list.get(n, null_on_oob=True).str.strip_chars().alias(name)
                for n, name in enumerate(("delivered", "from", "to", "name"))
            ),
        )
        .with_columns(
            genome.normal_chromosome(pl.col("delivered"), context.vocabulary).alias("chromosome"),
            *(pl.col(name).cast(pl.Int64, strict=False).alias(f"{name}_number") for name in ("from", "to")),
        )
        .with_columns(length.alias("length"))
    )
    good, faults = sift(rows, _RULES)
    rejected = with_bytes(faults.join(lines, on="line_number", how="left", maintain_order="left"), text)
    # Regions of other sequences are sound and of no use: no gene here lies on one.
    placed = good.filter(pl.col("chromosome").is_not_null())
    return Batch(
        rows=placed.select(
            LINE,
            pl.lit(context.source.option("panel"), dtype=pl.String).alias("panel_id"),
            pl.lit(build).alias("genome_build"),
            "chromosome",
            (pl.col("from_number") + 1).alias("start_position"),
            pl.col("to_number").alias("end_position"),
            pl.when(~pl.col("name").is_in(["", ".", "-"])).then("name").alias("name"),
        ),
        rejects=rejected,
        rows_read=lines.height,
        rows_filtered=good.height - placed.height,
    )


def _shown(name: str) -> pl.Expr:
    return pl.col(name).fill_null("").str.head(_SHOWN)


_IS_PLACED = pl.col("chromosome").is_not_null()
_RULES = (
    Rule(
        "ragged_row",
        pl.col("n_fields") < 3,
        sentence("an interval needs chromosome, start and end; found {} fields", pl.col("n_fields")),
    ),
    Rule("invalid_chromosome", pl.col("delivered") == "", pl.lit("the chromosome is empty: name it")),
    Rule(
        "position_not_a_number",
        pl.col("from_number").is_null()
        | pl.col("to_number").is_null()
        | (pl.col("from_number") < 0)
        | (pl.col("to_number") < 0),
        sentence('start "{}" and end "{}" must be whole numbers of 0 or more', _shown("from"), _shown("to")),
    ),
    Rule(
        "empty_interval",
        pl.col("from_number") >= pl.col("to_number"),
        sentence(
            "start {} and end {} hold no base: BED counts the start from 0 and leaves the end out",
            "from_number",
            "to_number",
        ),
    ),
    Rule(
        "position_beyond_chromosome",
        _IS_PLACED & (pl.col("to_number") > pl.col("length")),
        sentence(
            "end {} lies outside chromosome {} (1 to {}): is the build right?",
            "to_number",
            "chromosome",
            "length",
        ),
    ),
)

BED = Bed()
