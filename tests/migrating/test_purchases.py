"""Purchase orders of an account that answers as Picqer does: what is still to come is announced here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from pakhuis.config.cli import main
from pakhuis.migrating.models import MovingRun
from pakhuis.migrating.report import Sums, lines, notes, sums
from pakhuis.purchasing.actions import create_purchase
from pakhuis.purchasing.intake import PurchaseFields
from pakhuis.purchasing.models import PurchaseOrder
from pakhuis.purchasing.queries import announced
from tests.factories import a_warehouse
from tests.migrating.standin import Picqer, open_picqer
from tests.migrating.test_from_picqer import LISTS, PICKLISTS
from tests.purchasing.making import WHO, a_purchase

pytestmark = pytest.mark.django_db(transaction=True)


def a_line(product: int | None, amount: Any, received: Any = 0, **more: Any) -> dict[str, Any]:
    told = {"idproduct": product, "productcode": f"C{product}", "amount": amount, "amountreceived": received}
    return {"idpurchaseorder_product": 1, **told, "price": "1.5", "delivery_date": None, **more}


def told_of(number: int, status: str, *products: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "idpurchaseorder": number,
        "purchaseorderid": f"PO2025-{number}",
        "idsupplier": 8,
        "supplier_name": "Mouterij",
        "idwarehouse": 3,
        "idtemplate": None,
        "status": status,
        "language": "nl",
        "delivery_date": "2025-08-01",
        "created": "2025-07-01 10:00:00",
        "purchased_at": "2025-07-02 09:30:00",
        "products": list(products),
        **more,
    }


PURCHASES = [
    told_of(1, "purchased", a_line(410, "12", 5, delivery_date="2025-07-20"), a_line(411, 4, 4)),
    told_of(2, "concept", a_line(410, 3), idsupplier=7, supplier_name="Nergens", remarks="Nog bellen"),
    told_of(3, "purchased", a_line(410, 2, 3)),
    told_of(4, "purchased", a_line(999, 1)),
    told_of(5, "purchased", a_line(410, 1), supplier_name="", idsupplier=None),
    told_of(6, "received", a_line(410, 9, 9)),
    told_of(7, "cancelled", a_line(410, 9)),
    told_of(8, "concept", language="de"),
]


def run_over(picqer: Picqer) -> MovingRun:
    assert main(["migrate", "picqer", "--account", picqer.address, "--key", "k"]) == 2
    run = MovingRun.objects.latest("pk")
    assert all(one.adds_up for one in lines(run)), lines(run)
    assert all(one.agrees for one in sums(run)), sums(run)
    return run


def of_purchases(run: MovingRun) -> tuple[dict[str, tuple[bool, list[str]]], Sums]:
    said = {
        one.key: (one.is_left, [problem.code for problem in one.problems])
        for one in notes(run)
        if one.resource == "purchase_orders"
    }
    return said, next(one for one in sums(run) if one.resource == "purchase_orders")


def test_what_is_open_comes_along_with_what_is_still_to_come() -> None:
    with open_picqer(lists={**LISTS, "purchaseorders": PURCHASES}, ones=dict(PICKLISTS)) as picqer:
        run = run_over(picqer)
        said, total = of_purchases(run)
        assert said == {
            "2": (False, ["not_moved"]),
            "3": (True, ["came_in_already"]),
            "4": (True, ["not_moved"]),
            "5": (True, ["missing"]),
            "8": (False, ["other_language"]),
        }
        assert (total.there, total.left, total.here) == (12, 2, 10)
        order = PurchaseOrder.objects.get(number="PO2025-1")
        line = order.lines.get()
        assert (line.product.code, line.amount, line.received, line.price) == ("C410", 7, 0, Decimal("1.5"))
        assert [one.on for one in announced([line.product_id])] == [date(2025, 7, 20)]
        assert order.created_at.isoformat() == "2025-07-01T08:00:00+00:00"
        assert order.purchased_at is not None
        assert order.purchased_at.isoformat() == "2025-07-02T07:30:00+00:00"
        concept = PurchaseOrder.objects.get(number="PO2025-2")
        assert (concept.status, concept.supplier, concept.supplier_name) == ("concept", None, "Nergens")
        assert PurchaseOrder.objects.get(number="PO2025-8").lines.count() == 0
        again = run_over(picqer)
        assert PurchaseOrder.objects.count() == 3
        assert of_purchases(again)[1].existing == 10


def test_a_number_that_is_taken_leaves_it_there_and_later_numbers_pass_over() -> None:
    taken = a_purchase(house=a_warehouse("Hal 1"), C410=1).number
    year, number = taken.split("-")
    following = f"{year}-{int(number) + 1}"
    rows = [
        {**PURCHASES[0], "purchaseorderid": one, "idpurchaseorder": at}
        for at, one in enumerate((taken, following), 1)
    ]
    with open_picqer(lists={**LISTS, "purchaseorders": rows}, ones=dict(PICKLISTS)) as picqer:
        said, _ = of_purchases(run_over(picqer))
    assert said == {"1": (True, ["purchase_number_taken"])}
    made = create_purchase(PurchaseFields(supplier_name="Iemand"), **WHO)
    assert made.number == f"{year}-{int(number) + 2}"


def test_an_account_without_purchase_orders_has_none() -> None:
    with open_picqer(lists=dict(LISTS), ones=dict(PICKLISTS)) as picqer:
        said, total = of_purchases(run_over(picqer))
    assert (said, total.there, total.here) == ({}, 0, 0)
