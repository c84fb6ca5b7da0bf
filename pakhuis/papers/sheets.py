"""What stands on picklists and packing slips: gathered from the rows, worded for the reader.

The remarks of an order are printed, those about the customer (internal) never are: nothing here reads them.
Own fields of orders and products stand on the picklist when they are to be shown there, and on no packing
slip: that goes to the customer, and the switch speaks of the picklist alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import AccountSettings
from pakhuis.catalogue.field_queries import pickers_product_fields
from pakhuis.fulfilment.models import Batch, Picklist, PicklistLine
from pakhuis.fulfilment.states import OPEN_STATUSES
from pakhuis.fulfilment.walk import Stop, walk_of
from pakhuis.orders.field_queries import pickers_fields
from pakhuis.orders.models import Backorder, BackorderState, Order, OrderLine
from pakhuis.ownfields.reading import ShownFields
from pakhuis.papers.typesetting import Cell, Sheet, pdf_of

TICK = "☐"
PART = "– "
"""Before what is part of the line above it."""
Rest = Mapping[int, Sequence[tuple[str, str, int]]]
"""By order: code, name and pieces of what does not come with this parcel."""


def picklist_pdf(picklist_id: int) -> bytes:
    """The picklist as a paper, in the language of its order."""
    (picklist,) = _picklists([picklist_id])
    own = pickers_fields([picklist.order_id])
    company = account_settings()
    with _as_read(picklist.order, company):
        stops = walk_of([picklist.pk], warehouse_id=picklist.warehouse_id)
        sheet = _picklist_sheet(picklist, stops, own, told_of(stops))
        return _made(sheet, picklist, company)


def packing_slip_pdf(picklist_id: int) -> bytes:
    """The packing slip that goes into the box, in the language of its order."""
    (picklist,) = _picklists([picklist_id])
    rest = _rest_of([picklist])
    company = account_settings()
    with _as_read(picklist.order, company):
        sheet = _slip_sheet(picklist, _lines([picklist_id])[picklist_id], rest, _sender(company))
        return _made(sheet, picklist, company)


def batch_pdf(batch_id: int, *, language: str, with_picklists: bool = True, with_slips: bool = True) -> bytes:
    """One PDF of a whole batch: the walk in `language`, then each box with its papers in its own."""
    batch = Batch.objects.select_related("warehouse", "assigned_to").get(pk=batch_id)
    ids = list(batch.picklists.order_by("box").values_list("pk", flat=True))
    stops = walk_of(ids, warehouse_id=batch.warehouse_id)
    picklists = _picklists(ids)
    rest = _rest_of(picklists)
    own = pickers_fields({one.order_id for one in picklists})
    told = told_of(stops)
    company = account_settings()
    by_list: dict[int, list[Stop]] = defaultdict(list)
    for stop in stops:
        by_list[stop.line.picklist_id].append(stop)
    with override(language):
        sheets = [_walk_sheet(batch, stops, told)]
        page = _("Page")
    for one in picklists:
        with _as_read(one.order, company):
            if with_picklists:
                sheets.append(_picklist_sheet(one, by_list[one.pk], own, told))
            if with_slips:
                lines = sorted((stop.line for stop in by_list[one.pk]), key=lambda line: line.pk)
                sheets.append(_slip_sheet(one, lines, rest, _sender(company)))
    return pdf_of(sheets, title=batch.number, company=company.company_name, language=language, page=page)


@contextmanager
def _as_read(order: Order, company: AccountSettings) -> Iterator[None]:
    """In the language of the order and the time of the account."""
    with override(order.language), timezone.override(ZoneInfo(company.time_zone)):
        yield


def _made(sheet: Sheet, picklist: Picklist, company: AccountSettings) -> bytes:
    name, language = company.company_name, picklist.order.language
    return pdf_of([sheet], title=picklist.number, company=name, language=language, page=_("Page"))


def _picklists(ids: Sequence[int]) -> list[Picklist]:
    related = Picklist.objects.select_related("order", "customer", "warehouse", "batch", "assigned_to")
    return list(related.filter(pk__in=ids).order_by("box", "pk"))


def _lines(ids: Sequence[int]) -> dict[int, list[PicklistLine]]:
    found: dict[int, list[PicklistLine]] = defaultdict(list)
    related = PicklistLine.objects.filter(picklist__in=ids).select_related("order_line__part_of")
    for one in related.order_by("order_line__position", "pk"):
        found[one.picklist_id].append(one)
    return found


def _rest_of(picklists: Sequence[Picklist]) -> Rest:
    """What still waits, and what is on other open picklists of the same order, by order. Two queries."""
    found: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    orders = {one.order_id for one in picklists}
    names = ("order_id", "line__code", "line__name")
    waiting = Backorder.objects.filter(order__in=orders, state=BackorderState.OPEN)
    for order, code, name, pieces in waiting.values_list(*names).annotate(Sum("amount")):
        found[order][code, name] += pieces
    elsewhere = PicklistLine.objects.filter(
        picklist__order__in=orders, picklist__status__in=OPEN_STATUSES
    ).exclude(picklist__in=picklists)
    names = ("picklist__order_id", "order_line__code", "order_line__name")
    for order, code, name, pieces in elsewhere.order_by().values_list(*names).annotate(Sum("amount")):
        found[order][code, name] += pieces
    return {
        order: [(code, name, pieces) for (code, name), pieces in sorted(its.items())]
        for order, its in found.items()
    }


def _picklist_sheet(picklist: Picklist, stops: Sequence[Stop], own: ShownFields, told: ShownFields) -> Sheet:
    order = picklist.order
    facts = [
        (_("Warehouse"), picklist.warehouse.name),
        *_facts_of(order),
        (_("Customer"), picklist.customer.name if picklist.customer else order.invoice_name),
        (_("Pieces"), str(sum(one.line.amount for one in stops))),
    ]
    if weight := weight_of(stops):
        facts.append((_("Weight"), weight))
    if picklist.batch:
        facts.append((_("Batch"), f"{picklist.batch.number} · {_('Box')} {picklist.box}"))
    if picklist.assigned_to:
        facts.append((_("Picked by"), picklist.assigned_to.full_name))
    facts += [(title, ", ".join(_split(value))) for title, value in own.of(order.pk)]
    return Sheet(
        number=picklist.number,
        title=_("Picklist"),
        badge=_("Urgent") if picklist.urgent else "",
        address_title=_("Delivery address"),
        address=address_of(order),
        facts=tuple(facts),
        remarks_title=_("Remarks"),
        remarks=_split(order.remarks),
        head=(_("Location"), _("Product"), "", _("Amount")),
        wide=(False, True, False, False),
        rows=tuple(_stop_row(one, TICK, told) for one in stops),
    )


def told_of(stops: Sequence[Stop]) -> ShownFields:
    """What stands in the own fields of the products that are picked, as far as whoever picks is to see it."""
    return pickers_product_fields({one.line.product_id for one in stops})


def _stop_row(stop: Stop, mark: str, told: ShownFields) -> tuple[Cell, ...]:
    line = stop.line
    product = (
        f"{line.order_line.code}  {line.order_line.name}",
        *((line.product.barcode,) if line.product.barcode else ()),
        *(f"{title}: {', '.join(_split(value))}" for title, value in told.of(line.product_id)),
        *_split(line.order_line.remarks),
    )
    return ((stop.where or "—",), product, (mark,), (str(line.amount),))


def _walk_sheet(batch: Batch, stops: Sequence[Stop], told: ShownFields) -> Sheet:
    facts = [
        (_("Warehouse"), batch.warehouse.name),
        (_("Picklists"), str(len({one.line.picklist_id for one in stops}))),
        (_("Pieces"), str(sum(one.line.amount for one in stops))),
    ]
    return Sheet(
        number=batch.number,
        title=_("Batch"),
        address_title=_("Picked by"),
        address=(batch.assigned_to.full_name if batch.assigned_to else "—",),
        facts=tuple(facts),
        remarks_title="",
        remarks=(),
        head=(_("Location"), _("Product"), _("Box"), _("Amount")),
        wide=(False, True, False, False),
        rows=tuple(
            _stop_row(one, f"{one.line.picklist.box}  ({one.line.picklist.number})", told) for one in stops
        ),
    )


def _sender(company: AccountSettings) -> Cell:
    """Where the company can be written to and asked."""
    asked = " · ".join(one for one in (company.company_email, company.company_phone) if one)
    address = (one.strip() for one in company.company_address.splitlines())
    return tuple(one for one in (*address, asked) if one)


def _slip_sheet(picklist: Picklist, lines: Iterable[PicklistLine], rest: Rest, sender: Cell) -> Sheet:
    order = picklist.order
    later = rest.get(order.pk, ())
    return Sheet(
        number=picklist.number,
        title=_("Packing slip"),
        sender=sender,
        address_title=_("Delivery address"),
        address=address_of(order),
        facts=tuple(_facts_of(order)),
        remarks_title=_("Remarks"),
        remarks=_split(order.remarks),
        head=(_("Code"), _("Product"), _("Amount")),
        wide=(False, True, False),
        rows=tuple(_slip_rows(lines)),
        rest_title=_("This follows later") if later else "",
        rest_head=(_("Code"), _("Product"), _("Amount")),
        rest=tuple(((code,), (name,), (str(pieces),)) for code, name, pieces in later),
    )


def _slip_rows(lines: Iterable[PicklistLine]) -> Iterator[tuple[Cell, ...]]:
    """What is in the box: what was bought as one stands above its parts."""
    parts: dict[OrderLine, list[PicklistLine]] = defaultdict(list)
    for one in lines:
        if one.order_line.part_of is None:
            yield _slip_row(one.order_line, one.amount)
        else:
            parts[one.order_line.part_of].append(one)
    for main, inside in parts.items():
        yield _slip_row(main, min(one.amount // one.order_line.part_amount for one in inside))
        for one in inside:
            yield _slip_row(one.order_line, one.amount, mark=PART)


def _slip_row(line: OrderLine, amount: int, *, mark: str = "") -> tuple[Cell, ...]:
    return (line.code,), (f"{mark}{line.name}", *_split(line.remarks)), (str(amount),)


def _facts_of(order: Order) -> list[tuple[str, str]]:
    """What both papers say of the order; days are those of the account."""
    ordered_on = timezone.localdate(order.created_at)
    facts = [(_("Order"), order.number), (_("Ordered on"), _day(ordered_on, order.language))]
    if order.reference:
        facts.append((_("Reference"), order.reference))
    if order.preferred_delivery_date:
        facts.append((_("Preferred delivery date"), _day(order.preferred_delivery_date, order.language)))
    return facts


def address_of(order: Order) -> Cell:
    """The delivery address in lines."""
    country = str(
        Locale.parse(order.language).territories.get(order.delivery_country, order.delivery_country)
    )
    told = (
        order.delivery_name,
        order.delivery_contact_name,
        order.delivery_line1,
        order.delivery_line2,
        f"{order.delivery_zipcode}  {order.delivery_city}".strip(),
        order.delivery_region,
        country,
    )
    return tuple(one for one in told if one)


def weight_of(stops: Iterable[Stop]) -> str:
    """What the pieces weigh together, in the language of the moment; empty where nobody has said."""
    grams = sum(one.line.amount * one.line.order_line.weight for one in stops)
    if not grams:
        return ""
    return f"{format_decimal(Decimal(grams) / 1000, format='#,##0.###', locale=get_language() or 'nl')} kg"


def _day(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)


def _split(text: str) -> Cell:
    return tuple(one.strip() for one in text.splitlines() if one.strip())
