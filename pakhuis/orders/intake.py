"""What others hand in as an order: frozen, not yet checked. Every arrival is translated into this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.kernel.checking import RawDay
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber
from pakhuis.ownfields.intake import FieldAsked, GivenOwnValue


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One line: a product by id or by code. Price excludes VAT, per piece; None: the price by the rules.

    `is_own` is a line without a product, such as transport: it needs a name and a price. `delivered` and
    `cancelled` are pieces that another system delivered or cancelled before the order was moved here.
    """

    product_id: int | None = None
    product_code: str = ""
    amount: RawNumber = None
    price: RawNumber = None
    name: str = ""
    remarks: str = ""
    vat_group_id: int | None = None
    is_own: bool = False
    delivered: RawNumber = 0
    cancelled: RawNumber = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedOrder:
    """An open order of another system: it keeps its number and the moment it was made.

    What it says itself counts, nothing is taken from the customer: the other system did that already.
    """

    number: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FromWebshop:
    """Where a webshop order came from; (webshop, external id) is one order, for ever."""

    webshop_id: int
    external_id: str
    person: ShopPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrder:
    """An order as handed in. None or empty everywhere means: take it from customer, webshop or account.

    Without `customer_id` and `webshop` it is a guest order. `calculate_vat_reason` is kept with an
    explicit `calculate_vat`. `expected` orders wait for payment. `allocate` sets stock aside at once.
    `completed_at` makes it history: an order of old, delivered elsewhere, that touches no stock.
    `moved` is for an open order that comes from another system.
    """

    customer_id: int | None = None
    webshop: FromWebshop | None = None
    lines: tuple[NewLine, ...] = ()
    delivery: NewAddress | None = None
    invoice: NewAddress | None = None
    email: str = ""
    phone: str = ""
    reference: str = ""
    remarks: str = ""
    discount: RawNumber = None
    template_id: int | None = None
    autosplit: bool | None = None
    calculate_vat: bool | None = None
    calculate_vat_reason: str = ""
    language: str = ""
    tag_ids: tuple[int, ...] = ()
    price_list_ids: tuple[int, ...] | None = None
    warehouse_ids: tuple[int, ...] = ()
    preferred_delivery_date: RawDay = None
    invoiced: bool = False
    pickup_point: dict[str, Any] | None = None
    own_values: tuple[GivenOwnValue, ...] = ()
    expected: bool = False
    allocate: bool = False
    completed_at: datetime | None = None
    moved: MovedOrder | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """What changes of one line. A price of None or "" means: by the rules again."""

    line_id: int
    amount: RawNumber | NotGiven = NOT_GIVEN
    price: RawNumber | NotGiven = NOT_GIVEN
    name: str | NotGiven = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN
    vat_group_id: int | NotGiven | None = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChange:
    """What changes of an order; what is not given stays. None for a term means: as agreed again.

    The first group may change until the order is gone; the second, which says what it costs and how it is
    divided, only while it is expected or a concept. `own_remarks` are those of the order itself, as who sent
    it says them: what the customer's terms put behind them stays. `remarks` are all there is to read.
    """

    reference: str | NotGiven = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN
    own_remarks: str | NotGiven = NOT_GIVEN
    email: str | NotGiven = NOT_GIVEN
    phone: str | NotGiven = NOT_GIVEN
    delivery: NewAddress | NotGiven = NOT_GIVEN
    invoice: NewAddress | NotGiven = NOT_GIVEN
    preferred_delivery_date: RawDay | NotGiven = NOT_GIVEN
    template_id: int | NotGiven | None = NOT_GIVEN
    language: str | NotGiven | None = NOT_GIVEN
    tag_ids: tuple[int, ...] | NotGiven = NOT_GIVEN
    invoiced: bool | NotGiven = NOT_GIVEN
    pickup_point: dict[str, Any] | NotGiven | None = NOT_GIVEN
    own_values: tuple[GivenOwnValue, ...] | NotGiven = NOT_GIVEN

    discount: RawNumber | NotGiven = NOT_GIVEN
    autosplit: bool | NotGiven | None = NOT_GIVEN
    calculate_vat: bool | NotGiven | None = NOT_GIVEN
    price_list_ids: tuple[int, ...] | NotGiven | None = NOT_GIVEN
    warehouse_ids: tuple[int, ...] | NotGiven = NOT_GIVEN
    add_lines: tuple[NewLine, ...] = ()
    change_lines: tuple[LineChange, ...] = ()
    remove_line_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFieldFields(FieldAsked):
    """An own field of orders as a whole, and where its value is to be seen."""

    on_picklist: bool = False
    on_portal: bool = False
