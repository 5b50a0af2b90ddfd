"""case_lists/*.txt of cBioPortal: which samples were profiled for what, also those without a finding."""

from collections.abc import Iterator, Mapping

import polars as pl

from etl import rejects
from etl.formats import Batch, ReadContext, key_values
from etl.rejects import LINE
from etl.text import TextFile


class CaseList:
    """Reader of a list into `case_list`: one row for each sample; a sample listed twice is a duplicate."""

    slug = "case_list"
    kind = "case_list"
    schema: Mapping[str, pl.DataType] = {
        "list_id": pl.String(),
        "category": pl.String(),
        "sample_id": pl.String(),
    }

    def read(self, text: TextFile, context: ReadContext) -> Iterator[Batch]:
        """The list as one batch. Raises FileFault without `stable_id:` or `case_list_ids:`."""
        found = key_values.read(text, "case_list_ids")
        kept = found.members.unique(subset="member", keep="first", maintain_order=True)
        name, category = found.values["stable_id"], found.values.get("case_list_category") or None
        if kept.is_empty():
            context.note(f"case list {name} lists no sample")
        yield Batch(
            rows=kept.select(
                LINE,
                pl.lit(name).alias("list_id"),
                pl.lit(category, dtype=pl.String).alias("category"),
                pl.col("member").alias("sample_id"),
            ),
            rejects=rejects.none(),
            rows_read=found.members.height,
            rows_duplicate=found.members.height - kept.height,
        )


CASE_LIST = CaseList()
