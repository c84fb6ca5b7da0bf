"""The file of customers takes as much memory for eighteen hundred of them as for six hundred."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from django.http import FileResponse

from pakhuis.customers.models import Address, Customer
from pakhuis.ui import customer_file
from pakhuis.ui.customer_file import as_csv, as_xlsx
from tests.factories import MOMENT

pytestmark = pytest.mark.once

AT_A_TIME = 300
FEW, MANY = 2 * AT_A_TIME, 6 * AT_A_TIME
GROWTH = 1.5
"""So much more may three times as many rows take; kept rows would make it three."""


def _make(count: int) -> None:
    made = Customer.objects.bulk_create(
        Customer(
            name=f"Klant {number}",
            name_key=f"klant {number}",
            email=f"klant{number}@example.nl",
            remarks="=HYPERLINK(1) " + "x" * 200,
            language="nl",
            created_at=MOMENT,
            updated_at=MOMENT,
        )
        for number in range(count)
    )
    Address.objects.bulk_create(
        Address(customer=one, name="x", line1="Kade 1", city="Delft", country="NL", is_default_invoice=True)
        for one in made
    )


def _length(answer: Any) -> int:
    return sum(len(part) for part in answer.streaming_content)


def _peak(write: Callable[..., Any]) -> tuple[int, int]:
    """Bytes at most in use while the file is written and sent, and its length."""
    tracemalloc.start()
    try:
        answer = write(Customer.objects.all())
        length = _length(answer)
        if isinstance(answer, FileResponse) and answer.file_to_stream is not None:
            answer.file_to_stream.close()
        return tracemalloc.get_traced_memory()[1], length
    finally:
        tracemalloc.stop()


@pytest.mark.django_db
@pytest.mark.parametrize("write", [as_csv, as_xlsx], ids=["csv", "xlsx"])
def test_more_rows_take_no_more_memory(write: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """Counting every byte takes ten times as long, so the file is made of smaller pieces."""
    monkeypatch.setattr(customer_file, "AT_A_TIME", AT_A_TIME)
    _make(FEW)
    _peak(write)
    few, short = _peak(write)
    _make(MANY - FEW)
    many, long = _peak(write)
    assert long > 2.5 * short
    assert many < GROWTH * few, (few, many)
