"""VAT numbers: how they are written down and what is known of each; a wrong one never blocks saving."""

from __future__ import annotations

from enum import StrEnum

from stdnum import get_cc_module
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from pakhuis.kernel.countries import COUNTRY_CODES, EU_COUNTRIES


class VatState(StrEnum):
    """What is known of a VAT number. Only a plain "not registered" of the register makes it invalid."""

    UNKNOWN = "unknown"
    SHAPE_OK = "shape_ok"
    WRONG_SHAPE = "wrong_shape"
    VALID = "valid"
    NOT_REGISTERED = "not_registered"
    UNREACHABLE = "unreachable"


EU_PREFIXES = (EU_COUNTRIES - {"GR"}) | {"EL", "XI"}
"""How numbers of the European register begin: Greece's with EL, Northern Ireland's with XI."""

_SPOKEN = {"EL": "GR", "XI": "GB"}
"""The countries of prefixes that are no country codes."""


def can_be_asked(number: str, state: str) -> bool:
    """Whether the European register can know a number: of the right shape, and of a member state."""
    return bool(number) and state != VatState.WRONG_SHAPE and number[:2].upper() in EU_PREFIXES


def vat_number_of(text: str, *, country: str = "") -> tuple[str, VatState]:
    """The number in its standard spelling, and whether shape and check digit fit.

    With `country` a number without its two letters is tried with them, and judged by that country's rules.
    What does not fit is kept as typed. Greek numbers begin with EL, as the register has them.
    """
    typed = text.strip()
    if not typed:
        return "", VatState.UNKNOWN
    for candidate in (typed, f"{country}{typed}"):
        try:
            return _greek_as_el(eu_vat.validate(candidate)), VatState.SHAPE_OK
        except ValidationError:
            continue
    return _of_other_country(typed, country)


def _greek_as_el(number: str) -> str:
    return f"EL{number[2:]}" if number.startswith("GR") else number


def _of_other_country(typed: str, country: str) -> tuple[str, VatState]:
    """A number that is none of the European Union: judged by the country it begins with, else by `country`.

    Where nobody knows how a country writes its numbers, nothing is said against one.
    """
    begins = typed[:2].upper()
    judged_by = begins if begins in COUNTRY_CODES | EU_PREFIXES else country.upper()
    module = get_cc_module(_SPOKEN.get(judged_by, judged_by), "vat") if judged_by else None
    if module is None:
        return typed, VatState.UNKNOWN
    try:
        module.validate(typed)
    except ValidationError:
        return typed, VatState.WRONG_SHAPE
    return typed, VatState.SHAPE_OK
