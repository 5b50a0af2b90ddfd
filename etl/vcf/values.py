"""ID, QUAL, FILTER, INFO and FORMAT against what the header and the specification say of them.

None of this decides whether a row is loaded: the findings are reported. One pattern over each INFO finds out
whether there is anything to report; only what it hits is looked at key by key.
"""

import re
from collections.abc import Iterator, Mapping

import polars as pl

from etl.rejects import LINE
from etl.vcf import reserved
from etl.vcf.notes import Notes
from etl.vcf.reserved import Declared
from etl.vcf.sample_values import count_of

_FLOAT = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|[-+]?(?i:inf|infinity|nan)"
_KEY = re.compile(r"[A-Za-z0-9_][0-9A-Za-z_.+-]*")
# Fields of more values than this are not counted: the pattern would grow too large.
_MAX_VALUES = 24
_LOOKED_AT = 500


def note_info(declared: Mapping[str, Declared], records: pl.DataFrame, info: pl.Series, notes: Notes) -> None:
    """Note faults of INFO (without the annotation's value), for records with `n_alleles`."""
    frame = records.select(LINE, "n_alleles").with_columns(info.alias("info"))
    text = pl.col("info")
    _note(notes, "INFO contains white space", frame.filter(text.str.contains(r"\s")), text)
    few_alleles = frame.filter(pl.col("n_alleles") <= _MAX_VALUES)
    for (n_alleles,), group in few_alleles.group_by("n_alleles", maintain_order=True):
        remaining = dict(_info_faults(declared, int(str(n_alleles))))
        while remaining:
            anything = "|".join(remaining.values())
            hit = group.filter(text.str.contains(f"(?:^|;)(?:{anything})"))
            if hit.is_empty():
                break
            few = hit.head(_LOOKED_AT).select(
                text.str.contains(f"(?:^|;)(?:{pattern})").any().alias(what)
                for what, pattern in remaining.items()
            )
            # What these few lines have is counted in all; then the rest is searched for other faults.
            for what in [what for what, is_there in few.row(0, named=True).items() if is_there]:
                pattern = remaining.pop(what)
                example = text.str.extract(f"(?:^|;)({re.escape(what.split(' ')[1])}(?:=[^;]*)?)(?:;|$)")
                _note(notes, what, hit.filter(text.str.contains(f"(?:^|;)(?:{pattern})")), example)


def note_fixed(records: pl.DataFrame, notes: Notes) -> None:
    """Note faults of ID, QUAL and FILTER."""
    id_, qual, filter_ = pl.col("ID"), pl.col("QUAL"), pl.col("FILTER")
    checks: tuple[tuple[str, pl.Expr, pl.Expr], ...] = (
        ("ID contains white space", id_.str.contains(r"\s"), id_),
        ("ID begins with a semi-colon", id_.str.starts_with(";"), id_),
        ("ID ends with a semi-colon", id_.str.ends_with(";"), id_),
        ("QUAL is a negative number", qual.str.contains(r"^-\d"), qual),
        ("QUAL is not a number", ~qual.str.contains(rf"^(?:{_FLOAT}|\.)$"), qual),
        ("FILTER contains white space", filter_.str.contains(r"\s"), filter_),
        ("FILTER begins with a semi-colon", filter_.str.starts_with(";"), filter_),
        ("FILTER ends with a semi-colon", filter_.str.ends_with(";"), filter_),
        ("FILTER contains the reserved value 0", filter_.str.contains("(?:^|;)0(?:;|$)"), filter_),
        (
            "FILTER contains the missing value in addition to another",
            filter_.str.contains(r"(?:^|;)\.(?:;|$)") & (filter_ != "."),
            filter_,
        ),
    )
    hits = records.select(when.any().alias(str(n)) for n, (_, when, _) in enumerate(checks)).row(0)
    for hit, (what, when, shown) in zip(hits, checks, strict=True):
        if hit:
            _note(notes, what, records.filter(when), shown)


