"""docs/formats/vcf.md names every rule that there is, and no other."""

import re
from pathlib import Path

import polars as pl

from etl.vcf import alleles, depths, local_alleles, members, sites

# Rules that stand where they are applied.
ELSEWHERE = {
    *("ragged_row", "line_in_header", "reference_mismatch", "not_carried", "no_alternate_reads", "not_local"),
    alleles.SAME.rule_id,
}


def test_every_rule_is_documented(repository: Path) -> None:
    text = (repository / "docs" / "formats" / "vcf.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `(\w+)` \|", text, re.M))
    of_samples = depths.rules("sample", pl.lit(1), depths.KEYS)
    rules = {rule.rule_id for rule in (*sites.PLACE_RULES, *alleles.INVALID, *of_samples)}
    filters = {rule_id for rule_id, *_ in (*sites.FILTERS, *alleles.FILTERS)}
    assert documented == rules | filters | ELSEWHERE


def test_every_field_that_is_read_is_documented(repository: Path) -> None:
    text = (repository / "docs" / "formats" / "vcf.md").read_text(encoding="utf-8")
    fields = {*depths.KEYS, *members.FRACTIONS, *members.LIKELIHOODS, *local_alleles.FIELDS.values()}
    assert {key for key in fields if not re.search(rf"\b{key}\b", text)} == set()
