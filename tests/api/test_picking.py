"""Picklists, batches and shipments over the API."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import create_batch, create_batch_preset, create_shipment, save_packaging
from pakhuis.fulfilment.models import Batch, Picklist, ShippingProfile
from pakhuis.fulfilment.preset_intake import BatchPresetFields
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment, PackagingFields
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.stock.models import Location, LocationStock, Warehouse
from tests.api.conftest import Call, basic, caller
from tests.factories import MOMENT, a_customer, a_picklist, a_processed_order, a_warehouse, lines, stocked
from tests.fulfilment.test_shipments import a_provider

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def call() -> Call:
    return caller(create_api_key("test", by=SYSTEM, now=MOMENT)[1])


def numbers(answer: Any) -> list[int]:
    return [one["idpicklist"] for one in answer.json()]


def test_every_filter_of_picklists(call: Call, packer: User) -> None:
    here, there = a_warehouse(), a_warehouse()
    first, second = a_picklist(house=here, A=1), a_picklist(house=there, B=1)
    call("PUT", f"picklists/{second.pk}", {"urgent": True})
    call("POST", f"picklists/{first.pk}/assign", {"iduser": packer.pk})
    batch = create_batch([second.pk], **WHO)
    for query, found in (
        (f"idwarehouse={there.pk}", [second.pk]),
        ("urgent=1", [second.pk]),
        ("urgent=0", [first.pk]),
        ("urgent=maybe", [first.pk, second.pk]),
        (f"assigned_to_iduser={packer.pk}", [first.pk]),
        (f"idpicklist_batch={batch.pk}", [second.pk]),
        (f"picklistid={first.number}", [first.pk]),
        (f"idorder={first.order_id}", [first.pk]),
        (f"sinceid={first.pk}", [second.pk]),
        (f"beforeid={second.pk}", [first.pk]),
        ("status=new", [first.pk, second.pk]),
        ("status=nonsense", []),
        ("sincedate=2026-11-24", []),
        ("untildate=2026-11-24", [first.pk, second.pk]),
        ("tag=none", []),
    ):
        assert numbers(call("GET", f"picklists?{query}")) == found, query
    call("POST", f"picklists/{first.pk}/pickall")
    call("POST", f"picklists/{first.pk}/close")
    yesterday = (now() - timedelta(days=1)).strftime("%Y-%m-%d")
    assert numbers(call("GET", f"picklists?status=closed&closed_after={yesterday}")) == [first.pk]
    assert numbers(call("GET", f"picklists?closed_before={yesterday}")) == []


def test_the_moves_of_a_picklist(call: Call, packer: User) -> None:
    profile = a_provider().profiles.get(name="Brievenbus")
    pk = a_picklist(A=2).pk
    put = call(
        "PUT", f"picklists/{pk}", {"urgent": "true", "invoiced": 1, "idshippingprovider_profile": profile.pk}
    )
    shown = put.json()
    assert (shown["urgent"], shown["invoiced"], shown["idshippingprovider_profile"]) == (
        True,
        True,
        profile.pk,
    )
    assert call("PUT", f"picklists/{pk}", {"urgent": "x"}).json()["urgent"] is True
    assert (
        call("POST", f"picklists/{pk}/assign", {"iduser": packer.pk}).json()["assigned_to_iduser"]
        == packer.pk
    )
    assert call("POST", f"picklists/{pk}/unassign").json()["assigned_to_iduser"] is None
    until = (now() + timedelta(days=2)).strftime("%Y-%m-%d %H:00:00")
    snoozed = call("POST", f"picklists/{pk}/snooze", {"snooze_until": until}).json()
    assert (snoozed["status"], snoozed["snoozed_until"]) == ("snoozed", until)
    assert call("POST", f"picklists/{pk}/snooze", {"snooze_until": None}).json()["status"] == "new"
    call("POST", f"picklists/{pk}/snooze", {"snooze_until": until})
    assert call("POST", f"picklists/{pk}/unsnooze").json()["snoozed_until"] is None
    assert call("POST", f"picklists/{pk}/pause", {"reason": "Kapot"}).json()["status"] == "paused"
    assert call("POST", f"picklists/{pk}/resume").json()["status"] == "new"
    assert call("POST", f"picklists/{pk}/cancel").json()["status"] == "cancelled"
    assert [one["amount_available"] for one in call("GET", "backorders").json()] == [2]


@pytest.mark.parametrize(
    ("verb", "body"),
    [
        ("assign", {}),
        ("assign", {"iduser": 999}),
        ("assign", {"iduser": "x"}),
        ("snooze", {}),
        ("snooze", {"snooze_until": "tomorrow"}),
        ("snooze", {"snooze_until": "2020-01-01"}),
        ("unsnooze", {}),
        ("pause", {}),
        ("resume", {}),
    ],
)
def test_moves_that_are_refused(call: Call, verb: str, body: dict[str, Any]) -> None:
    picklist = a_picklist(A=1)
    before = Picklist.objects.values().get()
    answer = call("POST", f"picklists/{picklist.pk}/{verb}", body)
    assert answer.status_code == 400
    assert answer.json()["error"] is True
    assert Picklist.objects.values().get() == before
    assert call("POST", f"picklists/999/{verb}", body).status_code == 404


def test_picking_by_code_and_where_it_lies(call: Call) -> None:
    house = a_warehouse()
    picklist = a_picklist(house=house, A=5)
    product = picklist.lines.get().product
    for name, pieces in (("A-1", 3), ("A-2", 2)):
        location = Location.objects.create(warehouse=house, name=name)
        LocationStock.objects.create(product=product, location=location, warehouse=house, on_hand=pieces)
    answer = call("POST", f"picklists/{picklist.pk}/pick", {"product": "A", "amount": 4}).json()
    (line,) = answer["products"]
    assert line["stock_location"] == "A-1 (3), A-2 (2)"
    told = [(one["name"], one["amount"], one["amount_picked"]) for one in line["pick_locations"]]
    assert told == [("A-1", 3, 3), ("A-2", 2, 1)]
    assert call("POST", f"picklists/{picklist.pk}/pick", {"product": "NO", "amount": 1}).status_code == 400


@pytest.mark.parametrize("paper", ["picklistpdf", "packinglistpdf"])
def test_papers_in_json_and_as_they_are(paper: str) -> None:
    _, key = create_api_key("paper", by=SYSTEM, now=MOMENT)
    picklist = a_picklist(A=1)
    told = caller(key)("GET", f"picklists/{picklist.pk}/{paper}").json()
    assert base64.b64decode(told["data"]).startswith(b"%PDF-")
    assert told["filename"].endswith(".pdf")
    headers = {"Accept": "application/pdf", "Authorization": basic(key)}
    plain = Client().get(f"/api/v1/picklists/{picklist.pk}/{paper}", headers=headers)
    assert plain.headers["Content-Type"] == "application/pdf"
    assert plain.content.startswith(b"%PDF-")
    assert caller(key)("GET", f"picklists/999/{paper}").status_code == 404


def test_shipments(call: Call) -> None:
    a_provider()
    box = save_packaging(None, PackagingFields(name="Doos"), **WHO)
    picklist = a_picklist(A=1)
    methods = call("GET", f"picklists/{picklist.pk}/shippingmethods").json()
    assert [(one["name"], one["selected"]) for one in methods] == [
        ("PostNL - Brievenbus", False),
        ("PostNL - Pakket", True),
    ]
    usual = call("POST", f"picklists/{picklist.pk}/shipments", {"trackingcode": "3SX", "weight": 900})
    assert usual.status_code == 201
    made = usual.json()
    assert (made["providername"], made["profile_name"], made["weight"]) == ("PostNL", "Pakket", 900)
    assert made["trackingurl"] == made["tracktraceurl"] == made["parcels"][0]["tracking_url"]
    letter = ShippingProfile.objects.get(name="Brievenbus").pk
    several = {
        "idshippingprofile": letter,
        "parcels": [{"idpackaging": box.pk, "weight": "50"}, {"tracking_code": "B"}, "odd"],
    }
    second = call("POST", f"picklists/{picklist.pk}/shipments", several).json()
    assert [one["weight"] for one in second["parcels"]] == [50, None, None]
    listed = call("GET", f"picklists/{picklist.pk}/shipments").json()
    assert [one["idshipment"] for one in listed] == [made["idshipment"], second["idshipment"]]
    assert [one["idshipment"] for one in call("GET", "shipments?search=3sx").json()] == [made["idshipment"]]
    assert len(call("GET", f"shipments?search={picklist.number}").json()) == 2
    assert call("GET", "shipments?sincedate=2100-01-01").json() == []
    assert call("GET", f"shipments/{made['idshipment']}").json() == made
    gone = call("DELETE", f"picklists/{picklist.pk}/shipments/{made['idshipment']}")
    assert gone.status_code == 204
    assert call("GET", f"shipments/{made['idshipment']}").json()["cancelled"] is True
    again = call("DELETE", f"picklists/{picklist.pk}/shipments/{made['idshipment']}")
    assert again.status_code == 400
    assert call("DELETE", f"picklists/999/shipments/{made['idshipment']}").status_code == 404
    bad = call("POST", f"picklists/{picklist.pk}/shipments", {"idshippingprofile": 999, "weight": "x"}).json()
    assert [one["code"] for one in bad["errors"]] == ["unknown_profile", "not_a_number"]


def test_providers_and_packagings(call: Call) -> None:
    a_provider()
    (provider,) = call("GET", "shippingproviders").json()
    assert [one["name"] for one in provider["profiles"]] == ["Brievenbus", "Pakket"]
    made = call("POST", "packagings", {"name": "Doos", "length": 300}).json()
    assert (made["length"], made["width"], made["active"]) == (300, None, True)
    changed = call("PUT", f"packagings/{made['idpackaging']}", {"active": False}).json()
    assert (changed["name"], changed["active"]) == ("Doos", False)
    assert call("GET", "packagings").json() == []
    assert call("GET", "packagings?inactive=1").json() == [changed]
    assert call("GET", f"packagings/{made['idpackaging']}").json() == changed
    assert call("POST", "packagings", {"name": "Doos"}).status_code == 400
    assert call("GET", "packagings/999").status_code == 404


@pytest.fixture
def house() -> Warehouse:
    return a_warehouse()


def test_batches(call: Call, house: Warehouse, packer: User) -> None:
    first, second = a_picklist(house=house, A=1), a_picklist(house=house, A=2, B=1)
    made = call("POST", "picklists/batches", {"idpicklists": [first.pk, second.pk]})
    assert made.status_code == 201
    batch = made.json()
    pk = batch["idpicklist_batch"]
    assert (batch["total_products"], batch["total_picklists"], batch["type"]) == (4, 2, "normal")
    assert [one["alias"] for one in batch["picklists"]] == ["1", "2"]
    (of_a, of_b) = batch["products"]
    assert [(one["idpicklist"], one["amount"]) for one in of_a["picklists"]] == [
        (first.pk, 1),
        (second.pk, 2),
    ]
    assert of_b["productcode"] == "B"
    assert call("GET", f"picklists/{first.pk}").json()["idpicklist_batch"] == pk
    assigned = call("POST", f"picklists/batches/{pk}/assign", {"iduser": packer.pk}).json()
    assert assigned["assigned_to"]["username"] == "piet"
    assert call("POST", f"picklists/batches/{pk}/assign", {"iduser": None}).json()["assigned_to"] is None
    for query, count in (
        ("status=open", 1),
        ("type=singles", 0),
        (f"idwarehouse={house.pk}", 1),
        ("status=x", 0),
    ):
        assert len(call("GET", f"picklists/batches?{query}").json()) == count, query
    out = call("DELETE", f"picklists/batches/{pk}/picklists", {"idpicklists": [first.pk]}).json()
    assert out["total_picklists"] == 1
    back = call(
        "POST", f"picklists/batches/{pk}/picklists", {"idpicklists": [{"idpicklist": first.pk}]}
    ).json()
    assert [one["idpicklist"] for one in back["picklists"]] == [second.pk, first.pk]
    pdf = call("GET", f"picklists/batches/{pk}/pdf?includePicklists=true&includePackinglists=1").json()
    assert base64.b64decode(pdf["data"]).startswith(b"%PDF-")
    assert call("DELETE", f"picklists/batches/{pk}").status_code == 204
    assert Batch.objects.get().status == "cancelled"


def test_a_batch_of_a_preset(call: Call, house: Warehouse) -> None:
    first, _ = a_picklist(house=house, A=1), a_picklist(house=house, A=1)
    fields = BatchPresetFields(title="One", warehouse_id=house.pk, count=1)
    preset = create_batch_preset(fields, by=SYSTEM, now=MOMENT)
    made = call("POST", "picklists/batches", {"idpicklist_batch_preset": str(preset.pk)})
    assert made.status_code == 201
    assert [one["idpicklist"] for one in made.json()["picklists"]] == [first.pk]
    unknown = call("POST", "picklists/batches", {"idpicklist_batch_preset": 999})
    assert (unknown.status_code, unknown.json()["error_code"]) == (404, 20)


def test_batches_that_are_refused(call: Call, house: Warehouse) -> None:
    assert call("POST", "picklists/batches", {}).json()["errors"][0]["code"] == "no_picklists"
    assert call("POST", "picklists/batches", {"idpicklists": ["x"]}).status_code == 400
    for method, path in (
        ("GET", "picklists/batches/999"),
        ("DELETE", "picklists/batches/999"),
        ("POST", "picklists/batches/999/assign"),
        ("GET", "picklists/batches/999/pdf"),
    ):
        assert call(method, path).status_code == 404, path


def test_lists_ask_no_more_for_many(call: Call, house: Warehouse) -> None:
    stocked(house, A=99)
    customer = a_customer()
    asked: dict[str, list[int]] = {"picklists": [], "picklists/batches": [], "shipments": []}
    for more in (1, 6):
        for _ in range(more):
            picklist = a_processed_order(customer, lines=lines(A=1)).picklists.get()
            create_batch([picklist.pk], **WHO)
            create_shipment(picklist.pk, NewShipment(parcels=(NewParcel(),)), **WHO)
        for path, counts in asked.items():
            with CaptureQueriesContext(connection) as queries:
                assert call("GET", path).status_code == 200
            counts.append(len(queries))
    assert all(first >= second for first, second in asked.values()), asked
