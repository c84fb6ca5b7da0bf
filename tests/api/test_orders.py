"""Orders, picklists, backorders and products over the API."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import create_tag
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from pakhuis.stock.models import Warehouse
from tests.api.conftest import Call
from tests.factories import MOMENT, a_customer, a_product, a_vat_group, a_warehouse, an_order, lines, stocked

GUEST = {"deliveryname": "Gast", "deliverycountry": "NL"}
ORDER_KEYS = {
    *("idorder", "idcustomer", "idtemplate", "idshippingprovider_profile", "orderid", "telephone"),
    *(f"{kind}{key}" for kind in ("delivery", "invoice") for key in ("name", "contactname", "address")),
    *(f"{kind}{key}" for kind in ("delivery", "invoice") for key in ("address2", "zipcode", "city")),
    *(f"{kind}{key}" for kind in ("delivery", "invoice") for key in ("region", "country")),
    *("full_delivery_address", "full_invoice_address", "emailaddress", "reference", "customer_remarks"),
    *("pickup_point_data", "partialdelivery", "auto_split", "invoiced", "preferred_delivery_date"),
    *("discount", "calculatevat", "language", "status", "public_status_page", "created", "updated"),
    *("warehouses", "products", "tags", "orderfields", "pricelists", "picklists"),
    *("idfulfilment_customer", "comment_count", "via_portal"),
}


@pytest.fixture
def house(db: None) -> Warehouse:
    warehouse = a_warehouse("Hoofd")
    stocked(warehouse, A=6, B=3, C=0)
    return warehouse


def test_an_order_of_a_customer_takes_its_terms(call: Call, house: Warehouse) -> None:
    tag = create_tag("Horeca", color="#ffffff", inherit=True, by=SYSTEM, now=MOMENT)
    customer = a_customer(discount="5", tag_ids=(tag.pk,), language="en", email="k@kade.example")
    body = {
        "idcustomer": customer.pk,
        "reference": "WEB-77",
        "products": [{"productcode": "A", "amount": 2}],
    }
    answer = call("POST", "orders/", body)
    assert answer.status_code == 201
    order = answer.json()
    assert set(order) == ORDER_KEYS
    assert (order["status"], order["discount"], order["language"]) == ("concept", 5, "en")
    assert (order["deliveryname"], order["deliverycontactname"]) == ("Café De Kade", "Joke")
    assert order["full_delivery_address"].splitlines()[-2:] == ["2611 AB Delft", "Nederland"]
    assert order["tags"]["Horeca"]["textColor"] == "#000000"
    assert order["warehouses"] == [house.pk]
    (line,) = order["products"]
    assert (line["productcode"], line["amount"], line["price"]) == ("A", 2, 10)
    assert call("GET", f"orders/{order['idorder']}").json() == order
    assert call("GET", "orders").json() == [order]


def test_a_guest_order_needs_a_name_and_a_country(call: Call, house: Warehouse) -> None:
    answer = call("POST", "orders", {"products": [{"productcode": "A", "amount": 1}]})
    paths = {tuple(one["path"]) for one in answer.json()["errors"]}
    assert {("delivery", "name"), ("delivery", "country"), ("invoice", "name")} <= paths
    order = call("POST", "orders", {**GUEST, "products": [{"productcode": "A", "amount": 1}]}).json()
    assert (order["idcustomer"], order["invoicename"], order["tags"]) == (None, "Gast", [])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"products": []}, 13),
        ({"products": None}, 13),
        ({"products": "A"}, 13),
        ({"idcustomer": 999}, 25),
        ({"idcustomer": "x"}, 25),
        ({"deliverycountry": "XX"}, 9),
        ({"deliveryname": ""}, 5),
        ({"idtemplate": 99}, 5),
        ({"warehouses": [99]}, 5),
        ({"products": [{"productcode": "A"}]}, 23),
        ({"products": [{"amount": 1}]}, 23),
        ({"products": [{"productcode": "A", "amount": 0}]}, 23),
        ({"products": [{"productcode": "A", "amount": -1}]}, 23),
        ({"products": [{"productcode": "A", "amount": 1.5}]}, 23),
        ({"products": [{"productcode": "A", "amount": "x"}]}, 23),
        ({"products": [{"productcode": "A", "amount": 10**12}]}, 23),
        ({"products": [{"productcode": "Z", "amount": 1}]}, 24),
        ({"products": [{"idproduct": 999, "amount": 1}]}, 24),
        ({"products": [{"idproduct": 10**30, "amount": 1}]}, 24),
        ({"products": [{"productcode": "A", "amount": 1, "idvatgroup": 99}]}, 14),
        ({"products": [{"productcode": "A", "amount": 1, "price": -1}]}, 5),
        ({"products": [{"productcode": "A", "amount": 1, "price": "1e400"}]}, 5),
        ({"products": [{"productcode": "A", "amount": 1, "price": []}]}, 5),
    ],
)
def test_errors_have_their_codes(call: Call, house: Warehouse, changed: dict[str, Any], code: int) -> None:
    body = {**GUEST, "products": [{"productcode": "A", "amount": 1}], **changed}
    answer = call("POST", "orders", body)
    assert (answer.status_code, answer.json()["error_code"]) == (400, code)
    assert not Order.objects.exists()


def test_all_problems_of_all_lines_are_in_the_message(call: Call, house: Warehouse) -> None:
    bad = [
        {"productcode": "Z", "amount": "x"},
        {"amount": -2},
        {"productcode": "A", "amount": 1, "price": "y"},
    ]
    told = call("POST", "orders", {**GUEST, "products": bad}).json()["error_message"]
    for place in ("lines.0.product", "lines.0.amount", "lines.1.product", "lines.1.amount", "lines.2.price"):
        assert place in told


def test_what_is_given_goes_before_what_was_agreed(call: Call, house: Warehouse) -> None:
    customer = a_customer(discount="5")
    body = {
        "idcustomer": customer.pk,
        "discount": 0,
        "auto_split": False,
        "calculatevat": False,
        "language": "en",
        "customer_remarks": "Achterom",
        "preferred_delivery_date": "2026-12-01 10:00:00",
        "warehouses": [{"idwarehouse": house.pk}],
        "products": [{"productcode": "A", "amount": 1, "price": 8.25, "name": "Anders", "remarks": "Rood"}],
    }
    order = call("POST", "orders", body).json()
    assert (order["discount"], order["auto_split"], order["calculatevat"]) == (0, False, False)
    assert (order["customer_remarks"], order["preferred_delivery_date"]) == ("Achterom", "2026-12-01")
    line = order["products"][0]
    assert (line["price"], line["name"], line["remarks"]) == (8.25, "Anders", "Rood")


def test_processing_makes_a_picklist_and_backorders(call: Call, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=4, B=6, C=1))
    processed = call("POST", f"orders/{order.pk}/process", raw=b"null").json()
    assert processed["status"] == "processing"
    (picklist,) = processed["picklists"]
    full = call("GET", f"picklists/{picklist['idpicklist']}").json()
    assert {**full, "products": None} == {**picklist, "products": None}
    assert [(one["productcode"], one["amount"]) for one in full["products"]] == [("A", 4), ("B", 3)]
    waiting = call("GET", f"backorders?idorder={order.pk}").json()
    assert [(one["amount"], one["amount_available"]) for one in waiting] == [(3, 0), (1, 0)]
    assert call("GET", f"orders/{order.pk}/backorders").json() == waiting
    single = call("GET", f"backorders/{waiting[0]['idbackorder']}").json()
    assert single == {**waiting[0], "date_available": None}
    twice = call("POST", f"orders/{order.pk}/process")
    assert (twice.status_code, twice.json()["error_code"]) == (400, 32)


def test_a_picklist_is_picked_and_closed(call: Call, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=4))
    call("POST", f"orders/{order.pk}/process")
    picklist = call("GET", "picklists?status=new").json()[0]
    path = f"picklists/{picklist['idpicklist']}"
    product = picklist["products"][0]
    early = call("POST", f"{path}/close")
    assert (early.status_code, early.json()["errors"][0]["code"]) == (400, "not_picked_yet")
    for body, code in (
        ({}, 15),
        ({"idproduct": product["idproduct"], "amount": "x"}, 16),
        ({"idproduct": 999, "amount": 1}, 5),
        ({"idproduct": product["idproduct"], "amount": 5}, 18),
    ):
        assert call("POST", f"{path}/pick", body).json()["error_code"] == code
    picked = call("POST", f"{path}/pick", {"product": product["idproduct"], "amount": 1}).json()
    assert (picked["totalpicked"], picked["products"][0]["amount_picked"]) == (1, 1)
    assert call("POST", f"{path}/pickall", raw=b"[]").json()["totalpicked"] == 4
    closed = call("POST", f"{path}/close").json()
    assert (closed["status"], closed["closed_at"] is not None) == ("closed", True)
    assert call("GET", f"orders/{order.pk}").json()["status"] == "completed"
    stock = call("GET", f"products/{product['idproduct']}/stock").json()[0]
    assert (stock["stock"], stock["reserved"], stock["freestock"]) == (2, 0, 2)


def test_cancelling_is_for_orders_that_are_not_processed(call: Call, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    assert call("DELETE", f"orders/{order.pk}").status_code == 204
    again = call("DELETE", f"orders/{order.pk}")
    assert (again.status_code, again.json()["error_code"]) == (400, 21)


def test_filters_of_orders(call: Call, house: Warehouse) -> None:
    customer = a_customer(email="a@b.example")
    first = an_order(customer, lines=lines(A=1), reference="R1")
    second = an_order(lines=lines(B=1))
    call("POST", f"orders/{first.pk}/process")
    for query, expected in (
        (f"idcustomer={customer.pk}", [first.pk]),
        ("status=processing", [first.pk]),
        ("status=nonsense", []),
        ("reference=R1", [first.pk]),
        ("emailaddress=A@B.example", [first.pk]),
        (f"orderid={second.number}", [second.pk]),
        (f"sinceid={first.pk}", [second.pk]),
        (f"beforeid={second.pk}", [first.pk]),
        ("sincedate=2026-11-24%2000:00:00", []),
        ("sincedate=2026-11-23+00:00:00&untildate=2026-11-23T23:59:59Z", [first.pk, second.pk]),
        (f"search={first.number}", [first.pk]),
        ("search=kade", [first.pk, second.pk]),
        (f"idwarehouse={house.pk}", [first.pk]),
        ("tag=Horeca", []),
    ):
        assert [one["idorder"] for one in call("GET", f"orders?{query}").json()] == expected, query


def test_backorders_are_processed_when_goods_are_there(call: Call, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(C=2))
    call("POST", f"orders/{order.pk}/process")
    assert call("POST", "backorders/process").json() == []
    stocked(house, C=5)
    assert call("GET", "backorders").json()[0]["amount_available"] == 2
    (picklist,) = call("POST", f"orders/{order.pk}/process-backorders").json()
    assert picklist["totalproducts"] == 2
    assert call("GET", "backorders").json() == []


def test_processing_what_waits_gives_the_picklists_that_come_of_it(call: Call, house: Warehouse) -> None:
    order = an_order(a_customer(), lines=lines(A=1, C=2), autosplit=True)
    call("POST", f"orders/{order.pk}/process")
    first = order.picklists.get()
    path = f"orders/{order.pk}/process-backorders"
    assert call("POST", path).json() == []
    product = order.backorders.get().product_id
    call("POST", f"products/{product}/stock/{house.pk}", {"change": 2, "reason": "Gevonden"})
    assert [one["amount_available"] for one in call("GET", "backorders").json()] == [2]
    (made,) = call("POST", path).json()
    assert made["idpicklist"] != first.pk
    assert made["totalproducts"] == 2
    assert len(call("GET", f"orders/{order.pk}").json()["picklists"]) == 2


def test_products(call: Call) -> None:
    group = a_vat_group("9")
    body = {"productcode": "MUG-01", "name": "Beker", "price": 8.26, "idvatgroup": group.pk, "weight": 350}
    answer = call("POST", "products", body)
    assert answer.status_code == 201
    made = answer.json()
    assert {name: made[name] for name in body} == body
    assert (made["tags"], made["active"], made["type"]) == ({}, True, "normal")
    assert call("POST", "products", body).json()["errors"][0]["code"] == "code_taken"
    changed = call("PUT", f"products/{made['idproduct']}", {"price": 9, "active": False}).json()
    assert (changed["price"], changed["active"], changed["name"]) == (9, False, "Beker")
    assert call("GET", "products").json() == []
    assert [one["idproduct"] for one in call("GET", "products?inactive").json()] == [made["idproduct"]]
    bad = call("POST", "products", {"price": "x", "weight": -1, "idvatgroup": 99})
    paths = {one["path"][0] for one in bad.json()["errors"]}
    assert paths == {"code", "name", "price", "weight", "vat_group"}


def test_stock_by_change_and_by_level(call: Call, house: Warehouse) -> None:
    product = a_product("D")
    path = f"products/{product.pk}/stock/{house.pk}"
    assert call("POST", path, {"change": 5, "reason": "Geteld"}).json()["stock"] == 5
    assert call("POST", path, {"amount": 3, "reason": "Geteld"}).json()["stock"] == 3
    assert call("POST", path, {"amount": 3, "reason": "Geteld"}).json()["stock"] == 3
    below = call("POST", path, {"change": -4, "reason": "Geteld"})
    assert (below.status_code, below.json()["errors"][0]["code"]) == (400, "too_few_pieces")
    assert call("POST", path, {}).status_code == 400
    assert call("POST", f"products/{product.pk}/stock/999", {"change": 1}).status_code == 404


def test_small_lists_are_numbers_where_clients_compare_them(call: Call) -> None:
    a_vat_group("21")
    group = call("GET", "vatgroups").json()[0]
    assert (group["percentage"], group["standard"]) == (21, True)
    assert call("GET", f"vatgroups/{group['idvatgroup']}").json() == group
