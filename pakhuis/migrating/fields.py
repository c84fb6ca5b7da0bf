"""Reading what another server says: old and new spellings, numbers as text, objects where lists are meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pakhuis.kernel.numbers import HIGHEST_ID, as_decimal, as_whole

MOST, NO = Decimal(10**12), ("0", "false", "no", "nee", "off", "")


class Fields:
    """One JSON object. Every question takes all spellings of a name; the first that says something counts."""

    def __init__(self, raw: object) -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}

    def value(self, *names: str) -> Any:
        """The first that is there and not null."""
        return next((self.raw[name] for name in names if self.raw.get(name) is not None), None)

    def text(self, *names: str) -> str:
        value = self.value(*names)
        return "" if value is None or isinstance(value, list | dict) else str(value)

    def whole(self, *names: str) -> int | None:
        return as_whole(self.value(*names))

    def number(self, *names: str) -> Decimal | None:
        return as_decimal(self.value(*names))

    def id(self, *names: str) -> int | None:
        """A number that can be an id; 0 and nonsense are none."""
        number = self.whole(*names)
        return number if number is not None and 0 < number <= HIGHEST_ID else None

    def flag(self, *names: str) -> bool | None:
        value = self.value(*names)
        return None if value is None else str(value).strip().lower() not in NO

    def day(self, *names: str) -> date | None:
        """The day of a date or date-time; None for what is neither."""
        try:
            return datetime.fromisoformat(self.text(*names).strip()).date()
        except ValueError:
            return None

    def moment(self, *names: str) -> datetime | None:
        """A date-time as it stands, without or with a zone."""
        try:
            return datetime.fromisoformat(self.text(*names).strip())
        except ValueError:
            return None

    def each(self, *names: str) -> Iterator[Fields]:
        """The objects of a list, or those of an object keyed by title."""
        value = self.value(*names)
        rows = value.values() if isinstance(value, Mapping) else value
        return (Fields(one) for one in rows) if rows and not isinstance(rows, str) else iter(())

    def ids(self, name: str, *inner: str) -> list[int]:
        """Ids of a list, given plainly or inside objects."""
        value = self.value(name)
        rows = value.values() if isinstance(value, Mapping) else value
        if not rows or isinstance(rows, str):
            return []
        found = [
            Fields(one).id(*inner) if isinstance(one, Mapping) else Fields({"id": one}).id("id")
            for one in rows
        ]
        return [one for one in found if one is not None]


def held(value: Decimal) -> Decimal:
    """What a thing holds (pieces, money) as it is kept and added up: four decimals, within reason."""
    bounded = max(-MOST, min(MOST, value))
    return bounded.quantize(Decimal("0.0001"), ROUND_HALF_UP)
