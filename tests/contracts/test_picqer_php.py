"""Every address that the official PHP client knows is one of ours, or is plainly said to be left out.

Which these are: the rows of letter P in section 10 of the reference. What is left out answers 501, code 8.
"""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import create_tag
from pakhuis.kernel.actor import SYSTEM
from tests.contracts.test_other_clients import JSON, Wire
from tests.factories import MOMENT, a_customer, a_picklist
from tests.purchasing.making import a_purchase, a_receipt, purchase_by_lines
from tests.returns.making import a_return

NOT_HERE = "There is no such address."
CALLED = """
GET POST     customers
GET PUT      customers/1
GET POST     customers/1/addresses
PUT DELETE   customers/1/addresses/1
GET POST     customers/1/tags
DELETE       customers/1/tags/1
GET POST     customers/1/comments
GET          customerfields
GET          customerfields/1
GET          orderfields
GET          orderfields/1
GET          productfields
GET          productfields/1
GET POST     orders
GET PUT      orders/1
DELETE       orders/1
POST         orders/1/process
POST         orders/1/process-backorders
POST         orders/1/allocate
POST         orders/1/deallocate
POST         orders/1/prioritise
GET          orders/1/productstatus
GET          orders/1/backorders
GET          orders/1/orderfields
PUT DELETE   orders/1/orderfields/1
GET POST     orders/1/tags
DELETE       orders/1/tags/1
GET POST     orders/1/notes
GET POST     orders/1/comments
GET          picklists
GET PUT      picklists/1
POST         picklists/1/close
POST         picklists/1/cancel
POST         picklists/1/pick
POST         picklists/1/pickall
POST         picklists/1/assign
POST         picklists/1/unassign
POST         picklists/1/snooze
GET POST     picklists/1/shipments
GET          picklists/1/picklistpdf
GET          picklists/1/packinglistpdf
GET POST     picklists/1/comments
GET          picklists/batches
GET          picklists/batches/1
GET POST     picklists/batches/1/comments
GET          backorders
GET DELETE   backorders/1
POST         backorders/process
GET POST     products
GET PUT      products/1
POST         products/1/activate
POST         products/1/inactivate
GET          products/1/stock
GET POST     products/1/stock/1
GET          products/1/warehouses
GET POST     products/1/images
DELETE       products/1/images/1
GET POST     products/1/parts
GET PUT      products/1/parts/1
DELETE       products/1/parts/1
GET POST     products/1/locations
DELETE       products/1/locations/1
GET POST     products/1/tags
DELETE       products/1/tags/1
GET POST     products/1/comments
GET          stockhistory
GET          stockhistory/1
GET          pricelists
GET          pricelists/1
GET POST     tags
GET DELETE   tags/1
POST         tags/
GET          templates
GET          vatgroups
GET          vatgroups/1
GET          warehouses
GET          warehouses/1
GET POST     locations
GET PUT      locations/1
DELETE       locations/1
GET          locations/1/products
GET POST     suppliers
GET PUT      suppliers/1
GET POST     suppliers/1/comments
GET POST     purchaseorders
GET PUT      purchaseorders/1
POST         purchaseorders/1/mark-as-purchased
POST         purchaseorders/1/cancel
GET POST     purchaseorders/1/products
PUT DELETE   purchaseorders/1/products/1
GET POST     purchaseorders/1/receipts
GET          purchaseorders/1/receipts/1
GET POST     purchaseorders/1/comments
GET POST     receipts/1/comments
GET POST     returns
GET PUT      returns/1
GET POST     returns/1/logs
GET POST     returns/1/returned_products
PUT DELETE   returns/1/returned_products/1
POST         returns/1/receive
GET POST     returns/1/comments
GET          return_statuses
GET          return_reasons
GET          shippingproviders
GET          users
GET          users/me
GET          users/1
GET POST     hooks
GET DELETE   hooks/1
GET          stats
GET          stats/open-orders
GET          comments
GET          comments/1
GET          movements
GET          movements/1
GET          fulfilment/customers
"""
LEFT_OUT = """
PUT          products/1/warehouses/1
GET POST     returns/1/replacement_products
PUT DELETE   returns/1/replacement_products/1
POST         fulfilment/customers
GET PUT      fulfilment/customers/1
POST         companies
"""
BODIES = {"GET": b"", "POST": b"null", "PUT": b"[]", "DELETE": b"[]"}
"""What the client sends where it has nothing to say."""


def calls(table: str) -> list[tuple[str, str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return [(method, path) for *methods, path in rows for method in methods]


def said(answer: Any) -> tuple[int, int]:
    """Status, and the code of an error."""
    if answer.status_code < 400:
        return answer.status_code, -1
    return answer.status_code, answer.json()["error_code"]


@pytest.fixture
def wire(db: None) -> Wire:
    """Among other things there is, so that many an address leads to something."""
    create_tag("Urgent", color="#d23f3f", inherit=False, by=SYSTEM, now=MOMENT)
    a_receipt(a_purchase(A=2))
    a_picklist(B=1)
    a_return(a_customer(), B=1)
    return Wire("X")


def test_every_address_of_the_php_client_is_ours(wire: Wire) -> None:
    """Refused for what it says or for what is not there, but never as an address that nobody knows."""
    assert len(calls(CALLED)) > 150
    for method, path in calls(CALLED):
        answer = wire(method, f"/{path}", BODIES[method], JSON)
        assert answer.status_code in (200, 201, 204, 400, 404), (method, path, answer.status_code)
        assert answer.status_code < 400 or answer.json()["error_message"] != NOT_HERE, (method, path)


def test_an_address_that_nobody_knows_is_seen(wire: Wire) -> None:
    answer = wire("GET", "/purchaseorders/1/deliveries", b"", JSON)
    assert (answer.status_code, answer.json()["error_message"]) == (404, NOT_HERE)


def test_what_is_left_out_of_it_says_so(wire: Wire) -> None:
    for method, path in calls(LEFT_OUT):
        assert said(wire(method, f"/{path}", BODIES[method], JSON)) == (501, 8), (method, path)


def test_a_receipt_is_read_below_its_own_purchase_order(db: None) -> None:
    first, other = a_purchase(A=2), purchase_by_lines(3, code="B")
    receipt = a_receipt(first, A=1)
    wire = Wire("X")
    found = wire("GET", f"/purchaseorders/{first.pk}/receipts/{receipt.pk}")
    assert found.status_code == 200
    assert found.json() == wire("GET", f"/receipts/{receipt.pk}").json()
    for order_id, receipt_id in ((other.pk, receipt.pk), (first.pk, 999), (999, receipt.pk)):
        assert said(wire("GET", f"/purchaseorders/{order_id}/receipts/{receipt_id}")) == (404, 20)
