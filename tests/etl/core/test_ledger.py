"""The ledger adds up, or says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import EtlError, FileFault, LedgerError
from etl.ledger import Ledger

COUNTS = st.tuples(*[st.integers(0, 1000)] * 4)


@given(st.lists(COUNTS, max_size=20))
def test_batches_that_add_up_add_up_together(batches: list[tuple[int, int, int, int]]) -> None:
    ledger = Ledger()
    for loaded, quarantined, duplicate, filtered in batches:
        ledger.add(
            read=loaded + quarantined + duplicate + filtered,
            loaded=loaded,
            quarantined=quarantined,
            duplicate=duplicate,
            filtered=filtered,
        )
    parts = ledger.rows_loaded + ledger.rows_quarantined + ledger.rows_duplicate + ledger.rows_filtered
    assert ledger.rows_read == parts == sum(map(sum, batches))


@given(COUNTS, st.integers(-5000, 5000))
def test_a_batch_that_does_not_add_up_is_not_entered(parts: tuple[int, int, int, int], off: int) -> None:
    loaded, quarantined, duplicate, filtered = parts
    ledger = Ledger()
    if off == 0:
        off = 1
    with pytest.raises(LedgerError, match="rows read, but"):
        ledger.add(
            read=sum(parts) + off,
            loaded=loaded,
            quarantined=quarantined,
            duplicate=duplicate,
            filtered=filtered,
        )
    assert ledger == Ledger()


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(LedgerError):
        Ledger().add(read=0, loaded=1, quarantined=-1, duplicate=0, filtered=0)


def test_a_fault_says_what_where_and_what_to_do() -> None:
    fault = FileFault("study/a.maf", 7, "is cut off", "deliver it again")
    assert str(fault) == "study/a.maf, line 7: is cut off: deliver it again"
    assert str(FileFault("a", None, "is empty")) == "a: is empty"
    assert str(FileFault("a\nb\x1b[2J", None, "is empty")) == "a\\nb\\x1b[2J: is empty"
    assert len(str(FileFault("x" * 10_000, 1, "is empty"))) < 250
    assert issubclass(FileFault, EtlError)
    assert issubclass(LedgerError, EtlError)
