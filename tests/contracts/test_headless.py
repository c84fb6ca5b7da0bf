"""What the client `headless` (PyPI, 1.12.4) demands of answers: its models raise where a field differs.

Its licence and what it needs keep it out of our lock, so its demands stand here, as its models have them: a
question to each field, a list in which every item meets others. What may be null may also be missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pytest

from pakhuis.accounts.actions import create_api_key, create_user
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call, caller
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer, a_price_list, a_warehouse, stocked

pytestmark = pytest.mark.django_db
Demand = Any


def _is(kind: type, read: Callable[[Any], object] | None = None, *, or_null: bool = False) -> Demand:
    def holds(value: Any) -> bool:
        if value is None:
            return or_null
        kinds = (int, float) if kind is float else kind
        if isinstance(value, bool) != (kind is bool) or not isinstance(value, kinds):
            return False
        return read is None or bool(read(value))

    holds.__name__ = f"{kind.__name__}{' or null' if or_null else ''}"
    return holds


def some(kind: type, read: Callable[[Any], object] | None = None) -> Demand:
    return _is(kind, read)


def maybe(kind: type, read: Callable[[Any], object] | None = None) -> Demand:
    return _is(kind, read, or_null=True)


TIME, DAY = datetime.fromisoformat, date.fromisoformat
ADDRESS = ("name", "contactname", "address", "address2", "zipcode", "city", "region", "country")
PICKLIST_STATES = ("cancelled", "closed", "new", "snoozed")
"""Not `paused`, which is younger than the client."""
LINE = {
    **dict.fromkeys(("idproduct", "amount"), some(int)),
    **dict.fromkeys(("productcode", "name"), some(str)),
    "price": some(float),
    "remarks": maybe(str),
    "idvatgroup": maybe(int),
}
PICKLIST_LINE = {
    **LINE,
    **dict.fromkeys(("amount_picked", "weight"), some(int)),
    **dict.fromkeys(("idorder_product", "idreturn_product_replacement"), maybe(int)),
    "stock_location": maybe(str),
}
PICKLIST = {
    **dict.fromkeys(("idpicklist", "idwarehouse", "idtemplate", "totalproducts", "totalpicked"), some(int)),
    **dict.fromkeys(("idcustomer", "idorder", "idreturn", "idshippingprovider_profile"), maybe(int)),
    **dict.fromkeys(("assigned_to_iduser", "closed_by_iduser", "idfulfilment_customer"), maybe(int)),
    "picklistid": some(str),
    **dict.fromkeys((f"delivery{part}" for part in ADDRESS), maybe(str)),
    **dict.fromkeys(("telephone", "emailaddress", "reference"), maybe(str)),
    **dict.fromkeys(("invoiced", "urgent"), some(bool)),
    "preferred_delivery_date": maybe(str, DAY),
    "status": some(str, PICKLIST_STATES.__contains__),
    "created": some(str, TIME),
    **dict.fromkeys(("snoozed_until", "closed_at", "updated"), maybe(str, TIME)),
    "products": [PICKLIST_LINE],
}
ORDER = {
    "idorder": some(int),
    **dict.fromkeys(("idcustomer", "idtemplate", "idshippingprovider_profile"), maybe(int)),
    **dict.fromkeys(("orderid", "status"), some(str)),
    **dict.fromkeys((f"{of}{part}" for of in ("delivery", "invoice") for part in ADDRESS), maybe(str)),
    **dict.fromkeys(("full_delivery_address", "full_invoice_address", "telephone"), maybe(str)),
    **dict.fromkeys(("emailaddress", "reference", "customer_remarks", "language"), maybe(str)),
    **dict.fromkeys(("partialdelivery", "invoiced"), some(bool)),
    "discount": some(float),
    "preferred_delivery_date": maybe(str, DAY),
    "warehouses": [some(int)],
    "pricelists": [some(int)],
    "products": [LINE],
    "picklists": [PICKLIST],
}
PRODUCT = {
    **dict.fromkeys(("idproduct", "idvatgroup"), some(int)),
    **dict.fromkeys(("name", "productcode"), some(str)),
    "price": some(float),
    **dict.fromkeys(("fixedstockprice", "analysis_pick_amount_per_day"), maybe(float)),
    **dict.fromkeys(("idsupplier", "deliverytime", "weight", "length", "width", "height"), maybe(int)),
    **dict.fromkeys(("minimum_purchase_quantity", "purchase_in_quantities_of"), maybe(int)),
    **dict.fromkeys(("productcode_supplier", "description", "barcode", "type", "hs_code"), maybe(str)),
    "country_of_origin": maybe(str),
    **dict.fromkeys(("unlimitedstock", "active"), some(bool)),
    "pricelists": [{"idpricelist": some(int), "price": some(float)}],
    "productfields": [{"idproductfield": some(int), "title": some(str), "value": some(str)}],
    "images": [some(str)],
    "stock": [
        dict.fromkeys(
            (
                *("idwarehouse", "stock", "reserved", "reservedbackorders", "reservedpicklists"),
                *("reservedallocations", "freestock"),
            ),
            some(int),
        )
    ],
}
PURCHASE = {
    **dict.fromkeys(("idpurchaseorder", "idwarehouse", "created_by_iduser"), some(int)),
    **dict.fromkeys(("idsupplier", "idtemplate", "completed_by_iduser", "purchased_by_iduser"), maybe(int)),
    "status": some(str),
    **dict.fromkeys(("purchaseorderid", "supplier_name", "supplier_orderid", "remarks"), maybe(str)),
    "delivery_date": maybe(str, DAY),
    "created": some(str, TIME),
    **dict.fromkeys(("updated", "purchased_at", "completed_at"), maybe(str, TIME)),
    "products": [
        {
            **dict.fromkeys(("idproduct", "amount", "amountreceived", "weight"), some(int)),
            **dict.fromkeys(("productcode", "name"), some(str)),
            "price": some(float),
            "productcode_supplier": maybe(str),
        }
    ],
}
SUPPLIER = {
    "idsupplier": some(int),
    **dict.fromkeys((*ADDRESS, "telephone", "emailaddress", "remarks"), maybe(str)),
}
USER = {
    "iduser": some(int),
    **dict.fromkeys(("username", "firstname", "lastname"), some(str)),
    "emailaddress": some(str, lambda said: "@" in said),
    "language": maybe(str),
    **dict.fromkeys(("admin", "active"), some(bool)),
    "created_at": some(str, TIME),
    **dict.fromkeys(("last_login_at", "updated_at"), maybe(str, TIME)),
}
WAREHOUSE = {
    **dict.fromkeys(("idwarehouse", "priority"), some(int)),
    "name": some(str),
    **dict.fromkeys(("accept_orders", "counts_for_general_stock", "active"), some(bool)),
}
HOOK = {
    "idhook": some(int),
    **dict.fromkeys(("address", "event", "name"), some(str)),
    **dict.fromkeys(("active", "secret"), some(bool)),
}
LISTS = {
    "orders": ORDER,
    "picklists": PICKLIST,
    "products": PRODUCT,
    "purchaseorders": PURCHASE,
    "suppliers": SUPPLIER,
    "users": USER,
    "warehouses": WAREHOUSE,
    "hooks": HOOK,
}


def lacking(value: Any, demand: Demand, place: str) -> Iterator[str]:
    """Where a value is not what the client demands."""
    if isinstance(demand, Mapping):
        for name, wanted in demand.items():
            yield from lacking(value.get(name), wanted, f"{place}.{name}")
    elif isinstance(demand, list):
        for number, one in enumerate(value or ()):
            yield from lacking(one, demand[0], f"{place}[{number}]")
    elif not demand(value):
        yield f"{place} is {value!r}, not {demand.__name__}"


def test_what_is_lacking_is_seen() -> None:
    held = {"iduser": True, "username": 3}
    assert list(lacking(held, {"iduser": some(int), "username": maybe(str)}, "user")) == [
        "user.iduser is True, not int",
        "user.username is 3, not str or null",
    ]
    assert list(lacking({}, {"iduser": some(int), "language": maybe(str)}, "user")) == [
        "user.iduser is None, not int"
    ]


@pytest.fixture
def call(db: None) -> Call:
    return caller(create_api_key("headless", by=SYSTEM, now=MOMENT)[1])


@pytest.fixture
def fresh(call: Call) -> None:
    """An installation in which a key did everything, and nobody ever made a template."""
    stocked(a_warehouse(), A=5)
    a_price_list("Horeca", A=[("3.10", 1)])
    person = {"email": "anna@linde.example", "language": "nl"}
    create_user("anna", password=PASSWORD, is_admin=True, **person, by=SYSTEM, now=MOMENT)
    hook = NewHook(name="shop", event="orders.created", address="https://shop.example/in")
    create_hook(hook, by=SYSTEM, now=MOMENT)
    own = {"own_line": True, "name": "Verzendkosten", "price": 4.95, "amount": 1}
    lines = [{"productcode": "A", "amount": 7, "remarks": "Zacht"}, own]
    order = call("POST", "orders", {"idcustomer": a_customer().pk, "auto_split": True, "products": lines})
    assert call("POST", f"orders/{order.json()['idorder']}/process").status_code == 200
    call("POST", "orders", {"deliveryname": "Gast", "deliverycountry": "NL", "products": lines})
    supplier = call("POST", "suppliers", {"name": "Mouterij Noord"}).json()["idsupplier"]
    for said in ({"idsupplier": supplier}, {"supplier_name": "Om de hoek"}):
        made = call("POST", "purchaseorders", {**said, "products": [{"productcode": "A", "amount": 3}]})
        call("POST", f"purchaseorders/{made.json()['idpurchaseorder']}/mark-as-purchased")


@pytest.mark.parametrize("path", LISTS)
def test_everything_can_be_listed_on_a_fresh_installation(call: Call, fresh: None, path: str) -> None:
    """It asks on until a page is empty."""
    found = call("GET", path).json()
    assert found
    assert [problem for one in found for problem in lacking(one, LISTS[path], path)] == []
    assert call("GET", f"{path}?offset=100").json() == []


def test_the_states_it_does_not_know_are_the_younger_ones() -> None:
    assert set(PicklistStatus) - set(PICKLIST_STATES) == {"paused"}
