"""The first step of a night: what lies in the raw folder, and which studies it makes."""

from __future__ import annotations

from dataclasses import replace

from etl import inventory
from etl.records import Study
from flows import chosen, risk, signature
from flows.night import Night
from flows.outcome import Refused
from flows.settings import dbt_project
from warehouse import state
from warehouse.errors import ServedUnreadable
from warehouse.records import StudyRecord


def discover(night: Night) -> None:
    """Fill the night's studies, and list the files that are not to be landed: documents, unknown, faulty.

    Raises Refused if there is no study: an empty raw folder is a share that is not mounted far more often
    than it is an order to empty the warehouse.
    """
    from etl.landing import land_many
    from etl.studies import discover as find_studies
    from etl.vocabulary import SEEDS, Vocabulary

    settings = night.settings
    # first of all: a signature that is imported now makes the next night different, and is not missed by it
    night.chosen = chosen.of(settings)
    night.variables.update(risk.variables(settings))
    if settings.home.root.resolve().is_relative_to(settings.raw.resolve()):
        raise Refused(
            f"The home {settings.home.root} lies in the raw folder {settings.raw}: name two folders apart."
        )
    try:
        night.served = state.read_served(settings.home)
        night.former_version = state.served_path(settings.home)
    except ServedUnreadable as fault:  # what it says to do is this night
        night.notes.append(f"{fault.message} Its history and its former loads are left out.")
    signature.choose(night)
    folder = dbt_project() / "seeds" / "vocabulary"
    night.vocabulary = Vocabulary.read(folder)
    night.seeds = tuple(folder / name for name in SEEDS)
    try:
        night.raw_files = inventory.take(settings.raw, settings.home.inventory, settings.verify)
    except FileNotFoundError:
        night.raw_files = []
    except OSError as error:
        raise Refused(
            f"{settings.raw} cannot be listed ({error.strerror}): let this user read it."
        ) from error
    night.raw_files = [
        replace(file, sha256=None) if file.path in settings.again else file for file in night.raw_files
    ]
    night.studies = find_studies(settings.raw, night.raw_files, night.vocabulary)
    if not any(study.study_id for study in night.studies):
        raise Refused(_no_studies(night))
    night.study_records = [_study(study) for study in night.studies if study.study_id]
    asides = [file for study in night.studies for file in study.files if file.disposition != "load"]
    _hash_what_may_be_the_same(night)
    hashes = {file.path: file.sha256 for file in night.raw_files if file.sha256 is not None}
    night.asides = land_many(
        asides, settings.raw, settings.home.lake, night.vocabulary, lambda _: "", known_sha=hashes
    )


def _hash_what_may_be_the_same(night: Night) -> None:
    """Hash files that were touched and kept their size: with the same content, nothing is read again."""
    sizes = {file.path: file.size_bytes for file in night.former if file.is_seen}
    again = night.settings.again
    same = [
        f
        for f in night.raw_files
        if f.sha256 is None and sizes.get(f.path) == f.size_bytes and f.path not in again
    ]
    found = {file.path: file for file in inventory.hashed(night.settings.raw, same)}
    night.raw_files = [found.get(file.path, file) for file in night.raw_files]


def gone(night: Night) -> list[str]:
    """Studies that the served version has and the raw folder has no more."""
    here = {study.study_id for study in night.studies}
    return sorted({file.study_id for file in night.former if file.status == "loaded"} - here)


def _no_studies(night: Night) -> str:
    settings = night.settings
    place = f"There are no studies in {settings.raw}"
    place += ": " if settings.raw.is_dir() else " (the folder does not exist): "
    if night.served is not None and night.served.files:
        return (
            f"{place}run {night.served.run_id} has some and serves on. Mount or fill the folder and run "
            "again; a warehouse is never emptied by a night, use another home for that."
        )
    return f"{place}put one folder per study there, or name another folder with --raw."


def _study(study: Study) -> StudyRecord:
    settings = study.settings
    return StudyRecord(
        study_id=study.study_id,
        layout=study.layout,
        name=study.name or settings.name,
        cancer_type=settings.cancer_type,
        genome_build=settings.genome_build,
        time_zero=settings.time_zero,
        assay=settings.assay,
        panel_id=settings.panel,
    )
