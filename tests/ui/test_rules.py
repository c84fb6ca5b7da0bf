"""The pages of rules: made, changed, moved, switched off and deleted by people who may change settings."""

from __future__ import annotations

import pytest
from django.test import Client

from pakhuis.catalogue.models import Product
from pakhuis.orders.models import OrderRule
from tests.factories import a_product, a_warehouse

pytestmark = pytest.mark.django_db


def test_a_rule_is_made_shown_changed_and_deleted(admin_client: Client) -> None:
    a_product("FLYER")
    house = a_warehouse("Delft")
    sent = {
        "title": "Abroad",
        "country_how": "none_of",
        "country": "nl, be",
        "total_low": "1.250,50",
        "products_how": "not_all_of",
        "products": "FLYER",
        "wished_day_how": "given",
        "set_warehouses": [house.pk],
        "add_products": "FLYER\n",
        "pause_reason": "Papers",
    }
    assert admin_client.post("/settings/rules/order/new/", sent).status_code == 302
    rule = OrderRule.objects.get()
    assert {one.what: one.values for one in rule.conditions.all()} == {
        "country": ["NL", "BE"],
        "total": ["1250.50", ""],
        "products": [str(Product.objects.get(code="FLYER").pk)],
        "wished_day": [],
    }
    shown = admin_client.get("/settings/rules/", headers={"accept-language": "en"}).content.decode()
    for words in (
        "Country of delivery is none of NL, BE",
        "at least 1250.5",
        "Products has not all of FLYER",
        "1 × FLYER",
        "Papers",
        "Delft",
    ):
        assert words in shown
    form = admin_client.get(f"/settings/rules/order/{rule.pk}/", headers={"accept-language": "nl"})
    assert 'value="1250,5"' in form.content.decode()
    assert "FLYER; 1; 0" in form.content.decode()
    changed = {"title": "Far", "pause_reason": "Papers"}
    assert admin_client.post(f"/settings/rules/order/{rule.pk}/", changed).status_code == 302
    rule.refresh_from_db()
    assert (rule.title, rule.conditions.count(), rule.warehouses.count()) == ("Far", 0, 0)
    admin_client.post(f"/settings/rules/order/{rule.pk}/switch/", {"active": "no"})
    rule.refresh_from_db()
    assert not rule.active
    admin_client.post(f"/settings/rules/order/{rule.pk}/delete/")
    assert not OrderRule.objects.exists()


def test_errors_stand_at_their_places_and_what_was_typed_stays(admin_client: Client) -> None:
    sent = {"title": "", "country": "Holland", "add_products": "NO; 1; 2", "products": "MAYBE"}
    page = admin_client.post("/settings/rules/order/new/", sent, headers={"accept-language": "en"})
    shown = page.content.decode()
    assert "“HOLLAND” is not a country code" in shown
    assert "There is no product NO." in shown
    assert "There is no such product." in shown
    assert 'value="Holland"' in shown
    assert not OrderRule.objects.exists()


def test_picklist_rules_have_their_page_too(admin_client: Client) -> None:
    sent = {"title": "Heavy", "weight_low": "20000", "urgent": "on"}
    assert admin_client.post("/settings/rules/picklist/new/", sent).status_code == 302
    shown = admin_client.get("/settings/rules/", headers={"accept-language": "nl"}).content.decode()
    assert "Gewicht in gram: minstens 20000" in shown
    nothing = admin_client.post(
        "/settings/rules/picklist/new/", {"title": "x"}, headers={"accept-language": "en"}
    )
    assert "A rule must do something" in nothing.content.decode()
