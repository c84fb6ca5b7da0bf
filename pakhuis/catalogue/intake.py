"""What others hand in about a product: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass

from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber
from pakhuis.ownfields.intake import FieldAsked, GivenOwnValue


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProduct:
    """A product to be made. Price excludes VAT; no VAT group: the standard one; weight in grams.

    `more`: what else is known of it; what is said here counts.
    """

    code: str
    name: str
    price: RawNumber = 0
    vat_group_id: int | None = None
    barcode: str = ""
    weight: RawNumber = 0
    more: ProductFields | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFields:
    """What can be changed on a product; what is not given stays as it is.

    Sizes in centimetres; a size or number of days of None or nothing is not known.
    """

    code: str | NotGiven = NOT_GIVEN
    name: str | NotGiven = NOT_GIVEN
    price: RawNumber | NotGiven = NOT_GIVEN
    vat_group_id: int | NotGiven = NOT_GIVEN
    barcode: str | NotGiven = NOT_GIVEN
    weight: RawNumber | NotGiven = NOT_GIVEN
    cost_price: RawNumber | NotGiven = NOT_GIVEN
    supplier_code: str | NotGiven = NOT_GIVEN
    description: str | NotGiven = NOT_GIVEN
    length: RawNumber | NotGiven = NOT_GIVEN
    width: RawNumber | NotGiven = NOT_GIVEN
    height: RawNumber | NotGiven = NOT_GIVEN
    delivery_days: RawNumber | NotGiven = NOT_GIVEN
    minimum_purchase: RawNumber | NotGiven = NOT_GIVEN
    purchase_multiple: RawNumber | NotGiven = NOT_GIVEN
    hs_code: str | NotGiven = NOT_GIVEN
    country_of_origin: str | NotGiven = NOT_GIVEN
    tag_ids: tuple[int, ...] | NotGiven = NOT_GIVEN
    active: bool | NotGiven = NOT_GIVEN
    own_values: tuple[GivenOwnValue, ...] | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductFieldFields(FieldAsked):
    """An own field of products as a whole, and whether whoever picks sees its value."""

    on_picklist: bool = False
