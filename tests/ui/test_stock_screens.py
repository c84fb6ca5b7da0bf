"""Stock on the screen: received with a scanner, moved, corrected, placed; warehouses and locations."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from pakhuis.accounts.actions import create_tag
from pakhuis.accounts.models import User
from pakhuis.catalogue.actions import create_products, update_product
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import receive_goods
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.quantities import Quantities
from pakhuis.stock.actions import correct_stock, place_product
from pakhuis.stock.models import Location, LocationStock, StockCheck, StockLevel, StockMove, Warehouse
from pakhuis.ui.templatetags.pakhuis import reason
from pakhuis.ui.views.stock import MOST_ROWS
from tests.factories import MOMENT, a_composition, a_location, a_product, a_warehouse, stocked
from tests.invariants import check

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def house() -> Warehouse:
    return a_warehouse("Hoofd")


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


# Receiving with a scanner


def test_scans_grow_a_list_that_goes_on_the_shelf_at_once(client: Client, house: Warehouse) -> None:
    mug, cup = a_product("MUG"), a_product("CUP")
    update_product(mug.pk, ProductFields(barcode="8712345678906"), by=SYSTEM, now=MOMENT)
    shelf = a_location(house, "A-1")
    form: dict[str, Any] = {"warehouse": house.pk, "scan": "8712345678906", "scan_amount": "", "add": "on"}
    page = text(client.post("/stock/receive/", form))
    assert 'name="rows.0.code" value="MUG"' in page
    form |= {"rows.0.code": "MUG", "rows.0.amount": "1", "rows.0.location": ""}
    page = text(client.post("/stock/receive/", form))
    assert re.search(r'name="rows.0.amount"[^>]* value="2"', page)
    form |= {"rows.0.amount": "2", "scan": "cup", "scan_amount": "5"}
    page = text(client.post("/stock/receive/", form))
    assert 'name="rows.0.code" value="CUP"' in page
    assert 'name="rows.1.code" value="MUG"' in page
    assert not StockMove.objects.exists()
    del form["add"]
    form |= {
        "rows.1.code": "CUP",
        "rows.1.amount": "5",
        "rows.1.location": "a-1",
        "reason": "Pakbon 7",
        "receive": "on",
    }
    answer = client.post("/stock/receive/", form)
    assert answer.headers["Location"] == "/stock/receive/"
    levels = StockLevel.objects.values_list("product__code", "on_hand")
    assert sorted(levels) == [("CUP", 5), ("MUG", 2)]
    assert LocationStock.objects.get(location=shelf, product=cup).on_hand == 5
    assert set(StockMove.objects.values_list("kind", "reason", "actor_label")) == {
        ("receipt", "Pakbon 7", "anna")
    }
    check()


def test_what_is_wrong_stands_at_its_row_and_nothing_is_lost(client: Client, house: Warehouse) -> None:
    a_product("MUG")
    a_composition("BOX", MUG=1)
    form: dict[str, Any] = {
        "warehouse": house.pk,
        "scan": "NOPE",
        "scan_amount": "x",
        "add": "on",
        "rows.0.code": "MUG",
        "rows.0.amount": "3",
        "rows.0.location": "",
    }
    page = text(client.post("/stock/receive/", form))
    for place in ("f-scan-error", "f-scan_amount-error"):
        assert f'id="{place}"' in page
    assert 'value="NOPE"' in page
    assert 'name="rows.0.code" value="MUG"' in page
    del form["add"]
    form |= {"receive": "on", "rows.0.location": "Z9", "rows.1.code": "BOX", "rows.1.amount": "1"}
    page = text(client.post("/stock/receive/", form))
    for place in ("f-rows-0-location-error", "f-rows-1-amount-error"):
        assert f'id="{place}"' in page
    page = text(client.post("/stock/receive/", {**form, "rows.0.amount": "-1", "rows.1.code": "GONE"}))
    for place in ("f-rows-0-amount-error", "f-rows-1-amount-error"):
        assert f'id="{place}"' in page
    page = text(client.post("/stock/receive/", {"warehouse": house.pk, "receive": "on"}))
    assert "Nothing was received" in page
    assert not StockMove.objects.exists()


def test_an_emptied_row_is_taken_off(client: Client, house: Warehouse) -> None:
    a_product("MUG")
    form = {"warehouse": house.pk, "rows.0.code": "MUG", "rows.0.amount": "", "add": "on"}
    assert "Nothing scanned yet" in text(client.post("/stock/receive/", form))


def test_a_full_list_takes_no_other_product_and_loses_none(client: Client, house: Warehouse) -> None:
    codes = [f"P{place}" for place in range(MOST_ROWS)]
    a_product("LAST")
    create_products([NewProduct(code=one, name=one) for one in codes], by=SYSTEM, now=MOMENT)
    form: dict[str, Any] = {"warehouse": house.pk, "scan": "LAST", "scan_amount": "3"}
    for place, code in enumerate(codes):
        form |= {f"rows.{place}.code": code, f"rows.{place}.amount": "1"}
    page = text(client.post("/stock/receive/", form))
    assert "The list holds 200 products: put these on the shelf first, then scan on." in page
    assert 'id="f-scan-error"' in page
    assert 'value="LAST"' in page
    assert re.findall(r'name="rows\.\d+\.code" value="(\w+)"', page) == codes
    page = text(client.post("/stock/receive/", {**form, "scan": "p7"}))
    assert "The list holds" not in page
    assert re.search(r'name="rows.7.amount"[^>]* value="4"', page), "what stands on it can be counted on"
    room = text(client.post("/stock/receive/", {**form, "rows.5.amount": "0"}))
    assert re.findall(r'name="rows\.\d+\.code" value="(\w+)"', room) == ["LAST", *codes[:5], *codes[6:]]
    client.post("/stock/receive/", {**form, "scan": "", "receive": "on"})
    assert set(StockLevel.objects.values_list("product__code", "on_hand")) == {(one, 1) for one in codes}
    check()


# Moving


def test_goods_are_moved_between_places_and_houses(client: Client, house: Warehouse) -> None:
    stocked(house, A=9)
    other = a_warehouse("Winkel")
    shelf = a_location(house, "A1")
    form: dict[str, Any] = {
        "product": "A",
        "amount": "4",
        "from": house.pk,
        "to": house.pk,
        "to_location": "a1",
    }
    assert "Moved." in text(client.post("/stock/move/", form))
    assert LocationStock.objects.get(location=shelf).on_hand == 4
    form |= {"to": other.pk, "to_location": "", "from_location": "A1", "amount": "3", "reason": "Aanvullen"}
    assert "Moved." in text(client.post("/stock/move/", form))
    assert StockLevel.objects.get(warehouse=other).on_hand == 3
    assert LocationStock.objects.get(location=shelf).on_hand == 1
    page = text(client.post("/stock/move/", {**form, "amount": "99"}))
    assert 'id="f-amount-error"' in page
    assert 'value="99"' in page
    assert 'id="f-product-error"' in text(client.post("/stock/move/", {**form, "product": "?"}))
    asked = "/stock/move/?product=A&from_location=A1"
    assert re.search(r'name="from_location"[^>]*value="A1"', text(client.get(asked)))
    check()


# History


def test_the_history_tells_who_and_why_and_is_paged(client: Client, house: Warehouse) -> None:
    product = stocked(house, A=1)["A"]
    other = stocked(a_warehouse("Winkel"), B=2)["B"]
    for _ in range(55):
        receive_goods(house.pk, goods=Quantities({product.pk: 1}), by=SYSTEM, now=MOMENT, reason="Pakbon")
    page = text(client.get("/stock/"))
    assert page.count("Pakbon") == 50
    assert 'rel="next"' in page
    assert text(client.get("/stock/?q=b")).count("Winkel") > text(client.get("/stock/?q=A")).count("Winkel")
    assert f"/products/{other.pk}/" in text(client.get("/stock/?q=B"))
    assert "No changes" in text(client.get("/stock/?kind=transfer"))
    assert "No changes" in text(client.get("/stock/?q=nothing-like-it"))
    assert "Pakbon" not in text(client.get(f"/stock/?warehouse={house.pk + 999}"))


# The product's page


def test_stock_is_corrected_by_change_by_count_and_by_place(client: Client, house: Warehouse) -> None:
    product = stocked(house, A=5)["A"]
    shelf = a_location(house, "A1")
    page = f"/products/{product.pk}/correct/"
    client.post(page, {"warehouse": house.pk, "change": "-2", "reason": "Stuk"})
    client.post(page, {"warehouse": house.pk, "amount": "4", "location": "A1", "reason": "Geteld"})
    level = StockLevel.objects.get()
    assert (level.on_hand, level.located, LocationStock.objects.get().location_id) == (7, 4, shelf.pk)
    answer = client.post(page, {"warehouse": house.pk, "change": "", "reason": ""}, follow=True)
    assert "required" in text(answer)
    answer = client.post(page, {"warehouse": house.pk, "change": "1", "location": "Z"}, follow=True)
    assert "no such location" in text(answer)
    client.post(f"/products/{product.pk}/receive/", {"warehouse": house.pk, "pieces": "2", "location": "A1"})
    assert LocationStock.objects.get().on_hand == 6
    check()


def test_places_are_given_preferred_and_taken_away(client: Client, house: Warehouse) -> None:
    product = a_product("A")
    first, second = a_location(house, "A1"), a_location(house, "A2")
    page = f"/products/{product.pk}/place/"
    client.post(page, {"warehouse": house.pk, "location": "a1", "note": "links", "preferred": "on"})
    client.post(page, {"location_id": second.pk, "preferred": "on"})
    found = LocationStock.objects.order_by("location__name").values_list("location", "preferred", "note")
    assert list(found) == [(first.pk, False, "links"), (second.pk, True, "")]
    client.post(f"/products/{product.pk}/unplace/", {"location_id": first.pk})
    assert LocationStock.objects.get().location_id == second.pk
    assert "no such location" in text(client.post(page, {"location": "zz"}, follow=True))
    assert "preferred" in text(client.get(f"/products/{product.pk}/"))


def test_a_composition_is_made_and_unmade(client: Client, house: Warehouse) -> None:
    box = a_product("BOX")
    stocked(house, A=5)
    page = f"/products/{box.pk}/part/"
    client.post(page, {"part": "a", "amount": "2"})
    shown = text(client.get(f"/products/{box.pk}/"))
    assert "as many as can be made up" in shown
    assert re.search(r"Free: <strong[^>]*>2<", shown)
    assert "BOX" in text(client.get("/products/?show=compositions"))
    assert "BOX" in text(client.get(f"/products/{Product.objects.get(code='A').pk}/"))
    assert "There is no product “?”." in text(client.post(page, {"part": "?", "amount": "1"}, follow=True))
    part = box.parts.get()
    client.post(page, {"part_id": part.part_id, "amount": "0"})
    assert not box.parts.exists()


FIELDS = {
    "code": "N",
    "name": "Nieuw",
    "price": "1,25",
    "barcode": "123",
    "description": "Mooi",
    "weight": "",
    "length": "12",
    "width": "",
    "height": "3",
    "cost_price": "0,8",
    "supplier_code": "L-1",
    "delivery_days": "4",
    "minimum_purchase": "",
    "purchase_multiple": "6",
    "hs_code": "2203",
    "country_of_origin": "NL",
}


def test_a_product_has_all_its_fields(client: Client, house: Warehouse) -> None:
    a_product("OTHER")
    tag = create_tag("Kwetsbaar", color="#123456", inherit=False, by=SYSTEM, now=MOMENT)
    group = Product.objects.get().vat_group_id
    answer = client.post("/products/new/", {**FIELDS, "vat_group": group, "tags": [tag.pk]})
    made = Product.objects.get(code="N")
    assert answer.headers["Location"] == f"/products/{made.pk}/"
    assert (made.length, made.width, made.weight, made.minimum_purchase, made.purchase_multiple) == (
        12,
        None,
        0,
        1,
        6,
    )
    assert [one.title for one in made.tags.all()] == ["Kwetsbaar"]
    page = text(client.get(f"/products/{made.pk}/edit/"))
    assert 'value="1,25"' in page or 'value="1.25"' in page
    client.post(f"/products/{made.pk}/edit/", {**FIELDS, "vat_group": group, "name": "Anders", "length": ""})
    made.refresh_from_db()
    assert (made.name, made.length, made.tags.count()) == ("Anders", None, 0)
    bad = {**FIELDS, "vat_group": group, "code": "OTHER", "length": "x", "country_of_origin": "XX"}
    page = text(client.post(f"/products/{made.pk}/edit/", bad))
    for place in ("f-code-error", "f-length-error", "f-country_of_origin-error"):
        assert f'id="{place}"' in page
    assert 'id="f-barcode-error"' in text(
        client.post("/products/new/", {**FIELDS, "code": "M", "vat_group": group})
    )


def test_a_product_is_retired_and_brought_back(client: Client) -> None:
    product = a_product("A")
    client.post(f"/products/{product.pk}/active/")
    assert "No products here" in text(client.get("/products/"))
    assert f"/products/{product.pk}/" in text(client.get("/products/?show=retired"))
    client.post(f"/products/{product.pk}/active/", {"active": "on"})
    product.refresh_from_db()
    assert product.active


# Locations and warehouses


def test_locations_are_made_changed_and_removed(client: Client, house: Warehouse) -> None:
    form: dict[str, Any] = {"warehouse": house.pk, "name": "A-01", "is_bulk": "on", "pick_order": "7"}
    client.post("/stock/locations/new/", form)
    location = Location.objects.get()
    assert (location.name, location.kind, location.pick_order) == ("A-01", "bulk", 7)
    assert 'id="f-name-error"' in text(client.post("/stock/locations/new/", form))
    assert 'id="f-warehouse-error"' in text(client.post("/stock/locations/new/", {**form, "warehouse": "0"}))
    client.post(f"/stock/locations/{location.pk}/edit/", {"name": "A-02", "pick_order": ""})
    location.refresh_from_db()
    assert (location.name, location.kind, location.pick_order) == ("A-02", "pick", 0)
    product = a_product("A")
    goods = Quantities({product.pk: 2})
    receive_goods(house.pk, goods=goods, at={product.pk: location.pk}, by=SYSTEM, now=MOMENT)
    assert "2 pieces" in text(client.post(f"/stock/locations/{location.pk}/delete/", follow=True))
    page = text(client.get("/stock/locations/?q=a-"))
    assert "A-02" in page
    assert "No location fits" in text(client.get("/stock/locations/?q=zz"))
    product_page = f"/products/{product.pk}/correct/"
    client.post(product_page, {"warehouse": house.pk, "amount": "0", "location": "A-02"})
    client.post(f"/stock/locations/{location.pk}/delete/")
    assert not Location.objects.exists()


def test_warehouses_are_made_changed_retired_and_removed(client: Client, house: Warehouse) -> None:
    client.post("/settings/warehouses/new/", {"name": "Winkel", "priority": "5", "accepts_orders": "on"})
    made = Warehouse.objects.get(name="Winkel")
    assert (made.priority, made.accepts_orders, made.counts_for_general_stock) == (5, True, False)
    page = text(client.post("/settings/warehouses/new/", {"name": "Winkel", "priority": "x"}))
    assert 'id="f-priority-error"' in page
    address = f"/settings/warehouses/{made.pk}/"
    client.post(address, {"name": "Toonzaal", "priority": "6"})
    made.refresh_from_db()
    assert (made.name, made.accepts_orders) == ("Toonzaal", False)
    assert "must stay" in text(client.post(f"/settings/warehouses/{house.pk}/active/", follow=True))
    client.post(f"{address}active/")
    made.refresh_from_db()
    assert not made.active
    assert "Toonzaal" in text(client.get("/settings/warehouses/"))
    client.post(f"{address}active/", {"active": "on"})
    client.post(f"{address}delete/")
    assert not Warehouse.objects.filter(pk=made.pk).exists()
    assert "must stay" in text(client.post(f"/settings/warehouses/{house.pk}/delete/", follow=True))


def test_lists_take_the_same_number_of_queries_for_more_rows(client: Client, house: Warehouse) -> None:
    def fill(count: int) -> None:
        for number in range(count):
            product = a_product(f"P{house.pk}-{number}-{count}")
            location = a_location(house, f"L{number}-{count}")
            goods = Quantities({product.pk: 3})
            receive_goods(house.pk, goods=goods, at={product.pk: location.pk}, by=SYSTEM, now=MOMENT)
            place_product(product.pk, location_id=location.pk, preferred=True, by=SYSTEM, now=MOMENT)
            a_composition(f"C{house.pk}-{number}-{count}", **{product.code: 1})

    fill(2)
    addresses = ("/stock/", "/stock/locations/", "/products/", "/products/?show=compositions", "/backorders/")
    queries(client, "/stock/")
    before = {one: queries(client, one) for one in addresses}
    fill(6)
    assert {one: queries(client, one) for one in addresses} == before
    assert max(before.values()) <= 16


# The proof of stock, and who did what


def test_the_last_proof_is_shown_and_told_where_people_look(client: Client, house: Warehouse) -> None:
    stocked(house, A=3)
    assert "Nothing has been checked yet" in text(client.get("/stock/checks/"))
    assert "All counts agree with" in text(client.post("/stock/checks/now/", follow=True))
    assert "last proof" not in text(client.get("/"))
    StockLevel.objects.update(on_hand=5)
    page = text(client.post("/stock/checks/now/", follow=True))
    assert "1 count is wrong." in page
    assert "5 instead of 3" in page
    for place in ("/", "/stock/"):
        assert "The last proof of stock found 1 count that is wrong." in text(client.get(place))
    assert StockCheck.objects.count() == 1
    StockLevel.objects.update(on_hand=3)
    client.post("/stock/checks/now/")
    assert "last proof" not in text(client.get("/"))


def test_the_history_by_person(client: Client, house: Warehouse, admin: User, packer: User) -> None:
    product = stocked(house, A=3)["A"]
    for person, change in ((admin, 1), (packer, -2)):
        correct_stock(
            product.pk,
            warehouse_id=house.pk,
            change=change,
            reason=f"door {person.username}",
            by=person.as_actor(),
            now=MOMENT,
        )
    page = text(client.get(f"/stock/?person={packer.pk}"))
    assert f"door {packer.username}" in page
    assert f"door {admin.username}" not in page
    assert f'<option value="{packer.pk}" selected>' in page
    assert f"door {admin.username}" in text(client.get("/stock/?person=x"))


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("Goods received", "Goederen ontvangen"),
        ("Picklist P2026-1: doos leeg", "Picklijst P2026-1: doos leeg"),
        ("Picklists geteld", "Picklists geteld"),
        ("Geteld", "Geteld"),
        ("", ""),
    ],
)
def test_our_reasons_are_told_in_the_readers_language(kept: str, shown: str) -> None:
    with override("nl"):
        assert reason(kept) == shown
