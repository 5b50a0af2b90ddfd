"""Signatures as a home has imported them: two versions of a gene list, an exact variant, a region."""

from collections.abc import Mapping
from datetime import UTC, datetime

from warehouse.records import ImportedSignature

Target = Mapping[str, str | int | None]
PLACE = {"genome_build": "GRCh38", "chromosome": "17"}
TP53 = {"gene_symbol": "TP53", "ensembl_gene_id": "ENSG00000141510"}
NAE1 = {"gene_symbol": "NAE1", "ensembl_gene_id": "ENSG00000159593"}
NUP93 = {"gene_symbol": "NUP93", "ensembl_gene_id": "ENSG00000102900"}
SAID = {"evidence_level": "import", "source": "a test"}


def imported(signature_id: str, version: int, kind: str, *targets: Target) -> ImportedSignature:
    """A version of a signature with the rule that an import has without options."""
    return ImportedSignature(
        signature_id=signature_id,
        signature_version=version,
        kind=kind,
        status="exploratory",
        title=f"{signature_id}, as a test has it",
        citation="a test",
        evidence=None,
        caveat="made up",
        min_variants=1,
        variant_classes="all" if kind == "variant" else "nonsilent",
        filter_policy="not_failed",
        min_callable_fraction=1.0,
        source="targets.csv, imported",
        source_sha256="0" * 64,
        imported_at=datetime(2026, 11, 1, tzinfo=UTC),
        targets=targets,
    )


IMPORTED = (
    imported(
        "ours",
        1,
        "gene",
        {**NAE1, "entrez_gene_id": None, **SAID},
        {**NUP93, "entrez_gene_id": None, **SAID},
    ),
    imported("ours", 2, "gene", {**TP53, "entrez_gene_id": 7157, **SAID}),
    imported(
        "ours_exact",
        1,
        "variant",
        {
            **PLACE,
            "start_position": 7_675_088,
            "end_position": 7_675_088,
            "reference_allele": "G",
            "alternate_allele": "A",
            **TP53,
            "hgvsp_short": None,
            **SAID,
        },
    ),
    imported(
        "ours_region",
        1,
        "region",
        {
            **PLACE,
            "start_position": 7_675_000,
            "end_position": 7_675_100,
            "label": "exon",
            "source": "a test",
        },
    ),
)
