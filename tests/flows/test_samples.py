"""The nightly way on the real sample studies: figures, traces to raw lines, a file added and removed."""

import gzip
import random
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flows.outcome import Outcome
from tests.flows.conftest import Ask, Night
from tests.flows.raw_lines import data_lines

GDC, MSK = "gdc_tcga_luad_sample", "nsclc_pd1_msk_2018"


@dataclass(frozen=True)
class Samples:
    """A home over a copy of the samples, through three nights: all but one MAF, all, and the next."""

    home: Path
    added: str
    nights: tuple[Outcome, Outcome, Outcome]
    read_by_second: list[str]
    variants_by_first: int


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, samples: Path, run_night: Night, ask: Ask) -> Samples:
    root = tmp_path_factory.mktemp("samples")
    raw = root / "raw"
    for study in (GDC, MSK, "gene_panels"):
        shutil.copytree(samples / study, raw / study)
    manifest = raw / GDC / "MANIFEST.txt"
    complete = manifest.read_bytes()
    maf = sorted((raw / GDC / "maf").glob("*/*.maf.gz"))[7]
    kept = root / "kept"
    maf.rename(kept)
    manifest.write_bytes(
        b"".join(line for line in complete.splitlines(True) if maf.name.encode() not in line)
    )
    first = run_night(root)
    [(n_variants,)] = ask(root, "SELECT count(*) FROM marts.fct_mutation WHERE study_id = ?", [GDC])
    kept.rename(maf)
    manifest.write_bytes(complete)
    second = run_night(root)
    read = ask(root, "SELECT path FROM audit.file WHERE was_read AND is_seen ORDER BY path")
    third = run_night(root)
    added = maf.relative_to(raw).as_posix()
    return Samples(root, added, (first, second, third), [path for (path,) in read], n_variants)


def _by_study(rows: list[tuple[Any, ...]]) -> dict[str, tuple[Any, ...]]:
    return {study_id: tuple(rest) for study_id, *rest in rows}


def test_nights_end_as_they_should(home: Samples) -> None:
    assert [night.status for night in home.nights] == ["published", "published", "unchanged"], home.nights
    assert [night.exit_code for night in home.nights] == [0, 0, 0]


def test_only_the_added_maf_is_read(home: Samples) -> None:
    assert home.read_by_second == [home.added]


def test_added_maf_brings_its_rows(home: Samples, ask: Ask) -> None:
    [(n_now,)] = ask(home.home, "SELECT count(*) FROM marts.fct_mutation WHERE study_id = ?", [GDC])
    assert home.variants_by_first < n_now == 17_842


def test_patients_and_samples(home: Samples, ask: Ask) -> None:
    patients = ask(
        home.home,
        "SELECT study_id, count(*), count(*) FILTER (is_sequenced) FROM marts.dim_patient GROUP BY ALL",
    )
    assert _by_study(patients) == {GDC: (55, 54), MSK: (240, 240)}
    samples = ask(home.home, "SELECT study_id, count(*) FROM marts.dim_sample GROUP BY ALL")
    assert _by_study(samples) == {GDC: (58,), MSK: (240,)}


def test_sexes_and_stages(home: Samples, ask: Ask) -> None:
    sexes = ask(
        home.home,
        "SELECT study_id, count(*) FILTER (sex = 'Female'), count(*) FILTER (sex = 'Male') "
        "FROM marts.dim_patient GROUP BY ALL",
    )
    assert _by_study(sexes) == {GDC: (21, 31), MSK: (122, 118)}
    stages = ask(
        home.home,
        "SELECT stage_group, count(*) FROM marts.dim_patient WHERE study_id = ? AND stage_group IS NOT NULL "
        "GROUP BY ALL ORDER BY ALL",
        [GDC],
    )
    assert stages == [("I", 28), ("II", 14), ("III", 6), ("IV", 3)]


def test_variants_are_folded_and_classified(home: Samples, ask: Ask) -> None:
    read = ask(
        home.home, "SELECT study_id, sum(rows_read) FROM audit.file WHERE kind = 'mutations' GROUP BY ALL"
    )
    assert _by_study(read) == {GDC: (18_081,), MSK: (2_517,)}
    variants = ask(
        home.home,
        "SELECT study_id, count(*), count(*) FILTER (is_nonsilent), sum(n_source_rows) "
        "FROM marts.fct_mutation GROUP BY ALL",
    )
    assert _by_study(variants) == {GDC: (17_842, 13_506, 18_081), MSK: (2_517, 2_501, 2_517)}


