"""The order that a shop of one's own posts; docs/own-shop/order.schema.json is made from this."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from msgspec.json import schema

Named = Annotated[str, Meta(min_length=1, max_length=100)]


class Place(Struct, forbid_unknown_fields=True):
    """An address; the country is an ISO 3166 code of two letters."""

    company: str = ""
    name: str = ""
    line1: str = ""
    line2: str = ""
    zipcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""


class Buyer(Struct, forbid_unknown_fields=True):
    """Who ordered. Without `id` it is a guest; `number` is our customer number, where the shop knows it."""

    id: str = ""
    number: str = ""
    company: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    language: str = ""
    vat_number: str = ""
    vat_exempt: bool = False


class Line(Struct, forbid_unknown_fields=True):
    """Goods: `price` per piece, `discount` off the whole line, both with VAT where the order says so."""

    amount: Annotated[int, Meta(ge=1)]
    price: Annotated[Decimal, Meta(description="per piece")]
    sku: str = ""
    name: str = ""
    vat_percentage: Decimal | None = None
    discount: Decimal = Decimal(0)
    remarks: Annotated[str, Meta(max_length=2000, description="what the buyer chose or wrote with it")] = ""


class OwnOrder(Struct, forbid_unknown_fields=True):
    """One order as it is now. Of two with the same `id`, the one with the later `updated_at` counts."""

    id: Named
    updated_at: Annotated[str, Meta(description="ISO 8601 with an offset, such as 2026-11-23T09:00:00Z")]
    status: Literal["paid", "unpaid", "cancelled", "sent"]
    customer: Buyer
    invoice: Place
    lines: Annotated[list[Line], Meta(min_length=1)]
    number: str = ""
    placed_at: str = ""
    delivery: Place | None = None
    remarks: str = ""
    prices_include_vat: bool = False


def json_schema() -> dict[str, Any]:
    """The schema as a document, for a shop to check its orders with."""
    return schema(OwnOrder)
