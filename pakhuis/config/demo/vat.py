"""VAT numbers that are nobody's on purpose, but whose check digits are right."""

from __future__ import annotations

from random import Random

from stdnum import luhn
from stdnum.iso7064 import mod_11_10, mod_97_10


def vat_number(country: str, luck: Random) -> str:
    """A number as that country writes them, check digits included; empty for a country not known here."""
    makers = {"NL": _dutch, "BE": _belgian, "DE": _german, "FR": _french}
    return makers[country](luck) if country in makers else ""


def _dutch(luck: Random) -> str:
    """The form for sole traders since 2020: two digits by ISO 7064 over everything before them."""
    start = f"NL{_digits(luck, 9)}B"
    return start + mod_97_10.calc_check_digits(start)


def _belgian(luck: Random) -> str:
    start = f"0{luck.randint(4, 7)}{_digits(luck, 6)}"
    return f"BE{start}{97 - int(start) % 97:02d}"


def _german(luck: Random) -> str:
    start = f"{luck.randint(1, 9)}{_digits(luck, 7)}"
    return f"DE{start}{mod_11_10.calc_check_digit(start)}"


def _french(luck: Random) -> str:
    start = f"{luck.randint(3, 8)}{_digits(luck, 7)}"
    company = start + luhn.calc_check_digit(start)
    return f"FR{(12 + 3 * int(company)) % 97:02d}{company}"


def _digits(luck: Random, count: int) -> str:
    return "".join(str(luck.randint(0, 9)) for _ in range(count))
