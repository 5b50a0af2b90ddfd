"""study.toml: what a study folder cannot show by itself.

Everything is checked when it is read: an unknown key or a wrong value is a `SettingsError` that names the
nearest known one. Nothing of a study is loaded under settings that were not understood.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.clinical.rule import Outcome
from etl.genome import build_of
from etl.toml_reader import NAME, SettingsError, TomlReader
from etl.vocabulary import Vocabulary

TIME_ZEROS = ("diagnosis", "treatment_start", "sampling")
ASSAYS = ("WXS", "WGS", "panel", "RNA-seq")
KINDS = (
    "clinical_patient",
    "clinical_sample",
    "follow_up",
    "mutations",
    "gene_panel",
    "gene_panel_matrix",
    "case_list",
    "person_links",
    "regions",
)
STUDY_KEYS = ("id", "name", "cancer_type", "genome_build", "time_zero", "assay", "panel", "reference_fasta")
FILE_KEYS = (
    *("path", "kind", "na", "tumor_sample", "normal_sample", "panel", "columns", "values", "outcomes"),
)
OUTCOME_KEYS = ("event", "event_values", "censor_values", "days", "months", "event_days", "censor_days")
CLINICAL = ("clinical_patient", "clinical_sample", "follow_up")
# Study ids become part of keys (`study_id:patient_id`) and of file names, so they hold no separator.
STUDY_ID = re.compile(r"[^\W_][\w .+-]{0,99}")


@dataclass(frozen=True, slots=True)
class FileDeclaration:
    """One `[[file]]`: a glob within the study and how its files are read. `columns` maps ours to theirs."""

    path: str
    kind: str
    na: tuple[str, ...] = ()
    tumor_sample: str | None = None
    normal_sample: str | None = None
    panel: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    outcomes: tuple[tuple[str, Outcome], ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """All of study.toml; every field is None where the file does not say."""

    id: str | None = None
    name: str | None = None
    cancer_type: str | None = None
    genome_build: str | None = None
    time_zero: str | None = None
    assay: str | None = None
    panel: str | None = None
    reference_fasta: str | None = None
    files: tuple[FileDeclaration, ...] = ()


def read(
    path: Path, vocabulary: Vocabulary, columns_of: Callable[[str], Sequence[str] | None]
) -> Declaration:
    """Read and check one study.toml.

    `columns_of(kind)` names the columns that `[file.columns]` may map for a kind, or None where any goes.
    Raises SettingsError, also for a file that cannot be opened or is not UTF-8.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{NAME} cannot be read: {error}", cure="save it as UTF-8 text") from error
    try:
        tree = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+)", str(error))
        line = int(at[1]) if at else len(text.splitlines())
        raise SettingsError(f"{NAME} is not valid TOML: {error}", line) from error
    reader = TomlReader(text)
    reader.known(tree, ("study", "file"), "the file")
    study = reader.table(tree, "study")
    reader.known(study, STUDY_KEYS, "[study]")
    said = {key: reader.text(study, key) for key in STUDY_KEYS}
    files = tree.get("file", [])
    if not isinstance(files, list) or not all(isinstance(item, dict) for item in files):
        raise reader.error("[file] must be written [[file]], once for each file", "file")
    return Declaration(
        id=_study_id(reader, said["id"]),
        name=said["name"],
        cancer_type=said["cancer_type"],
        genome_build=_build(reader, said["genome_build"], vocabulary),
        time_zero=reader.one_of("time_zero", said["time_zero"], TIME_ZEROS),
        assay=_assay(reader, said["assay"], said["panel"]),
        panel=said["panel"],
        reference_fasta=said["reference_fasta"],
        files=tuple(_file(reader, item, columns_of) for item in files),
    )


def is_study_id(name: str) -> bool:
    """Letters, digits, `_ . + -` and blanks, at most 100, starting with a letter or digit."""
    return STUDY_ID.fullmatch(name) is not None and name == name.strip()


def _study_id(reader: TomlReader, value: str | None) -> str | None:
    if value is not None and not is_study_id(value):
        raise reader.error(
            f"id = {value!r} cannot be a study id: at most 100 letters, digits, blanks and '_.+-'",
            "id",
        )
    return value


