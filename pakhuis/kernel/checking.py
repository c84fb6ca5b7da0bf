"""Checking what was handed in, field by field, so that all problems come out at once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from pakhuis.kernel.countries import COUNTRY_CODES
from pakhuis.kernel.money import round_half_up
from pakhuis.kernel.numbers import as_decimal
from pakhuis.kernel.problem import Place, Problem, Refused, gettext_noop
from pakhuis.kernel.text import clean


def missing(path: Place) -> Problem:
    return Problem("missing", path, gettext_noop("This is required."))


def too_long(path: Place, limit: int) -> Problem:
    text = gettext_noop("This is too long: at most %(limit)s characters.")
    return Problem("too_long", path, text, (("limit", str(limit)),))


def not_a_number(path: Place) -> Problem:
    return Problem("not_a_number", path, gettext_noop("This is not a number."))


def not_whole(path: Place) -> Problem:
    return Problem("not_whole", path, gettext_noop("This must be a whole number."))


def not_a_date(value: str, path: Place) -> Problem:
    text = gettext_noop("“%(value)s” is not a date.")
    return Problem("not_a_date", path, text, (("value", value[:40]),))


def out_of_range(path: Place, low: Decimal | int, high: Decimal | int) -> Problem:
    text = gettext_noop("This must be between %(low)s and %(high)s.")
    return Problem("out_of_range", path, text, (("low", str(low)), ("high", str(high))))


def unknown_country(path: Place, code: str) -> Problem:
    text = gettext_noop("“%(code)s” is not a country code of two letters (ISO 3166).")
    return Problem("unknown_country", path, text, (("code", code[:20]),))


def not_found(kind: str, path: Place = ()) -> Problem:
    text = gettext_noop("There is no such %(kind)s.")
    return Problem("not_found", path, text, (("kind", kind),))


def not_allowed_now(status: str, path: Place = ()) -> Problem:
    text = gettext_noop("This is not possible while the status is “%(status)s”.")
    return Problem("not_allowed_now", path, text, (("status", status),))


RawDay = date | str | None
"""A day as it was handed in: still to be read, or nothing."""


class Checks:
    """Collects problems while values are cleaned; a value with a problem comes back as a harmless one."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, problem: Problem) -> None:
        self.problems.append(problem)

    def refuse_if_any(self) -> None:
        """Raise `Refused` with everything found so far."""
        if self.problems:
            raise Refused(self.problems)

    def text(self, path: Place, value: str, *, limit: int, required: bool = False) -> str:
        """`value` cleaned; a problem when it is empty though required, or over `limit` characters."""
        cleaned = clean(value)
        if required and not cleaned:
            self.add(missing(path))
        if len(cleaned) > limit:
            self.add(too_long(path, limit))
        return cleaned

    def whole(self, path: Place, value: object, *, low: int, high: int) -> int:
        """`value` as a whole number from `low` to `high`."""
        number = self._number(path, value)
        if number is None:
            return low
        if number != number.to_integral_value():
            self.add(not_whole(path))
            return low
        if not low <= number <= high:
            self.add(out_of_range(path, low, high))
            return low
        return int(number)

    def decimal(self, path: Place, value: object, *, low: Decimal, high: Decimal, step: Decimal) -> Decimal:
        """`value` from `low` to `high`, rounded half up to a multiple of `step`."""
        number = self._number(path, value)
        if number is None:
            return low
        if not low <= number <= high:
            self.add(out_of_range(path, low, high))
            return low
        return round_half_up(number, step=step)

    def day(self, path: Place, value: RawDay) -> date | None:
        """`value` as a day, also from a date with a time; None for nothing and what is none."""
        if value is None or isinstance(value, date):
            return value
        text = clean(value)
        if not text:
            return None
        try:
            return datetime.fromisoformat(text).date()
        except ValueError:
            self.add(not_a_date(text, path))
            return None

    def country(self, path: Place, value: str, *, required: bool = False) -> str:
        """`value` as an ISO code in capitals; empty stays empty unless `required`."""
        code = clean(value).upper()
        if not code:
            if required:
                self.add(missing(path))
            return ""
        if code not in COUNTRY_CODES:
            self.add(unknown_country(path, code))
            return ""
        return code

    def _number(self, path: Place, value: object) -> Decimal | None:
        if value is None or (isinstance(value, str) and not value.strip()):
            self.add(missing(path))
            return None
        number = as_decimal(value)
        if number is None:
            self.add(not_a_number(path))
        return number
