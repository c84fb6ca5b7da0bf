"""A customer, product or order of the account in our words. What points elsewhere is looked up in `Ids`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.problem import Problem
from pakhuis.migrating.fields import Fields, held
from pakhuis.migrating.problems import (
    not_moved,
    other_language,
    other_type,
    part_of_composition_delivered,
)
from pakhuis.orders.intake import MovedOrder, NewLine, NewOrder
from pakhuis.ownfields.intake import GivenOwnValue

LANGUAGES = ("nl", "en")
COMPOSITIONS = ("virtual_composition", "composition_with_stock")
CLOSED, GONE = "closed", "cancelled"
IN_WORK = ("processing", "paused")
_KINDS = {"textarea": "long_text", "integer": "number", "checkbox": "multiple", "multiselect": "multiple"}


@dataclass
class Ids:
    """Ids there to ids here, by what they are ids of; `notes` tell which did not come along."""

    of: Mapping[str, Mapping[int, int]]
    notes: list[Problem] = field(default_factory=list)

    def here(self, kind: str, number: int | None) -> int | None:
        """The row here; None, with a note, for one that is not here."""
        if number is None:
            return None
        found = self.of.get(kind, {}).get(number)
        if found is None:
            self.notes.append(not_moved(kind, str(number)))
        return found

    def all_here(self, kind: str, numbers: Sequence[int]) -> tuple[int, ...]:
        found = (self.here(kind, one) for one in numbers)
        return tuple(one for one in dict.fromkeys(found) if one is not None)


def language(told: Fields, ids: Ids) -> str:
    """The language, or none for one that is not spoken here."""
    code = told.text("language").strip().lower()
    if code and code not in LANGUAGES:
        ids.notes.append(other_language(code))
        return ""
    return code


def field_kind(told: Fields) -> str:
    """What sort of own field it is, in our words."""
    kind = told.text("type").strip().lower()
    kind = _KINDS.get(kind, kind)
    if kind in ("text", "long_text", "number", "date", "yes_no", "radio", "select", "multiple"):
        return kind
    return "select" if list(told.value("values") or ()) else "text"


def own_values(told: Fields, ids: Ids, *, kind: str) -> tuple[GivenOwnValue, ...]:
    """What stands in own fields (`kind`: customerfield, orderfield or productfield)."""
    found = []
    for one in told.each(f"{kind}s"):
        here, value = ids.here(kind, one.id(f"id{kind}")), one.text("value")
        if here is not None and value:
            found.append(GivenOwnValue(field_id=here, value=value))
    return tuple(found)


def address(told: Fields, prefix: str = "") -> NewAddress:
    """An address of the book, or of an order with `prefix` before each name."""
    return NewAddress(
        name=told.text(f"{prefix}name"),
        contact_name=told.text(f"{prefix}contactname", f"{prefix}contact"),
        line1=told.text(f"{prefix}address"),
        line2=told.text(f"{prefix}address2"),
        zipcode=told.text(f"{prefix}zipcode"),
        city=told.text(f"{prefix}city"),
        region=told.text(f"{prefix}region"),
        country=told.text(f"{prefix}country"),
    )


def customer(told: Fields, ids: Ids) -> CustomerFields:
    """A customer with address book, tags and own fields; price lists apart."""
    vat = told.flag("calculatevat")
    return CustomerFields(
        number=told.text("customerid"),
        name=told.text("name"),
        contact_name=told.text("contactname"),
        email=told.text("emailaddress"),
        phone=told.text("telephone"),
        language=language(told, ids),
        discount=told.number("discount") or Decimal(0),
        template_id=ids.here("template", told.id("idtemplate")),
        autosplit=told.flag("auto_split", "partialdelivery"),
        calculate_vat=vat is not False,
        vat_number=told.text("vatnumber"),
        remarks=told.text("remarks"),
        default_order_remarks=told.text("default_order_remarks", "defaultorderremarks"),
        tag_ids=ids.all_here("tag", told.ids("tags", "idtag")),
        addresses=tuple(
            BookAddress(
                address=address(one),
                is_default_invoice=one.flag("defaultinvoice") is True,
                is_default_delivery=one.flag("defaultdelivery") is True,
            )
            for one in told.each("addresses")
        ),
        own_fields=own_values(told, ids, kind="customerfield"),
    )


def product(told: Fields, ids: Ids, *, barcode: str) -> NewProduct:
    """A product without its stock, prices and parts; `barcode` empty where another has it."""
    kind = told.text("type")
    if kind and kind not in ("normal", *COMPOSITIONS):
        ids.notes.append(other_type(kind))
    return NewProduct(
        code=told.text("productcode"),
        name=told.text("name"),
        price=told.number("price") or 0,
        vat_group_id=ids.here("VAT group", told.id("idvatgroup")),
        barcode=barcode,
        weight=told.whole("weight") or 0,
        more=ProductFields(
            cost_price=told.number("fixedstockprice") or 0,
            supplier_code=told.text("productcode_supplier"),
            description=told.text("description"),
            length=told.whole("length"),
            width=told.whole("width"),
            height=told.whole("height"),
            delivery_days=told.whole("deliverytime"),
            minimum_purchase=told.whole("minimum_purchase_quantity") or 1,
            purchase_multiple=told.whole("purchase_in_quantities_of") or 1,
            hs_code=told.text("hs_code"),
            country_of_origin=told.text("country_of_origin"),
            tag_ids=ids.all_here("tag", told.ids("tags", "idtag")) or NOT_GIVEN,
            own_values=own_values(told, ids, kind="productfield"),
        ),
    )


def comments_of(told: Fields) -> int:
    """How many comments there are on it."""
    return max(0, told.whole("comment_count") or 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an order is: pieces delivered per line; picked but not sent, per product and warehouse."""

    delivered: Mapping[int, int]
    picked: Sequence[tuple[int, int, int]]


