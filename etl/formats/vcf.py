"""VCF 4.1 to 4.5 into `mutations`: a row for each tumour sample and ALT allele, in normal form.

The ledger counts calls: one tumour sample × one ALT allele of a data line. What is rejected or left out
before it is a call (a line, an allele) counts one. Rules, samples, depths and annotation: `etl.vcf`.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from etl.errors import FileFault
from etl.formats import Batch, ReadContext
from etl.formats.maf import LANDING
from etl.rejects import none
from etl.text import TextFile
from etl.vcf import annotation, conformity
from etl.vcf.build import build_of_file
from etl.vcf.calls import made
from etl.vcf.classes import Terms
from etl.vcf.fasta import FastaError
from etl.vcf.header import Header
from etl.vcf.in_order import in_order
from etl.vcf.order import Order
from etl.vcf.plan import Plan, Tally
from etl.vcf.records import Chunk, Records, open_lines, parse
from etl.vcf.reference import Reference
from etl.vcf.samples import Pair, Said, pairs
from etl.vcf.values import checkable

# In a file of the wrong build about 7 of 10 reference bases differ; in a sound one, hardly any.
MAX_MISMATCHES = 0.1
MIN_MISMATCHES = 3
# From so many checked alleles on, a file is given up before its end.
EARLY = 1000


class Vcf:
    """Reader of VCF into `mutations`."""

    slug = "vcf"
    kind = "mutations"
    schema = LANDING

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """Batches of calls. Raises FileFault for a header, samples, a build or a reference that cannot be
        used.
        """
        header, chunks = open_lines(text.path, text.batches())
        for sentence in conformity.findings(header):
            context.note(sentence)
        if header.stray:
            yield _stray(header)
        first = next((chunk for chunk in chunks if chunk.data.strip()), None)
        if first is None:
            _say_sequenced(text.path, header, context)
            return
        plan = _plan(text.path, header, context)
        order, tally = Order(), Tally()
        n_lines = n_calls = 0
        for records, batch, found in in_order(partial(_read, text.path, plan), _from(first, chunks)):
            order.look(records.rows, tally.notes)
            tally.add(found)
            n_lines += records.n_lines
            n_calls += batch.rows_read
            yield batch
            _check_build(text.path, plan, tally, is_last=False)
        _check_build(text.path, plan, tally, is_last=True)
        _check_sequences(text.path, tally, n_lines)
        _say(n_lines, n_calls, tally, context)


def _from(first: Chunk, rest: Iterator[Chunk]) -> Iterator[Chunk]:
    yield first
    yield from rest


def _read(path: str, plan: Plan, chunk: Chunk) -> tuple[Records, Batch, Tally]:
    tally = Tally()
    records = parse(path, chunk, plan.header, plan.columns)
    try:
        calls = made(plan, records.rows, tuple(LANDING), tally)
    except FastaError as error:
        raise _unchecked(path, error) from error
    rejects = chunk.rejects(pl.concat([records.faults, calls.faults]))
    n_filtered = records.n_repeated + calls.n_filtered
    n_read = calls.rows.height + rejects.height + n_filtered
    return (
        records.keeping("source_line", "CHROM", "POS"),
        Batch(calls.rows, rejects, n_read, 0, n_filtered),
        tally,
    )


def _say(n_lines: int, n_calls: int, tally: Tally, context: ReadContext) -> None:
    if n_calls != n_lines:
        lines = "1 data line is" if n_lines == 1 else f"{n_lines:,} data lines are"
        context.note(f"{lines} {n_calls:,} calls (one tumour sample × one ALT allele): calls are counted")
    for sentence in tally.notes.sentences():
        context.note(sentence)


def _stray(header: Header) -> Batch:
    """Lines among the header's that are no meta-information: rejected with their text."""
    message = "stands in the header, but is no meta-information line (##key=value)"
    rows = [(line, text, "line_in_header", message, raw) for line, text, raw in header.stray]
    rejects = pl.DataFrame(rows, schema=none().schema, orient="row")
    empty = pl.DataFrame(schema={"source_line": pl.Int64(), **LANDING})
    return Batch(empty, rejects, rejects.height)


