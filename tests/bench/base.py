"""The base data: a shop, then one customer with one delivered order, copied as often as asked for, by SQL."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Min, Model

from pakhuis.accounts.actions import change_settings, create_tag, create_template, create_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.actions import create_product, create_vat_group
from pakhuis.catalogue.intake import NewProduct
from pakhuis.customers.intake import NewAddress, ShopPerson
from pakhuis.customers.models import Address, Customer, CustomerIdentity
from pakhuis.fulfilment.actions import close_picklist, pick_all, process_order, receive_goods
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import place_order
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.orders.models import Allocation, Order, OrderLine
from pakhuis.pricing.actions import create_price_list, set_price
from pakhuis.pricing.models import CustomerPriceList, PriceList
from pakhuis.stock.actions import create_warehouse

PRODUCTS = 60
PLENTY = 500_000
ONLY_IN_SECOND, NOWHERE = 7, 29
"""Every so many products one lies in the second warehouse only, and one nowhere."""


@dataclass(frozen=True, slots=True)
class Shop:
    """What orders are made of."""

    webshop: Webshop
    product_ids: tuple[int, ...]
    first_customer: int


@dataclass(frozen=True, slots=True)
class Copy:
    """A table to multiply: SQL per column for copy number `n`; a key to a copied table moves along."""

    model: type[Model]
    columns: dict[str, str] = field(default_factory=dict)
    follows: dict[str, type[Model]] = field(default_factory=dict)


_EMAIL = "'buyer' || n || '@example.com'"
_SEARCH = f"'buyer ' || n || ' | b' || n || ' | ' || {_EMAIL} || ' | 1011 ab | amsterdam'"
_SUBJECT = "subject_id + n * (CASE WHEN subject_kind IN ('customer', 'order', 'picklist') THEN 1 ELSE 0 END)"
COPIES = (
    Copy(
        Customer,
        {
            "number": "'B' || n",
            "number_key": "'b' || n",
            "name": "'Buyer ' || n",
            "name_key": "'buyer ' || n",
            "email": _EMAIL,
            "email_key": _EMAIL,
            "search_text": _SEARCH,
        },
    ),
    Copy(Address, follows={"customer_id": Customer}),
    Copy(
        CustomerIdentity,
        {"value": f"CASE kind WHEN 'email' THEN {_EMAIL} ELSE 'c' || n END"},
        {"customer_id": Customer},
    ),
    Copy(CustomerPriceList, follows={"customer_id": Customer}),
    Copy(
        Order,
        {"number": "'B2025-' || n", "external_id": "'b' || n", "email": _EMAIL},
        {"customer_id": Customer},
    ),
    Copy(OrderLine, follows={"order_id": Order}),
    Copy(Allocation, follows={"order_id": Order, "line_id": OrderLine}),
    Copy(Picklist, {"number": "'Q2025-' || n"}, {"order_id": Order, "customer_id": Customer}),
    Copy(
        PicklistLine,
        follows={"picklist_id": Picklist, "order_line_id": OrderLine, "allocation_id": Allocation},
    ),
    Copy(
        Fact,
        {"subject_id": _SUBJECT},
    ),
)


def open_shop(now: datetime, *, products: int = PRODUCTS) -> Shop:
    """Three warehouses, sixty products or as many as asked for, a price list with steps, a webshop."""
    change_settings(company_name="Bench", by=SYSTEM, now=now)
    create_template("Standard", is_default=True, by=SYSTEM, now=now)
    create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=now)
    create_vat_group("High", percentage=21, is_standard=True, by=SYSTEM, now=now)
    houses = [create_warehouse(f"House {rank}", priority=rank, by=SYSTEM, now=now) for rank in (1, 2, 3)]
    made = [
        create_product(NewProduct(code=f"P{n}", name=f"Product {n}", price=n), by=SYSTEM, now=now)
        for n in range(1, products + 1)
    ]
    horeca = create_price_list("Horeca", by=SYSTEM, now=now)
    for one in made[::2]:
        for amount, part in ((1, 9), (10, 8)):
            set_price(
                horeca.pk,
                product_id=one.pk,
                price=one.price * part / 10,
                min_amount=amount,
                by=SYSTEM,
                now=now,
            )
    for rank, house in enumerate(houses, start=1):
        lying = {
            one.pk: PLENTY
            for place, one in enumerate(made, start=1)
            if place % NOWHERE and (place % ONLY_IN_SECOND or rank == 2)
        }
        receive_goods(house.pk, goods=Quantities(lying), by=SYSTEM, now=now)
    webshop = create_webshop("bench", kind="woocommerce", by=SYSTEM, now=now)
    return Shop(webshop, tuple(one.pk for one in made), first_customer=0)


def fill(size: int, now: datetime) -> Shop:
    """The shop with so many customers, each with a delivered order. Bypasses the doors but for the first."""
    shop = open_shop(now)
    facts_before = Fact.objects.latest("id").pk
    original = _original(shop, now)
    CustomerPriceList.objects.create(customer=original, price_list=PriceList.objects.get())
    multiply(COPIES, copies=size - 1, facts_after=facts_before)
    return Shop(shop.webshop, shop.product_ids, first_customer=original.pk)


def multiply(copies_of: Iterable[Copy], *, copies: int, facts_after: int = 0) -> dict[type[Model], int]:
    """Copy all rows of these tables so often (of facts those after this one); gives how far ids lie apart."""
    spans: dict[type[Model], int] = {}
    for copy in copies_of:
        after = facts_after if copy.model is Fact else 0
        spans[copy.model] = _multiply(copy, spans, copies=copies, after=after)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(spans)):
            cursor.execute(statement)
    return spans


def _original(shop: Shop, now: datetime) -> Customer:
    """The first customer, made by its first webshop order, which is delivered at once."""
    order = first_order(shop, shop.product_ids[:3], now=now)
    for picklist in Picklist.objects.all():
        pick_all(picklist.pk, by=SYSTEM, now=now)
        close_picklist(picklist.pk, by=SYSTEM, now=now)
    assert order.customer is not None
    return order.customer


def first_order(shop: Shop, product_ids: Sequence[int], *, now: datetime) -> Order:
    """A processed order of two pieces of each of these, by a buyer who is new."""
    address = NewAddress(name="Buyer", line1="Kade 1", zipcode="1011 AB", city="Amsterdam", country="NL")
    person = ShopPerson(
        external_id="c0", name="Buyer 0", email="buyer0@example.com", number="B0", invoice=address
    )
    new = NewOrder(
        webshop=FromWebshop(webshop_id=shop.webshop.pk, external_id="b0", person=person),
        lines=tuple(NewLine(product_id=pk, amount=2, price=5) for pk in product_ids),
    )
    order = place_order(new, by=shop.webshop.as_actor(), now=now).order
    return process_order(order.pk, by=SYSTEM, now=now)


def _multiply(copy: Copy, spans: dict[type[Model], int], *, copies: int, after: int) -> int:
    """Insert the copies in one statement; ids lie `span` apart, so keys between copies can be reckoned."""
    rows = copy.model._default_manager.filter(pk__gt=after)
    ends = rows.aggregate(low=Min("pk"), high=Max("pk"))
    span = int(ends["high"] - ends["low"] + 1)
    moved = {"id": f"id + n * {span}"}
    moved |= {column: f"{column} + n * {spans[model]}" for column, model in copy.follows.items()}
    columns = [str(one.column) for one in copy.model._meta.concrete_fields]
    values = [{**moved, **copy.columns}.get(column, f'"{column}"') for column in columns]
    table = copy.model._meta.db_table
    names = ", ".join(f'"{column}"' for column in columns)
    statement = (
        "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM series WHERE n < %s)"
        f" INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM series, {table}"
        f" WHERE {table}.id > %s ORDER BY n, {table}.id"
    )
    if connection.vendor == "sqlite":
        # SQLite wants the WITH behind the INSERT.
        series, rest = statement.split(" INSERT INTO ", 1)
        target, select = rest.split(" SELECT ", 1)
        statement = f"INSERT INTO {target} {series} SELECT {select}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [copies, after])
    return span


def settle() -> None:
    """Statistics as in a database that has lived for a while, and nothing left to write to disk."""
    statements = {
        "postgresql": ("VACUUM ANALYZE", "CHECKPOINT"),
        "sqlite": ("ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"),
    }
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
