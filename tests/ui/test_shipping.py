"""Shipments, papers and the settings of shipping on the screens."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import create_batch, create_shipment
from pakhuis.fulfilment.models import Packaging, Shipment, ShippingProfile, ShippingProvider
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT, a_customer, a_picklist
from tests.fulfilment.test_shipments import a_provider


@pytest.fixture
def client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def text(client: Client, address: str, **given: object) -> str:
    answer = client.post(address, given, follow=True) if given else client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_noting_a_shipment_by_hand_and_seeing_it_everywhere(client: Client) -> None:
    a_provider()
    customer = a_customer()
    picklist = a_picklist(customer, A=1)
    page = f"/picklists/{picklist.pk}/"
    assert "PostNL · Pakket" in text(client, page)
    profile = ShippingProfile.objects.get(name="Pakket")
    said = text(client, f"{page}ship/", profile=profile.pk, weight="1.250", codes="3SAAA\n\n3SBBB ")
    assert "This must be a whole number" in said
    text(client, f"{page}ship/", profile=profile.pk, weight="1250", codes="3SAAA\n\n3SBBB ")
    assert Shipment.objects.get().parcels.count() == 2
    for address in (page, f"/orders/{picklist.order_id}/", f"/customers/{customer.pk}/?tab=picklists"):
        shown = text(client, address)
        assert 'href="https://track.example/3SAAA?pc=2611AB' in shown, address
        assert 'rel="noreferrer"' in shown
    shipment = Shipment.objects.get()
    assert "Tell the carrier yourself" in text(client, f"{page}shipments/{shipment.pk}/cancel/", x="1")
    assert 'href="https://track.example' not in text(client, page)
    assert client.post(f"/picklists/999/shipments/{shipment.pk}/cancel/").status_code == 404


def test_a_code_is_shown_as_it_is(client: Client) -> None:
    picklist = a_picklist(A=1)
    new = NewShipment(parcels=(NewParcel(tracking_code="<b>x</b>"),))
    create_shipment(picklist.pk, new, by=SYSTEM, now=MOMENT)
    shown = text(client, f"/picklists/{picklist.pk}/")
    assert "&lt;b&gt;x&lt;/b&gt;" in shown
    assert "<b>x</b>" not in shown


def test_carriers_are_made_and_changed(client: Client) -> None:
    assert "No carrier yet" in text(client, "/settings/shipping/")
    assert "jouw.postnl.nl" in text(client, "/settings/shipping/new/")
    given = {"name": "PostNL", "carrier": "postnl", "tracking_pattern": "http://x", "active": "on"}
    refused = text(client, "/settings/shipping/new/", **given)
    assert "begins with https://" in refused
    assert 'value="http://x"' in refused
    fine = {**given, "tracking_pattern": "https://x.example/{code}", "profiles.0.name": "Pakket"}
    assert "Pakket ★" in text(
        client, "/settings/shipping/new/", **fine, standard="0", **{"profiles.0.active": "on"}
    )
    provider = ShippingProvider.objects.get()
    page = f"/settings/shipping/{provider.pk}/"
    profile = provider.profiles.get()
    assert f'value="{profile.pk}"' in text(client, page)
    given = {**fine, "profiles.0.id": str(profile.pk), "profiles.0.name": "Pakje", "profiles.1.name": "Brief"}
    assert "Brief" in text(client, page, **given)
    assert list(provider.profiles.values_list("name", "active")) == [("Brief", False), ("Pakje", False)]
    assert "Another one has this name" in text(client, "/settings/shipping/new/", **fine)


def test_packagings_are_made_and_changed(client: Client) -> None:
    new = "/settings/shipping/packagings/new/"
    assert "This is required" in text(client, new, name="")
    assert "Doos" in text(client, new, name="Doos", length="300", width="200", height="100", active="on")
    box = Packaging.objects.get()
    assert "300 × 200 × 100" in text(client, "/settings/shipping/")
    text(client, f"/settings/shipping/packagings/{box.pk}/", name="Zak")
    box.refresh_from_db()
    assert (box.name, box.length, box.active) == ("Zak", 0, False)


@pytest.mark.parametrize("paper", ["paper", "slip"])
def test_papers_are_pdf(client: Client, paper: str) -> None:
    picklist = a_picklist(A=1)
    answer = client.get(f"/picklists/{picklist.pk}/{paper}/")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert client.get(f"/picklists/999/{paper}/").status_code == 404


def test_the_papers_of_a_batch(client: Client) -> None:
    batch = create_batch([a_picklist(A=1).pk], by=SYSTEM, now=MOMENT)
    assert client.get(f"/batches/{batch.pk}/papers/").content.startswith(b"%PDF-")
    assert f"/batches/{batch.pk}/papers/" in text(client, f"/batches/{batch.pk}/")
    assert client.get("/batches/999/papers/").status_code == 404