def test_mutated_patients(home: Samples, ask: Ask) -> None:
    rows = ask(
        home.home,
        "SELECT study_id, gene_symbol, count(DISTINCT patient_key) FROM marts.fct_mutation "
        "WHERE is_nonsilent AND gene_symbol IN ('TP53', 'KRAS', 'EGFR') GROUP BY ALL",
    )
    found = {(study, gene): n for study, gene, n in rows}
    assert found == {
        (GDC, "TP53"): 27,
        (GDC, "KRAS"): 20,
        (GDC, "EGFR"): 7,
        (MSK, "TP53"): 141,
        (MSK, "KRAS"): 86,
        (MSK, "EGFR"): 26,
    }


def test_outcomes(home: Samples, ask: Ask) -> None:
    rows = ask(
        home.home,
        "SELECT cohort, n_patients, n_events, median_days, median_months, median_ci_lower_months, "
        "median_ci_upper_months FROM marts.fct_survival_group WHERE cohort_type = 'study' "
        "AND group_name = 'all' AND risk_stratum = 'all' AND signature_id = 'chr16q_arm' ORDER BY cohort",
    )
    gdc, msk = rows
    assert gdc[:4] == (GDC, 52, 20, 1136.0)
    assert msk[:3] == (MSK, 240, 198)
    assert msk[4:] == pytest.approx((3.43, 2.70, 4.33), abs=0.005)


def test_mutated_genes_and_survival(home: Samples, ask: Ask) -> None:
    rows = ask(
        home.home,
        "SELECT gene_symbol, n_mutated, n_wild_type, chi2, p_value FROM marts.fct_gene_survival_test "
        "WHERE cohort = ? AND endpoint = 'PFS' AND risk_stratum = 'all' AND method = 'log_rank' "
        "AND gene_symbol IN ('EGFR', 'TP53') ORDER BY gene_symbol",
        [MSK],
    )
    egfr, tp53 = rows
    assert egfr[:3] == ("EGFR", 26, 214)
    assert egfr[3:] == pytest.approx((4.3563, 0.0369), abs=5e-5)
    assert tp53[:3] == ("TP53", 141, 99)
    assert tp53[3:] == pytest.approx((9.0068, 0.0027), abs=5e-5)


def test_a_gene_is_counted_where_it_was_read_under_all_its_names(home: Samples, ask: Ask) -> None:
    """The panels list FAM123B, MLL and MLL2; the variants say AMER1, and MLL2 as well as KMT2D."""
    rows = ask(
        home.home,
        "SELECT gene_symbol, n_assessed, n_mutated FROM marts.fct_gene_frequency WHERE cohort = ? AND "
        "gene_symbol IN ('AMER1', 'FAM123B', 'INSRR', 'KMT2D', 'MLL2', 'NAE1', 'NUP93', 'TP53') ORDER BY ALL",
        [MSK],
    )
    # NUP93 is not on IMPACT341, which 56 patients had; NAE1 and INSRR, which one has mutated, are on no panel
    assert rows == [("AMER1", 240, 9), ("KMT2D", 240, 23), ("NUP93", 184, 3), ("TP53", 240, 141)]


def test_burden_agrees_with_the_delivered_one(home: Samples, ask: Ask) -> None:
    """235 of 240 exactly. The five others have one counted variant more in the file than in the column: it
    was made from another state of the file, as the study's own MUTATION_RATE shows for four of them."""
    rows = ask(
        home.home,
        "SELECT sample_id, panel_id, round(tmb_megabases, 4), n_tmb_variants, tmb_per_mb, "
        "tmb_per_mb_as_delivered FROM marts.dim_sample WHERE study_id = ?",
        [MSK],
    )
    megabases = {panel: mb for _, panel, mb, *_ in rows}
    assert megabases == {"IMPACT341": 0.9016, "IMPACT410": 1.0217, "IMPACT468": 1.1565}
    others = {
        sample: n - round(delivered * megabases[panel])
        for sample, panel, _, n, burden, delivered in rows
        if burden != pytest.approx(delivered, rel=1e-6)
    }
    assert sorted(others.values()) == [1] * 5
    # exomes: every sequenced sample has a burden, the patient who was not sequenced has none
    exomes = ask(
        home.home,
        "SELECT count(*), count(tmb_per_mb), count(*) FILTER (tmb_per_mb IS NULL AND is_sequenced) "
        "FROM marts.dim_patient WHERE study_id = ?",
        [GDC],
    )
    assert exomes == [(55, 54, 0)]


