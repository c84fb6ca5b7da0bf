"""The rows of an import, staged and upserted by the database alone: no checks, no journal, nothing to undo.

They end up as the import leaves them, value for value (`test_imports_raw.py`): with keys, search text and the
sources of the fields, in the same tables with the same indexes. What SQL cannot work out (search text, the
keys of names and telephones) is worked out before the clock starts.
"""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from pakhuis.customers.keys import name_key, phone_key, search_text

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FILLED = ("name", "email", "phone", "discount", "number", "addresses")
"""The fields of which the import says who filled them."""
CELLS = 13
DERIVED = 3
STAGED = ", ".join(f"c{place}" for place in range(CELLS + DERIVED))


def derived(path: Path) -> list[tuple[str, ...]]:
    """What SQL cannot work out of each row: the keys of its name and telephone, and its search text."""
    found: list[tuple[str, ...]] = []
    for number, name, email, phone, _, _, zip1, city1, _, _, zip2, city2, _ in _cells(path):
        dialled = phone_key(phone, country="NL")
        texts = (name, "", f"R{number}", email)
        whole = search_text(texts, phones=(phone, dialled), zipcodes=(zip1, zip2), cities=(city1, city2))
        found.append((name_key(name), dialled, whole))
    return found


def raw_run(path: Path) -> dict[str, Any]:
    """How long it takes: from the file to the last row, in one transaction."""
    ready = derived(path)
    begun = time.perf_counter()
    staged = [(*cells, *more) for cells, more in zip(_cells(path), ready, strict=True)]
    with transaction.atomic(), connection.cursor() as cursor:
        _stage(cursor, staged)
        cursor.execute(_customers())
        for first, flags in ((5, (True, False)), (9, (False, True))):
            cursor.execute(_addresses(first, flags))
        cursor.execute("DROP TABLE staged")
    return {"rows": len(staged), "seconds": time.perf_counter() - begun}


def _cells(path: Path) -> Iterable[list[str]]:
    """The rows of the file; of a workbook by the quickest library there is."""
    if path.suffix == ".xlsx":
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        yield from islice(([str(one) for one in row] for row in sheet.iter_rows()), 1, None)
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        yield from rows


def _stage(cursor: Any, rows: Sequence[Sequence[str]]) -> None:
    columns = ", ".join(f"{one} text" for one in STAGED.split(", "))
    cursor.execute(f"CREATE TEMP TABLE staged ({columns})")
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY staged ({STAGED}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * (CELLS + DERIVED))
    cursor.executemany(f"INSERT INTO staged ({STAGED}) VALUES ({marks})", rows)


def _customers() -> str:
    sources = json.dumps(dict.fromkeys(FILLED, "import_run:1"), separators=(",", ":"))
    dates = json.dumps(dict.fromkeys(FILLED, NOW.isoformat(timespec="seconds")), separators=(",", ":"))
    values = {
        "number": "'R' || c0",
        "number_key": "'r' || lower(c0)",
        "name": "c1",
        "name_key": "c13",
        "email": "c2",
        "email_key": "lower(c2)",
        "phone": "c3",
        "phone_key": "c14",
        "language": "'nl'",
        "discount": "2.5",
        "autosplit": "NULL",
        "calculate_vat": _truth(True),
        "vat_state": "'unknown'",
        "vat_tries": "0",
        "made_by": "'import_run'",
        "is_incomplete": _truth(False),
        "doubles_due": _truth(True),
        "search_text": "c15",
        "field_sources": _typed(sources, "jsonb"),
        "field_dates": _typed(dates, "jsonb"),
        "created_at": _moment(),
        "updated_at": _moment(),
        "version": "1",
        **dict.fromkeys(
            ("contact_name", "locale", "vat_number", "remarks", "default_order_remarks"),
            "''",
        ),
    }
    changed = ("phone", "phone_key", "search_text", "field_sources", "field_dates", "updated_at")
    sets = ", ".join(f"{one} = excluded.{one}" for one in changed)
    return (
        f"INSERT INTO customers_customer ({', '.join(values)}) SELECT {', '.join(values.values())}"
        f" FROM staged WHERE true ON CONFLICT (number_key) DO UPDATE SET {sets},"
        " version = customers_customer.version + 1"
    )


def _addresses(first: int, flags: tuple[bool, bool]) -> str:
    """One address of each row, its street in the `first` cell, where its customer does not have it."""
    is_invoice, is_delivery = map(_truth, flags)
    return (
        "INSERT INTO customers_address (customer_id, name, contact_name, line1, line2, zipcode, city,"
        " region, country, is_default_invoice, is_default_delivery)"
        f" SELECT c.id, s.c1, '', s.c{first}, '', s.c{first + 1}, s.c{first + 2}, '',"
        f" 'NL', {is_invoice}, {is_delivery}"
        " FROM staged s JOIN customers_customer c ON c.number_key = 'r' || lower(s.c0)"
        " WHERE NOT EXISTS (SELECT 1 FROM customers_address a WHERE a.customer_id = c.id"
        f" AND a.line1 = s.c{first})"
    )


def _truth(is_so: bool) -> str:
    return str(int(is_so)) if connection.vendor == "sqlite" else str(is_so)


def _typed(text: str, kind: str) -> str:
    return f"'{text}'" if connection.vendor == "sqlite" else f"'{text}'::{kind}"


def _moment() -> str:
    """As each engine keeps one."""
    is_text = connection.vendor == "sqlite"
    return _typed(NOW.replace(tzinfo=None if is_text else UTC).isoformat(sep=" "), "timestamptz")
