"""What others hand in about suppliers and purchase orders: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from pakhuis.kernel.checking import RawDay
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierFields:
    """What can be set on a supplier; what is not given stays as it is."""

    name: str | NotGiven = NOT_GIVEN
    contact_name: str | NotGiven = NOT_GIVEN
    line1: str | NotGiven = NOT_GIVEN
    line2: str | NotGiven = NOT_GIVEN
    zipcode: str | NotGiven = NOT_GIVEN
    city: str | NotGiven = NOT_GIVEN
    region: str | NotGiven = NOT_GIVEN
    country: str | NotGiven = NOT_GIVEN
    phone: str | NotGiven = NOT_GIVEN
    email: str | NotGiven = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN
    language: str | NotGiven = NOT_GIVEN
    template_id: int | NotGiven | None = NOT_GIVEN
    active: bool | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierProductFields:
    """How a supplier sells a product: under which code, for what a piece, in what quantity."""

    code: str | NotGiven = NOT_GIVEN
    price: RawNumber | NotGiven = NOT_GIVEN
    order_quantity: RawNumber | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseFields:
    """The head of a purchase order; what is not given stays as it is, or is taken from the supplier."""

    supplier_id: int | NotGiven | None = NOT_GIVEN
    supplier_name: str | NotGiven = NOT_GIVEN
    supplier_order_number: str | NotGiven = NOT_GIVEN
    warehouse_id: int | NotGiven | None = NOT_GIVEN
    template_id: int | NotGiven | None = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN
    language: str | NotGiven = NOT_GIVEN
    expected_on: RawDay | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedPurchase:
    """A purchase order of another system: it keeps its number and the moment it was made."""

    number: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPurchaseLine:
    """A line to be added; without a price the supplier's, else what a piece in stock is worth."""

    product_id: int | None = None
    product_code: str = ""
    amount: RawNumber = None
    price: RawNumber | NotGiven = NOT_GIVEN
    expected_on: RawDay = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLineFields:
    """What changes on a line; `removed` takes it off."""

    id: int
    amount: RawNumber | NotGiven = NOT_GIVEN
    price: RawNumber | NotGiven = NOT_GIVEN
    name: str | NotGiven = NOT_GIVEN
    expected_on: RawDay | NotGiven = NOT_GIVEN
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseChange:
    """Everything that changes on a purchase order at once; problems of lines stand at ``("lines", id)``."""

    fields: PurchaseFields = field(default_factory=PurchaseFields)
    lines: tuple[PurchaseLineFields, ...] = ()
    new_lines: tuple[NewPurchaseLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """Pieces that came in: of a line, or of a product, over whose lines they are then spread.

    `seen`: how many pieces of it were in when whoever counts looked; if somebody took in more of it
    meanwhile it is refused, so that two people do not count the same box. None: not looked at.
    """

    line_id: int | None = None
    product_id: int | None = None
    amount: RawNumber = None
    location_id: int | None = None
    seen: int | None = None