def test_leader_signatures(home: Samples, ask: Ask) -> None:
    rows = ask(
        home.home,
        "SELECT patient.study_id, signature_id, status, count(*) FROM marts.fct_patient_signature AS flag "
        "JOIN marts.dim_patient AS patient USING (patient_key) GROUP BY ALL",
    )
    assert {row[:3]: row[3] for row in rows} == {
        (GDC, "chr16q_arm", "positive"): 39,
        (GDC, "chr16q_arm", "negative"): 15,
        (GDC, "chr16q_arm", "not_assessable"): 1,
        (GDC, "aacr2019_leader_16q", "positive"): 5,
        (GDC, "aacr2019_leader_16q", "negative"): 49,
        (GDC, "aacr2019_leader_16q", "not_assessable"): 1,
        (MSK, "chr16q_arm", "positive"): 28,
        (MSK, "chr16q_arm", "not_assessable"): 212,
        (MSK, "aacr2019_leader_16q", "positive"): 3,
        (MSK, "aacr2019_leader_16q", "not_assessable"): 237,
    }


def test_leader_genes_off_the_panel_are_not_wild_type(home: Samples, ask: Ask) -> None:
    """IMPACT341 has neither gene; IMPACT410 and 468 have NUP93: positive by it, or else not assessable."""
    rows = ask(
        home.home,
        """
        SELECT panel_id, flag.status, flag.n_assessed_genes, flag.n_target_genes, flag.reason,
            count(*), count(*) FILTER (mutated.sample_key IS NOT NULL)
        FROM marts.fct_leader_signature AS flag
        JOIN marts.dim_sample AS sample USING (sample_key)
        LEFT JOIN (
            SELECT DISTINCT sample_key FROM marts.fct_mutation WHERE gene_symbol = 'NUP93' AND is_nonsilent
        ) AS mutated USING (sample_key)
        WHERE flag.study_id = ? AND signature_id = 'aacr2019_leader_16q'
        GROUP BY ALL
        """,
        [MSK],
    )
    found: dict[tuple[str, str], list[tuple[Any, ...]]] = {}
    for panel, status, *rest in rows:
        found.setdefault((panel, status), []).append(tuple(rest))
    assert {key: [row[:3] for row in of_key] for key, of_key in found.items() if key[1] != "positive"} == {
        ("IMPACT341", "not_assessable"): [(0, 2, "panel IMPACT341 covers 0 of 2 target genes")],
        ("IMPACT410", "not_assessable"): [(1, 2, "panel IMPACT410 covers 1 of 2 target genes")],
        ("IMPACT468", "not_assessable"): [(1, 2, "panel IMPACT468 covers 1 of 2 target genes")],
    }
    positive = [row for (_, status), of_key in found.items() if status == "positive" for row in of_key]
    assert sum(n for *_, n, _ in positive) == 3
    for n_assessed, n_targets, reason, n, n_mutated in positive:
        assert (n_assessed, n_targets) == (1, 2)
        assert n == n_mutated, "positive by NUP93"
        assert reason.endswith("covers 1 of 2 target genes, so there may be more")
    assert sum(n_mutated for rows in found.values() for *_, n_mutated in rows) == 3


def test_panels_are_listed_by_gene_whatever_its_former_symbol(home: Samples, ask: Ask) -> None:
    """The panels' lists name MLL2 and FAM123B; the study's variants name KMT2D and AMER1."""
    found = ask(
        home.home,
        "SELECT DISTINCT panel.gene_symbol, gene.gene_symbol FROM reference.gene_panel AS panel "
        "JOIN reference.gene AS gene USING (ensembl_gene_id) "
        "WHERE gene.genome_build = 'GRCh37' AND panel.gene_symbol IN ('MLL2', 'FAM123B') ORDER BY ALL",
    )
    assert found == [("FAM123B", "AMER1"), ("MLL2", "KMT2D")]


