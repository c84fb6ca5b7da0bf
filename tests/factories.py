"""Making what tests need, through the real doors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from pakhuis.accounts.actions import create_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.actions import create_product, create_vat_group
from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.connectors.actions import save_connection
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.customers.actions import create_customer
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress, ShopPerson
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.actions import process_order, receive_goods
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from pakhuis.orders.actions import place_order
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.orders.models import Order
from pakhuis.pricing.actions import create_price_list, set_price
from pakhuis.pricing.models import PriceList
from pakhuis.stock.actions import compose, create_location, create_warehouse
from pakhuis.stock.intake import LocationFields
from pakhuis.stock.models import Location, Warehouse

MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECRET = "a-long-webhook-secret"
_numbers = count(1)

STREET = NewAddress(
    name="Café De Kade", line1="Kade 1", zipcode="2611 AB", city="Delft", country="NL", contact_name="Joke"
)
SHED = NewAddress(name="Café De Kade", line1="Loods 7", zipcode="2612 CD", city="Delft", country="NL")


def a_vat_group(percentage: str = "21", *, is_standard: bool = True) -> VatGroup:
    found = VatGroup.objects.filter(percentage=percentage).first()
    return found or create_vat_group(
        f"VAT {percentage}", percentage=percentage, is_standard=is_standard, by=SYSTEM, now=MOMENT
    )


def a_product(code: str = "", *, price: str = "10", now: datetime = MOMENT) -> Product:
    a_vat_group()
    code = code or f"P{next(_numbers)}"
    return create_product(NewProduct(code=code, name=f"Product {code}", price=price), by=SYSTEM, now=now)


def a_price_list(name: str = "", **prices: Sequence[tuple[str, int]]) -> PriceList:
    """A list with, by product code, prices and from how many pieces: `A=[("8", 1), ("7", 10)]`."""
    made = create_price_list(name or f"List {next(_numbers)}", by=SYSTEM, now=MOMENT)
    for code, steps in prices.items():
        product = Product.objects.filter(code=code).first() or a_product(code)
        for price, amount in steps:
            set_price(made.pk, product_id=product.pk, price=price, min_amount=amount, by=SYSTEM, now=MOMENT)
    return made


def a_warehouse(name: str = "", *, priority: int = 1, accepts_orders: bool = True) -> Warehouse:
    name = name or f"Warehouse {next(_numbers)}"
    return create_warehouse(name, priority=priority, accepts_orders=accepts_orders, by=SYSTEM, now=MOMENT)


def a_location(warehouse: Warehouse, name: str, **fields: Any) -> Location:
    return create_location(warehouse.pk, LocationFields(name=name, **fields), by=SYSTEM, now=MOMENT)


def stocked(warehouse: Warehouse, **pieces: int) -> dict[str, Product]:
    """Products by code, each with so many pieces in the warehouse."""
    products = {code: Product.objects.filter(code=code).first() or a_product(code) for code in pieces}
    goods = Quantities({products[code].pk: amount for code, amount in pieces.items() if amount})
    if goods:
        receive_goods(warehouse.pk, goods=goods, by=SYSTEM, now=MOMENT)
    return products


def a_composition(code: str, **parts: int) -> Product:
    """A product made of so many pieces of others, by their codes."""
    main = a_product(code)
    for part, amount in parts.items():
        found = Product.objects.filter(code=part).first() or a_product(part)
        compose(main.pk, part_id=found.pk, amount=amount, by=SYSTEM, now=MOMENT)
    return main


def a_customer(name: str = "Café De Kade", **fields: Any) -> Customer:
    book = BookAddress(address=STREET, is_default_invoice=True, is_default_delivery=True)
    given = CustomerFields(**{"name": name, "addresses": (book,), **fields})
    return create_customer(given, by=SYSTEM, now=MOMENT)


def lines(**amounts: int) -> tuple[NewLine, ...]:
    """Order lines by product code."""
    return tuple(NewLine(product_code=code, amount=amount) for code, amount in amounts.items())


def an_order(customer: Customer | None = None, *, now: datetime = MOMENT, **given: Any) -> Order:
    """A concept; `lines` by `lines(A=4)`."""
    if customer is None and "webshop" not in given:
        given.setdefault("delivery", STREET)
    new = NewOrder(customer_id=customer.pk if customer else None, **given)
    return place_order(new, by=SYSTEM, now=now).order


def a_processed_order(customer: Customer | None = None, **given: Any) -> Order:
    return process_order(an_order(customer, **given).pk, by=SYSTEM, now=MOMENT)


def a_picklist(
    customer: Customer | None = None, *, house: Warehouse | None = None, **amounts: int
) -> Picklist:
    """A picklist of a new order for these pieces by product code, all of which are there."""
    house = house or Warehouse.objects.first() or a_warehouse()
    stocked(house, **amounts)
    order = a_processed_order(customer, lines=lines(**amounts), warehouse_ids=(house.pk,))
    return order.picklists.get()


def a_webshop(name: str = "", **policy: Any) -> Webshop:
    name = name or f"Shop {next(_numbers)}"
    return create_webshop(name, kind="woocommerce", by=SYSTEM, now=MOMENT, **policy)


def a_connected_webshop(address: str, **policy: Any) -> Webshop:
    """A WooCommerce shop that is reached at this address."""
    fields = ConnectionFields(
        name=f"Shop {next(_numbers)}",
        values={"address": address, "key": "ck_test", "key_secret": "cs_test", "webhook_secret": SECRET},
        policy=policy,
    )
    return save_connection(None, fields, kind="woocommerce", by=SYSTEM, now=MOMENT)


PERSON = ShopPerson(
    external_id="26",
    name="Bakkerij Vlug",
    contact_name="Ina Vlug",
    email="Ina@Vlug.example",
    phone="010-4567890",
    locale="nl_NL",
    invoice=STREET._replace(name="Bakkerij Vlug", line1="Markt 2"),
)


def from_shop(webshop: Webshop, external_id: str, *, person: ShopPerson = PERSON, **given: Any) -> NewOrder:
    """A webshop order as a connector hands it in."""
    origin = FromWebshop(webshop_id=webshop.pk, external_id=external_id, person=person)
    return NewOrder(webshop=origin, **{"lines": lines(A=1), **given})


def placed_from(webshop: Webshop, external_id: str, *, now: datetime = MOMENT, **given: Any) -> Order:
    return place_order(from_shop(webshop, external_id, **given), by=webshop.as_actor(), now=now).order


def codes(amounts: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Pieces by product code, added up."""
    found: dict[str, int] = {}
    for code, amount in amounts:
        found[code] = found.get(code, 0) + amount
    return found