def note_format(records: pl.DataFrame, is_old: bool, notes: Notes) -> None:
    """Note faults of FORMAT. From VCF 4.3 on (not `is_old`) its keys may hold `_` and `.`."""
    distinct = records.group_by("FORMAT").agg(pl.col(LINE).min())
    text = pl.col("FORMAT")
    keys = text.str.split(":")
    odd = r"[^0-9A-Za-z:\s]" if is_old else r"[^0-9A-Za-z_.:\s]"
    for what, when in (
        ("FORMAT contains an empty sub-field", text.str.contains("^:|::|:$|^$")),
        ("FORMAT contains white space", text.str.contains(r"\s")),
        ("FORMAT contains a character that is not alphanumeric", text.str.contains(odd)),
        ("FORMAT does not start with GT", keys.list.contains("GT") & (keys.list.first() != "GT")),
        ("FORMAT names a key twice", keys.list.n_unique() < keys.list.len()),
    ):
        found = distinct.filter(when)
        if not found.is_empty():
            lines = records.filter(text.is_in(found["FORMAT"].implode()))
            _note(notes, what, lines, text)


def checkable(declared: Mapping[str, Declared], annotation: str | None) -> dict[str, Declared]:
    """The declared INFO keys that are checked: not the annotation, and none with a name that is no key."""
    return {key: what for key, what in declared.items() if key != annotation and _KEY.fullmatch(key)}


def _note(notes: Notes, what: str, found: pl.DataFrame, example: pl.Expr) -> None:
    if not found.is_empty():
        notes.add(what, found[LINE], found.select(example.first()).item())


def _info_faults(declared: Mapping[str, Declared], n_alleles: int) -> Iterator[tuple[str, str]]:
    """What can be wrong with INFO, as (sentence, pattern of a whole `key=value`) of a record with that
    many ALTs.
    """
    for key, what in declared.items():
        start, value = re.escape(key), r"[^;]*"
        if what.type == "Flag" or what.number == "0":
            if key in reserved.INFO:
                yield f"INFO {key} value is not a flag", rf"{start}=(?:[^;01][^;]*|[01][^;]+)?(?:;|$)"
            else:
                yield f"INFO {key} does not match Number=0: a flag has no value", rf"{start}={value}"
            continue
        if key == "CIGAR":
            yield (
                "INFO CIGAR contains illegal characters",
                r"CIGAR=(?:[^;]*[^0-9MIDNSHP=X,;][^;]*|\d+(?:;|$))",
            )
            continue
        if key in reserved.INFO_NOT_NEGATIVE:
            yield f"INFO {key} is a negative number", rf"{start}=(?:[^;]*,)?-\d"
        if what.type == "Integer":
            yield (
                f"INFO {key} is not an integer",
                rf"{start}=[^;]*(?:[^-+0-9.,;]|\d[-+.]|\.\d|[-+](?:[,;]|$))",
            )
        elif what.type == "Float":
            first = "[^-+0-9.,;iInN]"
            yield (
                f"INFO {key} is not a number",
                rf"{start}=(?:{first}|[^;]*(?:,{first}|[^-+0-9.,;eEiInNfFaAtTyY]|\d[^-+0-9.,;eE]))",
            )
        count = count_of(what.number, n_alleles, None)
        # Callers write commas into texts of Number=1: only the specification's own AA is held to it.
        if (
            count is None
            or not 1 <= count <= _MAX_VALUES
            or (what.type == "String" and key not in reserved.INFO)
        ):
            continue
        one = "[^,;]*"
        pattern = f"{one}(?:,{one}){{{count - 1}}},"
        if count == 1:
            yield (
                f"INFO {key} contains a comma: Number={what.number} asks for one value",
                rf"{start}={pattern}",
            )
        else:
            fewer = rf"{one}(?:,{one}){{0,{count - 2}}}(?:;|$)"
            yield (
                f"INFO {key} does not match Number={what.number}: {count} values",
                rf"{start}=(?:{fewer}|{pattern})",
            )
