"""What others hand in as an order: frozen, not yet checked. Every arrival is translated into this."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """One line: a product by id or by code. Price excludes VAT, per piece; None: the price by the rules."""

    product_id: int | None = None
    product_code: str = ""
    amount: RawNumber = None
    price: RawNumber = None
    name: str = ""
    remarks: str = ""
    vat_group_id: int | None = None


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
    preferred_delivery_date: date | None = None
    expected: bool = False
    allocate: bool = False
