"""What other people's clients send, byte for byte: odd bodies, slashes, flags, dates, headers.

From the table of clients (reference, sections 1.4 and 10): each request is what that client puts on the line.
"""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key, create_tag
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from tests.factories import MOMENT, a_customer, a_processed_order, a_warehouse, an_order, lines, stocked

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


class Wire:
    """Sends what it is told, and nothing of its own: no content type where none is given."""

    def __init__(self, password: str) -> None:
        key = create_api_key("client", by=SYSTEM, now=MOMENT)[1]
        self._key = base64.b64encode(f"{key}:{password}".encode()).decode()
        self._client = Client()

    def __call__(self, method: str, target: str, body: bytes = b"", kind: str = "") -> Any:
        return self._client.generic(
            method, f"/api/v1{target}", body, kind, headers={"Authorization": f"Basic {self._key}"}
        )


@pytest.fixture
def shop(db: None) -> dict[str, int]:
    """Ids of what the requests are about."""
    stocked(a_warehouse(), A=20)
    customer = a_customer(number="204", email="inkoop@voorbeeld.example")
    concept = an_order(customer, lines=lines(A=2), reference="WEB-77")
    processed = a_processed_order(customer, lines=lines(A=3))
    tag = create_tag("Urgent", color="#d23f3f", inherit=False, by=SYSTEM, now=MOMENT)
    return {
        "customer": customer.pk,
        "order": concept.pk,
        "processed": processed.pk,
        "picklist": processed.picklists.get().pk,
        "tag": tag.pk,
    }


@pytest.mark.parametrize("password", ["", "X", "x", "None"])
def test_any_password_is_taken(shop: dict[str, int], password: str) -> None:
    assert Wire(password)("GET", "/users/me").status_code == 200


@pytest.mark.parametrize(
    ("client", "body", "kind"),
    [
        ("picqer-php", b"null", JSON),
        ("picqer-php, older", b"[]", JSON),
        ("vendure", b"", FORM),
        ("python", b"", ""),
        ("pipedream", b"{}", JSON),
    ],
)
def test_a_deed_with_whatever_body(shop: dict[str, int], client: str, body: bytes, kind: str) -> None:
    answer = Wire("X")("POST", f"/orders/{shop['order']}/process", body, kind)
    assert (answer.status_code, answer.json()["status"]) == (200, "processing"), client


@pytest.mark.parametrize(
    ("client", "target", "body"),
    [
        ("picqer-php", "", b'{"force":true}'),
        ("python", "?force=true", b""),
        ("fmeccanici", "", b'{"force": 1}'),
    ],
)
def test_cancelling_by_force(shop: dict[str, int], client: str, target: str, body: bytes) -> None:
    answer = Wire("X")("DELETE", f"/orders/{shop['processed']}{target}", body, JSON if body else "")
    assert answer.status_code in (200, 204), client
    assert Order.objects.get(pk=shop["processed"]).status == "cancelled"


@pytest.mark.parametrize("body", [b"[]", b"null", b""])
def test_taking_a_tag_off_with_a_body(shop: dict[str, int], body: bytes) -> None:
    wire = Wire("X")
    place = f"/orders/{shop['order']}/tags"
    assert wire("POST", place, f'{{"idtag":{shop["tag"]}}}'.encode(), JSON).status_code in (200, 201)
    assert wire("DELETE", f"{place}/{shop['tag']}", body, JSON).status_code == 204


@pytest.mark.parametrize(
    ("target", "body", "status"),
    [
        ("/tags/", b'{"title":"Nieuw","color":"#d23f3f","inherit":false}', 201),
        ("/customers/", b'{"name":"Bakkerij","emailaddress":"b@voorbeeld.example"}', 201),
        (
            "/orders/",
            b'{"deliveryname":"X","deliverycountry":"NL","products":[{"productcode":"A","amount":1}]}',
            201,
        ),
    ],
)
def test_posting_with_a_slash_at_the_end(shop: dict[str, int], target: str, body: bytes, status: int) -> None:
    answer = Wire("")("POST", target, body, JSON)
    assert answer.status_code == status
    assert "Location" not in answer


