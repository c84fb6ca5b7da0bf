"""Every answer of the API is exactly what its description says, and every route is described."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key, create_tag, create_template, create_user
from pakhuis.api.api import api
from pakhuis.api.described.notation import Thing, text
from pakhuis.api.described.openapi import operations
from pakhuis.api.described.routes import QUERY, ROUTES, THINGS
from pakhuis.catalogue.actions import PRODUCT_FIELDS, add_image, update_product
from pakhuis.catalogue.intake import ProductFieldFields, ProductFields
from pakhuis.comments.actions import add_comment
from pakhuis.customers.actions import update_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.fulfilment.actions import (
    create_batch,
    create_shipment,
    save_container,
    save_packaging,
    use_container,
)
from pakhuis.fulfilment.models import PickingContainer, Picklist
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment, PackagingFields
from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import change_order, create_order_field, note_on_order, place_order
from pakhuis.orders.intake import FromWebshop, NewOrder, OrderChange, OrderFieldFields
from pakhuis.orders.models import Order
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.pricing.actions import create_price_list, set_price
from pakhuis.purchasing.actions import prefer_supplier
from pakhuis.returns.actions import log_return
from pakhuis.stock.actions import correct_stock, move_between_locations, place_product
from pakhuis.stock.models import LocationMove, StockMove
from tests.api.conftest import Call, caller
from tests.catalogue.test_images import picture
from tests.conftest import PASSWORD
from tests.factories import (
    MOMENT,
    PERSON,
    a_composition,
    a_customer,
    a_location,
    a_processed_order,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    stocked,
)
from tests.fulfilment.test_shipments import a_provider
from tests.purchasing.making import a_purchase, a_receipt
from tests.returns.making import a_return


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return api.get_openapi_schema(path_prefix="")


def checker(schema: dict[str, Any], wanted: dict[str, Any]) -> Any:
    return jsonschema_rs.validator_for({**wanted, "components": schema["components"]})


def told(schema: dict[str, Any]) -> Iterator[tuple[str, str]]:
    return ((path, method) for path, method, _ in operations(schema))


def test_every_route_is_described_and_nothing_else(schema: dict[str, Any]) -> None:
    """A new route gets its line in `pakhuis/api/described/routes.py`, new fields their words beside it."""
    assert set(told(schema)) == set(ROUTES)


def test_every_thing_that_is_named_is_there(schema: dict[str, Any]) -> None:
    named = set()

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            named.update([part["$ref"]] if "$ref" in part else [])
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(schema)
    there = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
    assert len(named) > 30
    assert named - there == set()


def test_every_field_and_filter_has_words(schema: dict[str, Any]) -> None:
    assert [
        f"{thing.name}.{name}"
        for thing in THINGS
        for name, one in thing.fields.items()
        if not one.about.strip()
    ] == []
    used = {name for route in ROUTES.values() for name in route.query}
    assert used == set(QUERY)


def test_the_schema_is_openapi(schema: dict[str, Any]) -> None:
    assert schema["openapi"] == "3.1.0"
    for name, one in schema["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(one), name
    json.dumps(schema)


def test_an_answer_that_differs_is_seen(schema: dict[str, Any]) -> None:
    thing = Thing("Planted", {"name": text("A name.")})
    check = checker(schema, thing.answer_schema())
    assert check.is_valid({"name": "x"})
    assert not check.is_valid({"name": "x", "more": 1})
    assert not check.is_valid({})
    assert not check.is_valid({"name": None})


@pytest.fixture
def house(db: None) -> dict[str, Any]:
    """Something of everything, with and without its optional parts; ids by the names in the paths."""
    tag = create_tag("Vaste klant", color="#336699", inherit=True, by=SYSTEM, now=MOMENT)
    create_template("Standaard", is_default=True, by=SYSTEM, now=MOMENT)
    prices = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    warehouse = a_warehouse()
    product = stocked(warehouse, A=2, B=9)["A"]
    set_price(prices.pk, product_id=product.pk, price="1.5", by=SYSTEM, now=MOMENT)
    location = a_location(warehouse, "A1")
    place_product(product.pk, location_id=location.pk, preferred=True, by=SYSTEM, now=MOMENT)
    counted: dict[str, Any] = {"amount": 3, "location_id": location.pk, "reason": "Geteld"}
    correct_stock(product.pk, warehouse_id=warehouse.pk, by=SYSTEM, now=MOMENT, **counted)
    update_product(product.pk, ProductFields(tag_ids=(tag.pk,), length=3), by=SYSTEM, now=MOMENT)
    box = a_composition("BOX", A=1)
    full = a_customer()
    fields = CustomerFields(tag_ids=(tag.pk,), discount="2.5", number="K-1", vat_number="NL123456789B01")
    update_customer(full.pk, fields, by=SYSTEM, now=MOMENT)
    a_customer(name="Only a name", addresses=())
    an_order(full, lines=lines(A=1, B=2))
    order = a_processed_order(full, lines=lines(A=9, B=1))
    window = create_order_field(OrderFieldFields(title="Tijdvak", kind="text"), by=SYSTEM, now=MOMENT)
    said = OrderChange(own_values=(GivenOwnValue(field_id=window.pk, value="Avond"),))
    change_order(order.pk, said, by=SYSTEM, now=MOMENT)
    brand = PRODUCT_FIELDS.create(ProductFieldFields(title="Merk", kind="text"), by=SYSTEM, now=MOMENT)
    own = (GivenOwnValue(field_id=brand.pk, value="Mosa"),)
    update_product(product.pk, ProductFields(own_values=own, price="11.25"), by=SYSTEM, now=MOMENT)
    note_on_order(order.pk, note="Called the customer.", by=SYSTEM, now=MOMENT)
    picklist = order.picklists.get()
    purchase = a_purchase(A=5)
    prefer_supplier(product.pk, purchase.supplier_id, by=SYSTEM, now=MOMENT)
    move_between_locations(
        product.pk,
        warehouse_id=warehouse.pk,
        from_location_id=location.pk,
        to_location_id=None,
        amount=1,
        by=SYSTEM,
        now=MOMENT,
    )
    receipt = a_receipt(purchase, A=1)
    image = add_image(product.pk, picture(), by=SYSTEM, now=MOMENT)
    back = a_return(full, A=1, B=2)
    log_return(back.pk, message="Belt terug", by=SYSTEM, now=MOMENT)
    subjects = {"customer": full.pk, "order": order.pk, "product": product.pk, "picklist": picklist.pk}
    subjects |= {
        "supplier": purchase.supplier_id or 0,
        "purchase": purchase.pk,
        "receipt": receipt.pk,
        "return": back.pk,
    }
    by = create_user("anna", password=PASSWORD, is_admin=True, by=SYSTEM, now=MOMENT).as_actor()
    comments = [
        add_comment(kind, pk, body="@anna said so", by=by, now=MOMENT) for kind, pk in subjects.items()
    ]
    new = NewHook(name="x", event="orders.created", address="https://shop.example/in")
    return {
        **picking_of(order),
        "customer_id": full.pk,
        "order_id": order.pk,
        "picklist_id": picklist.pk,
        "supplier_id": purchase.supplier_id,
        "purchase_id": purchase.pk,
        "purchaseorder_id": purchase.pk,
        "receipt_id": receipt.pk,
        "return_id": back.pk,
        "image_id": image.pk,
        "return_line_id": back.lines.order_by("pk")[0].pk,
        "purchase_line_id": purchase.lines.get().pk,
        "comment_id": comments[0].pk,
        "backorder_id": order.backorders.get().pk,
        "product_id": product.pk,
        "box_id": box.pk,
        "part_id": box.parts.get().pk,
        "location_id": location.pk,
        "move_id": StockMove.objects.order_by("pk")[0].pk,
        "container_id": a_container(picklist).pk,
        "movement_id": LocationMove.objects.get(is_movement=True).pk,
        "webshop_order_id": of_webshop().pk,
        "warehouse_id": warehouse.pk,
        "hook_id": create_hook(new, by=SYSTEM, now=MOMENT).pk,
        "line_id": order.lines.order_by("pk").values_list("pk", flat=True)[0],
        "tag_id": tag.pk,
        "list_id": prices.pk,
        "user_id": by.id,
        "type_id": 2,
        "key": "backorders",
        "pk": 0,
    }


def a_container(picklist: Picklist) -> PickingContainer:
    """The crate in which a picklist is gathered."""
    made = save_container(None, name="Krat 7", by=SYSTEM, now=MOMENT)
    use_container(picklist.pk, made.pk, by=SYSTEM, now=MOMENT)
    return made


def of_webshop() -> Order:
    """An order that a webshop sent."""
    shop = FromWebshop(webshop_id=a_webshop().pk, external_id="77", person=PERSON)
    new = NewOrder(webshop=shop, lines=lines(B=1), reference="W-77")
    return place_order(new, by=SYSTEM, now=MOMENT).order


def picking_of(order: Order) -> dict[str, Any]:
    """A shipment, a batch, a carrier and a packaging, by the names in the paths."""
    picklist_id = order.picklists.get().pk
    provider = a_provider()
    box = save_packaging(None, PackagingFields(name="Doos"), by=SYSTEM, now=MOMENT)
    parcel = NewParcel(tracking_code="3SX", packaging_id=box.pk)
    new = NewShipment(profile_id=provider.profiles.get(name="Pakket").pk, parcels=(parcel,))
    batch = create_batch([picklist_id], by=SYSTEM, now=MOMENT)
    add_comment("batch", batch.pk, body="Eerst de zware dozen", by=SYSTEM, now=MOMENT)
    return {
        "shipment_id": create_shipment(picklist_id, new, by=SYSTEM, now=MOMENT).pk,
        "batch_id": batch.pk,
        "packaging_id": box.pk,
    }


def ids_of(path: str, house: dict[str, Any], call: Call) -> dict[str, Any]:
    """Ids for the places of a path; for the short lists the first there is."""
    known = dict(house)
    if "{subject_id}" in path:
        known["subject_id"] = house[f"{path.split('/')[1].removesuffix('s')}_id"]
    if "/parts" in path:
        known["product_id"] = known["box_id"]
    if path.startswith("/picklists/batches"):
        known["subject_id"] = known["batch_id"]
    if path.startswith("/webshop_orders"):
        known["order_id"] = known["webshop_order_id"]
    if "{pk}" in path or "{field_id}" in path:
        rows = call("GET", path.split("/")[1]).json()
        known["pk"] = known["field_id"] = next(iter(rows[0].values())) if rows else 0
    return known


@pytest.fixture
def call(db: None) -> Call:
    return caller(create_api_key("test", by=SYSTEM, now=MOMENT)[1])


READS = sorted(path for path, method in ROUTES if method == "GET")


def test_every_read_gives_what_is_described(
    schema: dict[str, Any], house: dict[str, Any], call: Call
) -> None:
    for path in READS:
        answer = call("GET", path[1:].format(**ids_of(path, house, call)))
        if answer.status_code == 404 and path == "/customerfields/{field_id}":
            continue
        assert answer.status_code == 200, path
        wanted = ROUTES[path, "GET"].answer_schema()
        if wanted is None:
            continue
        problems = list(checker(schema, wanted).iter_errors(answer.json()))
        assert problems == [], f"{path}: {problems[0].message} at {problems[0].instance_path}"
        if ROUTES[path, "GET"].is_list:
            assert path == "/customerfields" or answer.json(), f"{path} shows nothing to compare"


def test_every_refusal_is_the_error(schema: dict[str, Any], house: dict[str, Any], call: Call) -> None:
    check = checker(schema, {"$ref": "#/components/schemas/Error"})
    asked = [
        call("GET", "orders/999999"),
        call("POST", "customers", {"name": "", "discount": "x", "addresses": [{"country": "XX"}]}),
        call("POST", "orders", {}),
        call("POST", "customers", raw=b"{"),
        caller("wrong")("GET", "customers"),
    ]
    for answer in asked:
        assert answer.status_code in (400, 401, 404)
        assert check.is_valid(answer.json()), answer.content


UNFILTERED = (
    *("/customerfields", "/tags", "/warehouses/", "/return_statuses", "/picking-containers"),
    *("/locationtypes", "/orders/{order_id}/products", "/picklists/{picklist_id}/shippingmethods"),
    "/returns/{return_id}/returned_products",
)
"""Lists in which something is left after the first."""
TIMES = frozenset(
    "sincedate untildate created_after updated_after completed_after closed_after closed_before".split()
)


def test_filters_are_taken(house: dict[str, Any], call: Call) -> None:
    for (path, method), route in ROUTES.items():
        if method != "GET" or not route.query:
            continue
        asked = "&".join(f"{name}={'2099-01-01' if name in TIMES else 1}" for name in route.query)
        answer = call("GET", f"{path[1:].format(**ids_of(path, house, call))}?{asked}")
        assert answer.status_code == 200, path
        assert answer.json() == [] or path.startswith(UNFILTERED)


def test_every_list_comes_to_an_end(house: dict[str, Any], call: Call) -> None:
    """Some clients ask for the next hundred until nothing comes."""
    for (path, method), route in ROUTES.items():
        if method == "GET" and route.is_list:
            one = path[1:].format(**ids_of(path, house, call))
            assert call("GET", f"{one}?offset=100").json() == [], path
            assert "offset" in route.query or path in ONE_PAGE, path


ONE_PAGE = ("/picking-containers",)
"""Lists that Picqer gives on one page."""


def test_the_page_shows_every_route_and_field(db: None) -> None:
    page = Client().get("/api/v1/docs")
    text_ = page.content.decode()
    assert page.status_code == 200
    assert "<script" not in text_
    assert Client().get("/api/v1/docs", headers={"Accept-Language": "nl"}).content.decode().count("Betekenis")
    for path, method in ROUTES:
        assert f"<strong>{method}</strong> /api/v1{path}" in text_
    for thing in THINGS:
        assert f'id="thing-{thing.name}"' in text_