def test_ten_variants_lead_back_to_their_raw_lines(home: Samples, ask: Ask) -> None:
    rows = ask(
        home.home,
        """
        SELECT file.path, source_line, gene_symbol, chromosome, start_position, end_position,
            variant_classification, sample_id
        FROM marts.fct_mutation AS variant
        JOIN audit.file AS file USING (source_file_id)
        JOIN marts.dim_sample AS sample USING (sample_key)
        WHERE length(reference_allele) = 1 AND length(alternate_allele) = 1
        ORDER BY mutation_key
        """,
    )
    assert len(rows) > 15_000
    for path, line, gene, chromosome, start, end, classification, sample in random.Random(16).sample(
        rows, 10
    ):
        raw = (home.home / "raw" / path).read_bytes()
        lines = (gzip.decompress(raw) if path.endswith(".gz") else raw).decode().splitlines()
        header = next(text for text in lines if not text.startswith("#")).split("\t")
        cells = dict(zip(header, lines[line - 1].split("\t"), strict=True))
        assert cells["Hugo_Symbol"] == gene
        assert cells["Chromosome"].removeprefix("chr") == chromosome
        assert (int(cells["Start_Position"]), int(cells["End_Position"])) == (start, end)
        assert cells["Variant_Classification"] == classification
        assert cells["Tumor_Sample_Barcode"].startswith(sample)


def test_ledger_adds_up_and_counts_thedata_lines(home: Samples, ask: Ask) -> None:
    rows = ask(
        home.home,
        "SELECT path, kind, rows_read, rows_loaded + rows_quarantined + rows_duplicate + rows_filtered "
        "FROM audit.file WHERE status = 'loaded'",
    )
    assert len(rows) > 75
    counted = 0
    for path, kind, n_read, n_accounted in rows:
        assert n_read == n_accounted
        if kind in ("gene_panel", "case_list"):
            continue  # one line of many names: rows are not lines
        assert n_read == data_lines(home.home / "raw" / path), path
        counted += n_read
    assert counted > 21_000
    loads = ask(
        home.home,
        "SELECT count(*) FROM audit.load "
        "WHERE rows_read <> rows_loaded + rows_quarantined + rows_duplicate + rows_filtered",
    )
    assert loads == [(0,)]


def test_every_raw_file_is_listed(home: Samples, ask: Ask) -> None:
    listed = {path for (path,) in ask(home.home, "SELECT path FROM audit.file WHERE is_seen")}
    raw = home.home / "raw"
    assert listed == {path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file()}
    reasons = ask(home.home, "SELECT path, reason FROM audit.file WHERE status = 'not_loaded'")
    assert {path for path, _ in reasons} >= {f"{MSK}/data_cna.txt", f"{MSK}/data_sv.txt"}
    assert all(reason for _, reason in reasons)


def test_published_file_is_for_older_clients_and_read_only(home: Samples, ask: Ask) -> None:
    served = (home.home / "leaderhouse.duckdb").resolve()
    assert served.stat().st_mode & 0o222 == 0
    [(version,)] = ask(
        home.home,
        "SELECT tags['storage_version'] FROM duckdb_databases() WHERE NOT internal",
    )
    assert version.startswith("v1.2.0")
    outside = "SELECT count(*) FROM duckdb_views() WHERE NOT internal"
    assert ask(home.home, outside) == [(0,)]


def test_removing_a_maf_removes_its_rows(home: Samples, run_night: Night, ask: Ask) -> None:
    """Last, since it changes the home. The manifest still names the file, so its absence is told too."""
    (home.home / "raw" / home.added).unlink()
    night = run_night(home.home)
    assert night.exit_code == 3
    assert [item.what.rpartition("/")[2] for item in night.held_back] == [home.added.rpartition("/")[2]]
    assert "not delivered" in night.held_back[0].reason
    [(n_now,)] = ask(home.home, "SELECT count(*) FROM marts.fct_mutation WHERE study_id = ?", [GDC])
    assert n_now == home.variants_by_first
