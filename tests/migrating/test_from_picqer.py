"""An account that answers as Picqer does: old spellings, odd lists, numbers as text, unknown things."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.models import Tag
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.comments.models import Comment, Mention
from pakhuis.config.cli import main
from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import PicklistLine
from pakhuis.fulfilment.proof import deviations
from pakhuis.kernel.actor import SYSTEM
from pakhuis.migrating.actions.moving import begin_run, move_all
from pakhuis.migrating.models import MovingRun
from pakhuis.migrating.report import Note, lines, notes, sums
from pakhuis.migrating.source import Source, SourceError
from pakhuis.migrating.states import Resource
from pakhuis.orders.models import Order
from pakhuis.pricing.models import PriceListEntry
from pakhuis.purchasing.models import Supplier
from pakhuis.stock.models import Location, LocationStock, StockLevel
from tests.factories import MOMENT
from tests.migrating.standin import Picqer, open_picqer

pytestmark = pytest.mark.django_db(transaction=True)

TAG = {"idtag": 12, "title": "Urgent", "color": "#d23f3f", "inherit": False, "textColor": "#FFFFFF"}


def line(number: int, product: int | None, amount: int, price: Any, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"idorder_product": number, "idproduct": product, "idvatgroup": 18, "name": "Iets"}
    told |= {"productcode": f"C{product}", "amount": amount, "price": price, "amount_cancelled": 0}
    return {**told, "partof_idorder_product": None, "has_parts": False, **more}


def an_order(number: int, status: str, products: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {
        "idorder": number,
        "orderid": f"O2025-{number}",
        "status": status,
        "idcustomer": 5120,
        "idtemplate": 7,
        "deliveryname": "Bakkerij Voorbeeld",
        "deliverycountry": "NL",
        "invoicename": "Bakkerij Voorbeeld",
        "invoicecountry": "NL",
        "discount": "5",
        "partialdelivery": True,
        "calculatevat": True,
        "language": "nl",
        "created": "2025-07-01 10:00:00",
        "warehouses": [3],
        "products": products,
        "tags": [],
        "orderfields": [],
        "pricelists": [],
        "picklists": [],
        **more,
    }


def a_product(number: int, **more: Any) -> dict[str, Any]:
    told = {"idproduct": number, "idvatgroup": 18, "productcode": f"C{number}", "name": f"Ding {number}"}
    told |= {"price": 10, "type": "normal", "tags": {}, "pricelists": [], "stock": []}
    return {**told, "active": True, "barcode": None, "length": None, **more}


def in_stock(pieces: Any, warehouse: int = 3) -> list[dict[str, Any]]:
    return [{"idwarehouse": warehouse, "stock": pieces, "reserved": 0, "freestock": pieces}]


LISTS: dict[str, list[Any]] = {
    "vatgroups": [{"idvatgroup": 18, "name": "Hoog", "percentage": 21, "standard": True}],
    "tags": [TAG],
    "templates": [{"idtemplate": 7, "name": "Standaard", "custom_css": None, "default": True}],
    "pricelists": [{"idpricelist": 2, "name": "Dealers"}],
    "warehouses": [{"idwarehouse": 3, "name": "Hal 1", "accept_orders": True, "priority": 1, "active": True}],
    "locations": [
        {"idlocation": 31, "idwarehouse": 3, "type": "location", "name": "A.1", "is_bulk_location": False},
        {"idlocation": 32, "idwarehouse": 3, "type": "container", "name": "Kar"},
    ],
    "customerfields": [
        {"idcustomerfield": 1, "title": "Soort", "type": "radio", "values": ["A", "B"], "required": False}
    ],
    "orderfields": [
        {
            "idorderfield": 4,
            "title": "Wensen",
            "type": "checkbox",
            "values": ["Snel", "Stil"],
            "required": False,
        }
    ],
    "productfields": [{"idproductfield": 2, "title": "Merk", "type": "text", "values": []}],
    "suppliers": [
        {"idsupplier": 8, "name": "Mouterij", "language": "de", "country": "DE", "active": True},
        {"idsupplier": 7, "name": "Nergens", "country": "Atlantis"},
    ],
    "users": [{"iduser": 9, "username": "ina", "firstname": "Ina"}],
    "products": [
        a_product(
            410,
            barcode="87",
            tags={"Urgent": TAG},
            stock=in_stock("20"),
            fixedstockprice="1.25",
            idsupplier=8,
            images=["/img/410.png"],
            productfields=[{"idproductfield": 2, "title": "Merk", "value": "Mosa"}],
            comment_count=1,
        ),
        a_product(411, barcode="87", stock=in_stock(6), pricelists=[{"idpricelist": 2, "price": "7.5"}]),
        a_product(412, type="unlimited_stock", stock=in_stock(-4)),
        a_product(413, type="virtual_composition", assembled=True, stock=in_stock(3)),
        a_product(414, inactive=True, active=False),
        a_product(415, name=""),
    ],
    "products/413/parts": [
        {"idproduct_part": 1, "idproduct": 410, "amount": "2", "productcode": "C410"},
        {"idproduct_part": 2, "idproduct": 411, "amount": 1, "productcode": "C411"},
    ],
    "products/410/comments": [
        {
            "idcomment": 1,
            "body": "Oor breekt af, @anna",
            "author": {"iduser": 9, "username": "ina", "full_name": "Ina de Vries"},
            "created_at": "2025-06-30 12:00:00",
        }
    ],
    "customers/5120/comments": [{"idcomment": 2, "body": ""}, {"idcomment": 3, "body": "Belt terug"}],
    "locations/31/products": [
        {"idproduct": 410, "productcode": "C410", "stock_for_product": {"stock": 8}, "is_preferred": True},
        {"idproduct": 411, "productcode": "C411", "stock_for_product": {"stock": 99}},
    ],
    "customers": [
        {
            "idcustomer": 5120,
            "idtemplate": 7,
            "customerid": "C-204",
            "name": "Bakkerij Voorbeeld",
            "contactname": None,
            "discount": "5",
            "partialdelivery": False,
            "defaultorderremarks": "Achterom",
            "language": "fr",
            "comment_count": 2,
            "tags": {"Urgent": TAG},
            "customerfields": [{"idcustomerfield": 1, "title": "Soort", "value": "B"}],
            "pricelists": [2],
            "addresses": [
                {"idcustomer_address": 1, "name": "Bakkerij", "country": "nl", "defaultinvoice": 1},
                {"idcustomer_address": 2, "name": "Schuur", "country": "BE", "defaultdelivery": True},
            ],
        },
        {"idcustomer": 5121, "customerid": 204, "name": "Met een getal", "tags": []},
        {"idcustomer": 5122, "customerid": "c-204", "name": "Zelfde nummer"},
        {"idcustomer": 5123, "name": "Nergens", "addresses": [{"name": "X", "country": "Atlantis"}]},
    ],
    "orders": [
        an_order(
            1,
            "processing",
            [
                line(71, 410, 10, 8.26),
                line(72, 411, 4, 5, amount_cancelled=1),
                line(73, None, 1, 6.5, name="Vracht"),
            ],
            tags={"Urgent": TAG},
            orderfields=[{"idorderfield": 4, "title": "Wensen", "value": "Snel;Stil"}],
            picklists=[
                {"idpicklist": 91, "status": "closed"},
                {"idpicklist": 92, "status": "new"},
                {"idpicklist": 93, "status": "cancelled"},
            ],
        ),
        an_order(
            2,
            "processing",
            [
                line(74, 413, 3, 30, has_parts=True),
                line(75, 410, 6, 0, partof_idorder_product=74),
                line(76, 411, 3, 0, partof_idorder_product=74),
            ],
            picklists=[{"idpicklist": 94, "status": "closed"}],
        ),
        an_order(3, "concept", [line(77, 415, 1, 5)]),
        an_order(4, "concept", [line(78, 410, 1, 5)], idcustomer=5123),
        an_order(5, "expected", [line(79, 410, 1, "2.50")], idcustomer=None, warehouses=[{"idwarehouse": 3}]),
        an_order(6, "concept", [line(80, 410, -1, 5)]),
        an_order(7, "completed", [line(81, 410, 1, 5)]),
    ],
}
PICKLISTS = {
    "picklists/91": {
        "idpicklist": 91,
        "idwarehouse": 3,
        "status": "closed",
        "products": [{"idproduct": 410, "idorder_product": 71, "amount": 4, "amountpicked": 4}],
    },
    "picklists/92": {
        "idpicklist": 92,
        "idwarehouse": 3,
        "status": "new",
        "products": [
            {"idproduct": 410, "idorder_product": 71, "amount": 6, "amount_picked": 2},
            {"idproduct": 411, "idorder_product": 72, "amount": 3, "amount_picked": 0},
        ],
    },
    "picklists/94": {
        "idpicklist": 94,
        "idwarehouse": 3,
        "status": "closed",
        "products": [
            {"idproduct": 413, "amount": 1, "amount_picked": 1, "has_parts": True},
            {"idproduct": 410, "idorder_product": 75, "amount": 3, "amount_picked": 3},
            {"idproduct": 411, "idorder_product": 76, "amount": 1, "amount_picked": 1},
        ],
    },
}


@pytest.fixture
def picqer() -> Iterator[Picqer]:
    with open_picqer(lists=LISTS, ones=dict(PICKLISTS)) as one:
        yield one


def moved(picqer: Picqer) -> dict[tuple[str, str], Note]:
    """Move it; every note by what it is about."""
    assert main(["migrate", "picqer", "--account", picqer.address, "--key", "k"]) == 2
    run = MovingRun.objects.get()
    assert all(one.adds_up for one in lines(run)), lines(run)
    assert all(one.agrees for one in sums(run)), sums(run)
    assert {method for method, _ in picqer.asked} == {"GET"}
    assert list(deviations()) == []
    return {(str(one.resource), one.key): one for one in notes(run)}


def codes(note: Note) -> tuple[bool, list[str]]:
    return note.is_left, [one.code for one in note.problems]


def test_what_stays_and_what_is_remarked(picqer: Picqer) -> None:
    told = {place: codes(note) for place, note in moved(picqer).items()}
    assert told == {
        ("locations", "32"): (True, ["is_a_container"]),
        ("suppliers", "7"): (True, ["unknown_country"]),
        ("pictures", "410"): (True, ["picture_not_fetched"]),
        ("comments", "customers/5120"): (False, ["missing"]),
        ("users", "9"): (True, ["user_not_moved"]),
        ("products", "411"): (False, ["without_barcode"]),
        ("products", "412"): (False, ["other_type"]),
        ("products", "415"): (True, ["missing"]),
        ("stock", "412:3"): (True, ["not_in_stock_terms"]),
        ("places", "31"): (False, ["too_few_on_location"]),
        ("customers", "5120"): (False, ["other_language"]),
        ("customers", "5122"): (True, ["number_taken"]),
        ("customers", "5123"): (True, ["unknown_country"]),
        ("orders", "2"): (False, ["part_of_composition_delivered"]),
        ("orders", "3"): (True, ["not_moved"]),
        ("orders", "4"): (True, ["not_moved"]),
        ("orders", "6"): (True, ["out_of_range"]),
    }


def test_settings_products_and_stock(picqer: Picqer) -> None:
    moved(picqer)
    assert VatGroup.objects.get().is_standard
    assert Tag.objects.get().color == "#d23f3f"
    mug = Product.objects.get(code="C410")
    assert (mug.barcode, mug.cost_price, [one.title for one in mug.tags.all()]) == (
        "87",
        Decimal("1.25"),
        ["Urgent"],
    )
    assert not Product.objects.get(code="C414").active
    assert PriceListEntry.objects.get().price == Decimal("7.5")
    assert {one.part.code: one.amount for one in Product.objects.get(code="C413").parts.all()} == {
        "C410": 2,
        "C411": 1,
    }
    assert StockLevel.objects.get(product=mug).on_hand == 20
    lying = LocationStock.objects.get(product=mug, location=Location.objects.get())
    assert (lying.on_hand, lying.preferred) == (8, True)


def test_suppliers_fields_and_what_was_said(picqer: Picqer) -> None:
    create_user("anna", password="hop-en-gist-2026", is_admin=True, by=SYSTEM, now=MOMENT)
    moved(picqer)
    mug = Product.objects.get(code="C410")
    supplier = Supplier.objects.get()
    assert (supplier.name, supplier.country, supplier.language) == ("Mouterij", "DE", "nl")
    assert [(one.supplier, one.preferred) for one in mug.suppliers.all()] == [(supplier, True)]
    assert [one.text for one in mug.field_values.all()] == ["Mosa"]
    said = Comment.objects.get(subject_kind="product")
    assert (said.subject_id, said.author, said.author_label) == (mug.pk, None, "Ina de Vries")
    assert said.created_at.isoformat() == "2025-06-30T10:00:00+00:00"
    assert Mention.objects.get().read_at is not None, "nobody gets a notice of what was said long ago"
    assert Comment.objects.get(subject_kind="customer").body == "Belt terug"


def test_a_key_is_told_to_the_account_alone(picqer: Picqer) -> None:
    elsewhere = {"X-Who": "elsewhere"}
    with open_picqer(headers=elsewhere) as other:
        source = Source(picqer.address, "secret")
        with pytest.raises(SourceError, match="answered 404"):
            source.picture(f"{other.address}/a.png")
        with pytest.raises(SourceError, match="answered 404"):
            source.picture("/a.png")
        assert other.keys == [None]
        assert picqer.keys[-1] is not None
    with pytest.raises(SourceError, match="no picture"):
        source.picture("javascript:alert(1)")


def test_a_customer_with_old_spellings(picqer: Picqer) -> None:
    moved(picqer)
    one = Customer.objects.get(number="C-204")
    assert (one.discount, one.autosplit, one.default_order_remarks, one.language) == (
        5,
        False,
        "Achterom",
        "nl",
    )
    book = one.addresses.order_by("pk").values_list(
        "name", "country", "is_default_invoice", "is_default_delivery"
    )
    assert list(book) == [("Bakkerij", "NL", True, False), ("Schuur", "BE", False, True)]
    assert [value.choice.title for value in one.own_values.all() if value.choice] == ["B"]
    assert one.customer_price_lists.count() == 1
    assert Customer.objects.get(name="Met een getal").number == "204"


def test_an_order_half_way(picqer: Picqer) -> None:
    """Four of ten have left, two of the other six lie in the box; one piece was cancelled."""
    moved(picqer)
    order = Order.objects.get(number="O2025-1")
    assert (order.status, order.discount, order.remarks) == ("processing", 5, "")
    assert order.created_at.isoformat() == "2025-07-01T08:00:00+00:00"
    assert [one.title for one in order.tags.all()] == ["Urgent"]
    assert [one.text for one in order.field_values.all()] == ["Snel;Stil"]
    gone = order.lines.order_by("position").values_list(
        "name", "amount", "amount_delivered", "amount_cancelled"
    )
    assert list(gone) == [("Iets", 10, 4, 0), ("Iets", 4, 0, 1), ("Vracht", 1, 0, 0)]
    picking = PicklistLine.objects.filter(picklist__order=order).order_by("product__code")
    assert list(picking.values_list("product__code", "amount", "picked")) == [("C410", 6, 2), ("C411", 3, 0)]


def test_a_composition_half_way(picqer: Picqer) -> None:
    """Of three boxes one has left, and one loose part more, which counts as not delivered."""
    moved(picqer)
    order = Order.objects.get(number="O2025-2")
    main_line = order.lines.get(part_of=None)
    assert (main_line.amount, main_line.amount_delivered, main_line.price) == (3, 1, 30)
    parts = (
        order.lines.exclude(part_of=None).order_by("code").values_list("code", "amount", "amount_delivered")
    )
    assert list(parts) == [("C410", 6, 2), ("C411", 3, 1)]


def test_expected_and_guest_orders(picqer: Picqer) -> None:
    moved(picqer)
    guest = Order.objects.get(number="O2025-5")
    assert (guest.status, guest.customer) == ("expected", None)
    assert guest.allocations.get().amount == 1
    assert not guest.order_warehouses.exists(), "all that take orders are none in particular"
    assert not Order.objects.filter(number="O2025-7").exists()


def test_what_the_account_tells_of_one_thing_no_more_holds_up_no_other(picqer: Picqer) -> None:
    """A picklist that was deleted, parts that only give faults: those things stay, all else comes along."""
    del picqer.ones["picklists/92"]
    picqer.lists = {path: rows for path, rows in LISTS.items() if path != "locations/31/products"}
    picqer.faulty = ("products/413/parts", "customers/5120/comments")
    waited: list[float] = []
    source = Source(picqer.address, "k", pause=waited.append)
    run = begin_run(picqer.address)
    move_all(run, source, told=lambda *_: None)
    found = {(str(one.resource), one.key): one for one in notes(run)}
    for key in (("orders", "1"), ("parts", "413"), ("comments", "customers/5120")):
        assert codes(found[key]) == (True, ["not_to_be_had"])
    assert "picklists/92" in dict(found["orders", "1"].problems[0].params)["why"]
    assert sorted(Order.objects.values_list("number", flat=True)) == ["O2025-2", "O2025-5"]
    assert Comment.objects.get().subject_kind == "product"
    assert all(line.adds_up for line in lines(run)) and all(one.agrees for one in sums(run))


def test_an_account_that_is_away_is_no_fault_of_one_thing(picqer: Picqer) -> None:
    picqer.faulty = ("picklists/92", "stats")
    run = begin_run(picqer.address)
    with pytest.raises(SourceError, match="picklists/92"):
        move_all(run, Source(picqer.address, "k", pause=lambda _: None), told=lambda *_: None)
    run.refresh_from_db()
    assert run.finished_at is None
    picqer.faulty = ()
    assert main(["migrate", "picqer", "--account", picqer.address, "--key", "k"]) == 2
    assert Order.objects.filter(number="O2025-1").exists()


def test_orders_that_went_meanwhile_hide_none_from_who_goes_on(picqer: Picqer) -> None:
    """Broken off in the middle, gone on with days later: the list has become shorter before that place."""
    many = [an_order(number, "concept", [line(number, 410, 1, 5)]) for number in range(1000, 1230)]
    picqer.lists = {**LISTS, "orders": list(many)}
    run = begin_run(picqer.address)
    source = Source(picqer.address, "k", pause=lambda _: None)

    def breaks_off(resource: Resource, count: int) -> None:
        if resource == Resource.ORDERS and count >= 100:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move_all(run, source, told=breaks_off)
    picqer.lists["orders"] = many[60:]
    move_all(begin_run(picqer.address), source, told=lambda *_: None)
    moved_here = set(Order.objects.values_list("number", flat=True))
    assert {one["orderid"] for one in many[60:]} <= moved_here
    assert all(line.adds_up for line in lines(run)) and all(one.agrees for one in sums(run))