@pytest.mark.parametrize(
    ("client", "target", "rows"),
    [
        ("vendure: who is this", "/customers?search=inkoop%40voorbeeld.example&offset=0", 1),
        ("picqer-php: by number", "/customers?customerid=204", 1),
        ("everypeople: by name", "/customers?search=Caf%C3%A9+De+Kade", 1),
        ("craft: by reference", "/orders?reference=WEB-77", 1),
        ("gopicqer", "/orders/?offset=0", 2),
        ("headless goes on after a short page", "/orders?offset=100", 0),
        ("tap: since, with a plus", "/orders?sincedate=2026-11-23+00:00:00", 2),
        ("tap: since, encoded", "/orders?sincedate=2026-11-23%2000%3A00%3A00", 2),
        ("target: with a zone", "/orders?sincedate=2026-11-24T00:00:00Z", 0),
        ("fmeccanici: by status", "/orders?status=processing", 1),
        ("vendure: a flag without a value", "/products?inactive", 0),
        ("tap: a flag with a value", "/products?inactive=true", 0),
        ("picqer-php: by code", "/products?productcode=A", 1),
        ("airbyte", "/products?offset=10", 0),
        ("csv exporter", "/picklists?sinceid=0&sincedate=2026-01-01+00%3A00%3A00", 1),
        ("home assistant", "/picklists?status=closed&closed_after=2026-01-01&closed_before=2027-01-01", 0),
        ("headless: offsets everywhere", "/warehouses?offset=0", 1),
        ("headless: offsets everywhere", "/users?offset=100", 0),
        ("home-made: words nobody knows", "/tags?limit=5&page=2&per_page=10", 1),
        ("jpcoder", "/backorders?idorder=1", 0),
    ],
)
def test_what_they_ask(shop: dict[str, int], client: str, target: str, rows: int) -> None:
    answer = Wire("x")("GET", target)
    assert (answer.status_code, len(answer.json())) == (200, rows), client


def test_what_go_waits_for(shop: dict[str, int]) -> None:
    """A Go client sleeps a minute whenever what is left equals the limit, also when neither is told."""
    answer = Wire("")("GET", "/tags")
    assert int(answer["X-RateLimit-Remaining"]) < int(answer["X-RateLimit-Limit"])


def test_craft_empties_an_order_and_fills_it_anew(shop: dict[str, int]) -> None:
    wire = Wire("X")
    place = f"/orders/{shop['order']}/products"
    for line in wire("GET", place).json():
        assert wire("DELETE", f"{place}/{line['idorder_product']}", b"[]", JSON).status_code in (200, 204)
    assert wire("GET", f"/orders/{shop['order']}").json()["products"] == []
    assert wire("POST", place, b'{"productcode":"A","amount":5}', JSON).status_code in (200, 201)
    wire("POST", f"/orders/{shop['order']}/allocate", b"null", JSON)
    status = wire("GET", f"/orders/{shop['order']}/productstatus").json()["products"]
    assert [(one["productcode"], one["allocated"]) for one in status] == [("A", 5)]


def test_craft_names_countries_in_the_language_of_its_site(shop: dict[str, int]) -> None:
    wire = Wire("X")
    body = (
        '{"deliveryname":"Gast","deliverycountry":"België","invoicename":"Gast",'
        '"invoicecountry":"Netherlands","products":[{"productcode":"A","amount":1}]}'
    )
    made = wire("POST", "/orders", body.encode(), JSON).json()
    assert (made["deliverycountry"], made["invoicecountry"]) == ("BE", "NL")
    changed = wire("PUT", f"/orders/{made['idorder']}", b'{"deliverycountry":"Duitsland"}', JSON).json()
    assert (changed["deliverycountry"], changed["deliveryname"]) == ("DE", "Gast")
    refused = wire("PUT", f"/orders/{made['idorder']}", b'{"deliverycountry":"Nergensland"}', JSON)
    assert (refused.status_code, refused.json()["error_code"]) == (400, 9)


def test_picqer_php_picks_by_its_own_words(shop: dict[str, int]) -> None:
    wire = Wire("X")
    place = f"/picklists/{shop['picklist']}"
    product = wire("GET", place).json()["products"][0]["idproduct"]
    picked = wire("POST", f"{place}/pick", f'{{"product":{product},"amount":1}}'.encode(), JSON)
    assert picked.json()["totalpicked"] == 1
    assert wire("POST", f"{place}/pickall", b"null", JSON).json()["totalpicked"] == 3
    assert wire("POST", f"{place}/close", b"null", JSON).json()["status"] == "closed"
    order = wire("GET", f"/orders/{shop['processed']}").json()
    assert order["status"] == "completed"


def test_vendure_places_an_order_of_a_guest_with_warehouses_as_objects(shop: dict[str, int]) -> None:
    wire = Wire("")
    warehouse = wire("GET", "/warehouses").json()[0]["idwarehouse"]
    body = (
        f'{{"reference":"V1","deliveryname":"Gast","deliverycountry":"NL","invoicename":"Gast",'
        f'"invoicecountry":"NL","warehouses":[{{"idwarehouse":{warehouse}}}],'
        f'"products":[{{"productcode":"A","amount":"2","price":"8.26"}}]}}'
    )
    made = wire("POST", "/orders/", body.encode(), JSON).json()
    assert (made["idcustomer"], made["products"][0]["price"], made["warehouses"]) == (None, 8.26, [warehouse])