def _plan(path: str, header: Header, context: ReadContext) -> Plan:
    source = context.source
    found = pairs(path, header, _said(context))
    _say_samples(header, found, context)
    reference = _reference(path, context)
    build = build_of_file(
        path,
        header,
        source.option("genome_build"),
        source.option("genome_build_from") or "study.toml",
        context.vocabulary,
    )
    if reference is not None and (other := reference.other_build(build)) is not None:
        raise FileFault(
            path,
            None,
            f"the file is taken as {build}, and reference_fasta is {other} by the lengths of its chromosomes",
            "correct genome_build or reference_fasta in study.toml",
        )
    described = annotation.of_header(header)
    if described is None:
        context.note("no annotation (INFO CSQ or ANN): genes, classes and protein changes are NULL")
    return Plan(
        header=header,
        pairs=found,
        build=build,
        vocabulary=context.vocabulary,
        annotation=described,
        reference=reference,
        info=checkable(header.declared("INFO"), described.key if described else None),
        formats=header.declared("FORMAT"),
        terms=Terms.of(context.vocabulary),
        callers=";".join(dict.fromkeys(header.values("source"))) or None,
        listed=frozenset(header.contigs),
    )


def _said(context: ReadContext) -> Said:
    options = context.source.options

    def ids(name: str) -> dict[str, str]:
        return dict(value.split("=", 1) for key, value in options if key == name and "=" in value)

    return Said(
        context.source.option("tumor_sample"),
        context.source.option("normal_sample"),
        ids("sample_id"),
        ids("normal_id"),
    )


def _say_samples(header: Header, found: tuple[Pair, ...], context: ReadContext) -> None:
    for pair in found:
        context.sequenced(pair.tumor_id)
        if pair.is_named_by_file and pair.tumor is not None:
            column = header.samples[pair.tumor]
            context.note(
                f'the tumour column is called "{column}", which names no sample: taken as "{pair.tumor_id}", '
                "after the file. If that is wrong, say so in study.toml: "
                f'[file.values.Tumor_Sample_Barcode] "{column}" = "…"'
            )


def _say_sequenced(path: str, header: Header, context: ReadContext) -> None:
    """A file without data lines still says who was sequenced, where it says who is the tumour."""
    try:
        _say_samples(header, pairs(path, header, _said(context)), context)
    except FileFault:
        context.note("no data lines, and nothing says which sample is the tumour")
        return
    context.note("no data lines: the tumour was sequenced, nothing found")


def _reference(path: str, context: ReadContext) -> Reference | None:
    fasta = context.source.option("reference_fasta")
    if fasta is None:
        return None
    try:
        return Reference(Path(fasta), context.vocabulary)
    except FastaError as error:
        raise _unchecked(path, error) from error


def _unchecked(path: str, error: FastaError) -> FileFault:
    return FileFault(path, None, "the variants cannot be checked against the reference sequence", str(error))


def _check_build(path: str, plan: Plan, tally: Tally, *, is_last: bool) -> None:
    """Raise FileFault where so many reference bases differ that the file is of another build."""
    n, n_bad = tally.n_checked, tally.n_mismatches
    if n_bad < MIN_MISMATCHES or n_bad <= MAX_MISMATCHES * n or (n < EARLY and not is_last):
        return
    raise FileFault(
        path,
        None,
        f"{n_bad:,} of {n:,} reference alleles ({round(100 * n_bad / n)} %) are not what "
        f"reference_fasta has: the file, taken as {plan.build}, and the FASTA are of different genome builds",
        "correct genome_build or reference_fasta in study.toml",
    )


def _check_sequences(path: str, tally: Tally, n_lines: int) -> None:
    if n_lines and tally.n_unknown == n_lines:
        raise FileFault(
            path,
            None,
            f"none of the {n_lines:,} data lines lies on a chromosome that is known",
            "name the chromosomes 1 to 22, X, Y and MT, or chr1 to chr22, chrX, chrY and chrM",
        )


VCF = Vcf()
