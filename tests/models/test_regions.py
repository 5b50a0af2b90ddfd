"""Who was assessed where a BED says what was read: an exome's kit, and a panel without a gene list."""

import pytest

from tests.models.conftest import Build, Marts
from tests.models.landed import Delivery, File, variant
from warehouse.records import StudyRecord

NUP93 = ("NUP93", "16", 56_800_000)
TP53 = ("TP53", "17", 7_675_088)


def interval(build: str, start: int, end: int, panel_id: str | None = None) -> dict[str, object]:
    return {
        "panel_id": panel_id,
        "genome_build": build,
        "chromosome": "16",
        "start_position": start,
        "end_position": end,
    }


DELIVERY = Delivery(
    files=(
        # the kit reads NUP93 and not NAE1
        File("kit/kit.bed", "regions", [interval("GRCh38", 56_800_000, 56_800_119)], "generic"),
        # on the other build: one base within NUP93, and one just before NAE1
        File(
            "gene_panels/BEDONLY.bed",
            "regions",
            [
                interval("GRCh37", 56_764_017, 56_764_017, "BEDONLY"),
                interval("GRCh37", 66_836_777, 66_836_777, "BEDONLY"),
            ],
            "gene_panels",
        ),
        File(
            "kit/calls.maf",
            "mutations",
            [variant("hit", *NUP93), variant("clean", *TP53)],
            "generic",
            sequenced=("hit", "clean"),
            assay="WXS",
        ),
        File("kit/panel.maf", "mutations", [variant("panel", *TP53)], "generic", panel_id="bedonly"),
        # another study of whole exomes has no BED: all genes were read
        File("plain/calls.maf", "mutations", [variant("exome", *TP53)], "generic", assay="WXS"),
    ),
    studies=(
        StudyRecord("kit", "generic"),
        StudyRecord("gene_panels", "gene_panels"),
        StudyRecord("plain", "generic"),
    ),
)


@pytest.fixture(scope="module")
def marts(build_marts: Build) -> Marts:
    return build_marts(DELIVERY)


def test_targeted_regions_say_what_was_read(marts: Marts) -> None:
    rows = marts.ask(
        "SELECT sample_key, status, callable_fraction, reason FROM marts.fct_leader_signature "
        "WHERE signature_id = 'aacr2019_leader_16q'"
    )
    part = "cover 1 of 2 target genes"
    assert {key: said for key, *said in rows} == {
        "kit:hit": [
            "positive",
            0.5,
            f"1 qualifying variant in NUP93; the targeted regions of WXS {part}, so there may be more",
        ],
        "kit:clean": ["not_assessable", 0.5, f"the targeted regions of WXS {part}"],
        "kit:panel": ["not_assessable", 0.5, f"the targeted regions of panel bedonly {part}"],
        "plain:exome": ["negative", 1.0, "no qualifying variant; WXS assesses 2 of 2 target genes"],
    }


def test_regions_are_published_by_panel_or_by_study(marts: Marts) -> None:
    found = marts.ask(
        "SELECT study_id, panel_id, count(*) FROM reference.assay_region GROUP BY ALL ORDER BY study_id"
    )
    assert found == [("kit", None, 1), (None, "BEDONLY", 2)]


def test_genes_outside_the_regions_are_in_no_frequency(marts: Marts) -> None:
    """Both exomes of the kit have TP53 read or not by the BED, not by the word WXS: it covers NUP93 alone."""
    found = marts.ask(
        "SELECT cohort, gene_symbol, n_assessed, n_mutated FROM marts.fct_gene_frequency "
        "WHERE cohort_type = 'study' AND gene_symbol IN ('NUP93', 'TP53') ORDER BY ALL"
    )
    assert found == [("kit", "NUP93", 3, 1), ("plain", "TP53", 1, 1)]