def _build(reader: TomlReader, value: str | None, vocabulary: Vocabulary) -> str | None:
    if value is None:
        return None
    found = build_of(value, vocabulary)
    if found is None:
        supported = " and ".join(vocabulary.supported_builds)
        raise reader.error(f"genome_build = {value!r} is not supported: {supported} are", "genome_build")
    return found


def _assay(reader: TomlReader, value: str | None, panel: str | None) -> str | None:
    if value is not None and value.upper() == "WES":
        value = "WXS"
    assay = reader.one_of("assay", value, ASSAYS)
    if panel is not None and assay not in (None, "panel"):
        raise reader.error(f'panel = {panel!r} goes with assay = "panel", not with {assay!r}', "panel")
    return "panel" if panel is not None else assay


def _file(
    reader: TomlReader, item: Mapping[str, Any], columns_of: Callable[[str], Sequence[str] | None]
) -> FileDeclaration:
    reader.known(item, FILE_KEYS, "[[file]]")
    path, kind = reader.text(item, "path"), reader.one_of("kind", reader.text(item, "kind"), KINDS)
    if path is None or kind is None:
        raise reader.error("a [[file]] needs path and kind", "path" if path else "file")
    if path.startswith("/") or ".." in path.split("/"):
        raise reader.error(f"path = {path!r} leaves the study folder", "path")
    if "panel" in item and kind != "regions":
        raise reader.error('panel belongs to kind = "regions": it names the panel of a BED', "panel")
    columns = reader.texts(reader.table(item, "columns"))
    ours = columns_of(kind)
    if ours is not None:
        reader.known(columns, ours, "[file.columns]")
    values = reader.table(item, "values")
    if ours is not None:
        reader.known(values, ours, "[file.values]")
    outcomes = reader.table(item, "outcomes")
    if "na" in item and kind in ("gene_panel", "gene_panel_matrix", "case_list"):
        raise reader.error(f"na has no meaning for kind = {kind!r}, whose cells are names", "na")
    if outcomes and kind not in CLINICAL:
        known = ", ".join(CLINICAL)
        raise reader.error(
            f"[file.outcomes] has no meaning for kind = {kind!r}: only for {known}", "outcomes"
        )
    return FileDeclaration(
        path=path,
        kind=kind,
        na=reader.list_of_texts(item, "na"),
        tumor_sample=reader.text(item, "tumor_sample"),
        normal_sample=reader.text(item, "normal_sample"),
        panel=reader.text(item, "panel"),
        columns=tuple(columns.items()),
        values=tuple((field, tuple(reader.texts(reader.table(values, field)).items())) for field in values),
        outcomes=tuple(
            (name.upper(), _outcome(reader, reader.table(outcomes, name), name)) for name in outcomes
        ),
    )


def _outcome(reader: TomlReader, item: Mapping[str, Any], name: str) -> Outcome:
    reader.known(item, OUTCOME_KEYS, f"[file.outcomes.{name}]")
    event = reader.text(item, "event")
    times = [key for key in ("days", "months", "event_days") if key in item]
    if event is None or len(times) != 1:
        raise reader.error(f"[file.outcomes.{name}] needs event and one of days, months, event_days", name)
    values, no_event = (reader.list_of_texts(item, key) for key in ("event_values", "censor_values"))
    if no_event and not values:
        raise reader.error(f"[file.outcomes.{name}] has censor_values and no event_values", "censor_values")
    both = sorted({word.casefold() for word in values} & {word.casefold() for word in no_event})
    if both:
        raise reader.error(f"[file.outcomes.{name}] lists {both[0]!r} as event and as none", "censor_values")
    censor_days = reader.list_of_texts(item, "censor_days")
    if censor_days and "event_days" not in item:
        raise reader.error(f"[file.outcomes.{name}]: censor_days goes with event_days", "censor_days")
    return Outcome(
        event=event,
        event_values=values,
        censor_values=no_event,
        days=reader.text(item, "days"),
        months=reader.text(item, "months"),
        event_days=reader.text(item, "event_days"),
        censor_days=censor_days,
    )
