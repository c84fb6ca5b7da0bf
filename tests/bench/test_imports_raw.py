"""The raw upsert that imports are measured beside leaves the rows that the import leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pakhuis.customers.models import Address, Customer
from tests.bench import imports
from tests.bench.imports_raw import raw_run

OWN = ("id", "customer_id", "number", "number_key", "created_at", "updated_at", "field_dates")
"""What cannot be the same: its own numbers, and when it was."""


@pytest.mark.django_db(transaction=True)
def test_both_leave_the_same_rows(tmp_path: Path, settings: Any) -> None:
    settings.IMPORT_FOLDER = tmp_path / "kept"
    for phase, phone in imports.PHASES:
        path = tmp_path / f"{phase}.csv"
        imports.write(path, 30, phone=phone)
        assert imports.engine_run(path)["rows"] == raw_run(path)["rows"] == 30
        ours, raw = (list(Customer.objects.filter(number__startswith=one).order_by("id")) for one in "KR")
        assert len(ours) == len(raw) == 30
        for one, other in zip(ours, raw, strict=True):
            mine, bare = _values(one), _values(other)
            assert set(mine.pop("field_sources")) == set(bare.pop("field_sources"))
            assert set(one.field_dates) == set(other.field_dates)
            assert bare.pop("search_text") == mine.pop("search_text").replace("| k0", "| rk0")
            assert mine == bare
            books = [Address.objects.filter(customer_id=it.pk).order_by("id") for it in (one, other)]
            assert [_values(it) for it in books[0]] == [_values(it) for it in books[1]]


def _values(row: Customer | Address) -> dict[str, Any]:
    return {
        one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if one.attname not in OWN
    }