def progress(picklists: Sequence[Fields]) -> Progress:
    """What the picklists of an order say: closed ones have left, the others are at the shelf."""
    delivered: dict[int, int] = defaultdict(int)
    picked: dict[tuple[int, int], int] = defaultdict(int)
    for one in picklists:
        for line in one.each("products"):
            pieces = line.whole("amount_picked", "amountpicked") or 0
            if line.flag("has_parts") or not pieces:
                continue
            if one.text("status") == CLOSED:
                delivered[line.id("idorder_product") or 0] += pieces
            else:
                picked[line.id("idproduct") or 0, one.id("idwarehouse") or 0] += pieces
    return Progress(delivered, [(*place, pieces) for place, pieces in picked.items()])


def worth(told: Fields) -> Decimal:
    """What an order's lines come to, before discount and VAT: amount times price."""
    lines = (one for one in told.each("products") if one.id("partof_idorder_product") is None)
    none = Decimal(0)
    return held(sum(((one.number("amount") or none) * (one.number("price") or none) for one in lines), none))


def order(told: Fields, ids: Ids, *, going: Progress, usual: frozenset[int], zone: ZoneInfo) -> NewOrder:
    """An open order; `usual` are the warehouses that take orders there: naming all of them names none."""
    warehouses = told.ids("warehouses", "idwarehouse")
    point = told.value("pickup_point_data")
    split, vat = told.flag("auto_split", "partialdelivery"), told.flag("calculatevat")
    return NewOrder(
        customer_id=ids.here("customer", told.id("idcustomer")),
        lines=_lines(told, ids, going),
        delivery=_or_none(address(told, "delivery")),
        invoice=_or_none(address(told, "invoice")),
        email=told.text("emailaddress"),
        phone=told.text("telephone"),
        reference=told.text("reference"),
        remarks=told.text("customer_remarks"),
        discount=told.number("discount") or Decimal(0),
        template_id=ids.here("template", told.id("idtemplate")),
        autosplit=split is not False,
        calculate_vat=vat is not False,
        language=language(told, ids),
        tag_ids=ids.all_here("tag", told.ids("tags", "idtag")),
        price_list_ids=ids.all_here("price list", told.ids("pricelists", "idpricelist")),
        warehouse_ids=() if usual == set(warehouses) else ids.all_here("warehouse", warehouses),
        preferred_delivery_date=told.day("preferred_delivery_date"),
        invoiced=told.flag("invoiced") is True,
        pickup_point=dict(point) if isinstance(point, Mapping) and point else None,
        own_values=own_values(told, ids, kind="orderfield"),
        expected=told.text("status") == "expected",
        allocate=told.text("status") == "expected",
        moved=MovedOrder(number=told.text("orderid"), created_at=_made(told, zone)),
    )


def _or_none(one: NewAddress) -> NewAddress | None:
    return None if one.is_empty else one


def _made(told: Fields, zone: ZoneInfo) -> datetime:
    moment = told.moment("created", "created_at") or datetime.now(zone)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _lines(told: Fields, ids: Ids, going: Progress) -> tuple[NewLine, ...]:
    """The lines a person ordered; those of parts come anew when the order is processed here."""
    parts: dict[int, list[Fields]] = defaultdict(list)
    for one in told.each("products"):
        parts[one.id("partof_idorder_product") or 0].append(one)
    return tuple(_line(one, ids, going, parts[one.id("idorder_product") or -1]) for one in parts[0])


def _line(one: Fields, ids: Ids, going: Progress, parts: Sequence[Fields]) -> NewLine:
    product_id = one.id("idproduct")
    delivered = going.delivered.get(one.id("idorder_product") or 0, 0)
    if parts:
        delivered = _whole_compositions(one, parts, going, ids)
    return NewLine(
        product_id=ids.here("product", product_id) if product_id else None,
        amount=one.number("amount"),
        price=one.number("price") or Decimal(0),
        name=one.text("name"),
        remarks=one.text("remarks"),
        vat_group_id=ids.here("VAT group", one.id("idvatgroup")),
        is_own=product_id is None,
        delivered=delivered,
        cancelled=one.whole("amount_cancelled") or 0,
    )


def _whole_compositions(main: Fields, parts: Sequence[Fields], going: Progress, ids: Ids) -> int:
    """As many as all delivered parts make up; a note for pieces that are left over."""
    wanted = main.whole("amount") or 1
    each = [max(1, (one.whole("amount") or wanted) // wanted) for one in parts]
    there = [going.delivered.get(one.id("idorder_product") or 0, 0) for one in parts]
    units = min(have // size for have, size in zip(there, each, strict=True))
    over = sum(have - units * size for have, size in zip(there, each, strict=True))
    if over:
        ids.notes.append(part_of_composition_delivered(over))
    return units


def stock_of(told: Fields) -> list[tuple[int, Any]]:
    """What lies where: warehouse and pieces, as it was said."""
    if told.text("type") == "virtual_composition":
        return []
    rows = ((one.id("idwarehouse") or 0, one.value("stock")) for one in told.each("stock"))
    return [(warehouse, pieces) for warehouse, pieces in rows if pieces not in (None, 0, "0")]
