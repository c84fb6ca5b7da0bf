"""Pages that overlap reach on and leave nothing out, however long a list is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pakhuis.connectors.paging import overlapping


@given(st.integers(1, 1_000_000), st.integers(20, 250))
def test_a_page_begins_before_the_last_one_ended_and_reaches_further(end: int, most: int) -> None:
    overlap = most // 10
    page = overlapping(end, most=most, overlap=overlap)
    assert page.size <= most
    assert page.end - page.size <= max(end - overlap, 0), "it begins so many rows before"
    assert page.end >= end + most // 3, "and it gets on"
