"""Prices pasted from a spreadsheet: lines with tabs or semicolons, read as people here write them. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pakhuis.kernel.checking import Checks
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.text import clean
from pakhuis.pricing.limits import HIGHEST_PRICE, MOST_LINES, MOST_PIECES
from pakhuis.pricing.problems import (
    dates_reversed,
    not_a_day,
    nothing_pasted,
    too_few_columns,
    too_many_columns,
    too_many_lines,
    twice,
)

HEADS = {"code", "productcode", "product code", "product", "artikel", "artikelcode", "artikelnummer", "sku"}
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_THOUSANDS = re.compile(r"-?\d{1,3}(?:\.\d{3})+,\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedPrice:
    """One line: a price for a product by its code; `line` as people count them."""

    line: int
    code: str
    price: Decimal
    min_amount: int = 1
    valid_from: date | None = None
    valid_until: date | None = None


def read_pasted(text: str) -> tuple[list[PastedPrice], list[Problem]]:
    """Every line that can be read, and everything that is wrong, at ``(line, column)``.

    Columns: code, price, and if wanted from amount, first day, last day. Empty lines and a line of
    heads at the beginning are skipped.
    """
    numbered = [(number, row) for number, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if len(numbered) > MOST_LINES:
        return [], [too_many_lines(MOST_LINES)]
    checks = Checks()
    found: list[PastedPrice] = []
    seen: dict[tuple[str, int, date | None], int] = {}
    for place, (number, row) in enumerate(numbered):
        cells = _cells(row)
        if place == 0 and cells[0].casefold() in HEADS:
            continue
        before = len(checks.problems)
        price = _read(number, cells, checks)
        if price is None or len(checks.problems) > before:
            continue
        key = (price.code, price.min_amount, price.valid_from)
        if key in seen:
            checks.add(twice((number, "code"), seen[key]))
        else:
            seen[key] = number
            found.append(price)
    if not found and not checks.problems:
        checks.add(nothing_pasted())
    return found, checks.problems


def _cells(row: str) -> list[str]:
    """The cells of a line; empty ones at its end do not count."""
    cells = [clean(cell).strip('"') for cell in row.split("\t" if "\t" in row else ";")]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells


def _read(number: int, cells: list[str], checks: Checks) -> PastedPrice | None:
    if len(cells) < 2 or len(cells) > 5:
        checks.add((too_few_columns if len(cells) < 2 else too_many_columns)((number,)))
        return None
    code, raw_price, raw_amount, raw_from, raw_until = [*cells, "", "", ""][:5]
    first = _day(raw_from, checks, number, "valid_from")
    last = _day(raw_until, checks, number, "valid_until")
    if first and last and last < first:
        checks.add(dates_reversed().under(number))
    return PastedPrice(
        line=number,
        code=checks.text((number, "code"), code, limit=100, required=True),
        price=checks.decimal(
            (number, "price"), plain_number(raw_price), low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP
        ),
        min_amount=checks.whole(
            (number, "min_amount"), plain_number(raw_amount) or "1", low=1, high=MOST_PIECES
        ),
        valid_from=first,
        valid_until=last,
    )


def plain_number(text: str) -> str:
    """A number as it is calculated with: ``€ 1.234,50`` becomes ``1234.50``, ``7.5`` stays."""
    bare = re.sub(r"[€\s\u00a0\u202f']", "", text)
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    return bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare


def _day(text: str, checks: Checks, number: int, field: str) -> date | None:
    """A day as ``31-12-2026``, ``31/12/2026`` or ``2026-12-31``; empty is none."""
    if not text:
        return None
    found = _DAY.fullmatch(text)
    iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text
    try:
        return date.fromisoformat(iso)
    except ValueError:
        checks.add(not_a_day((number, field), text))
        return None
