"""What others hand in about a product: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """A product to be made. Price excludes VAT; no VAT group: the standard one; weight in grams."""

    code: str
    name: str
    price: RawNumber = 0
    vat_group_id: int | None = None
    barcode: str = ""
    weight: RawNumber = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFields:
    """What can be changed on a product; what is not given stays as it is."""

    code: str | NotGiven = NOT_GIVEN
    name: str | NotGiven = NOT_GIVEN
    price: RawNumber | NotGiven = NOT_GIVEN
    vat_group_id: int | NotGiven = NOT_GIVEN
    barcode: str | NotGiven = NOT_GIVEN
    weight: RawNumber | NotGiven = NOT_GIVEN
    active: bool | NotGiven = NOT_GIVEN
