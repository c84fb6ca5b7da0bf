"""The pages of rules: made, changed, moved, switched off and deleted by people who may change settings."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import process_order
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import change_order, create_order_field, retire_order_field
from pakhuis.orders.intake import OrderChange, OrderFieldFields
from pakhuis.orders.models import Order, OrderField, OrderRule
from pakhuis.ownfields.intake import GivenOwnValue
from tests.factories import MOMENT, a_product, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


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


def test_a_rule_asks_what_is_chosen_in_a_field_of_the_account(admin_client: Client) -> None:
    stocked(a_warehouse("Delft"), A=9)
    gift, slot, gone = (
        create_order_field(OrderFieldFields(title=title, kind=kind, choices=choices), **DO)
        for title, kind, choices in (
            ("Gift", "yes_no", ()),
            ("Slot", "multiple", ("Morning", "Evening")),
            ("Old", "text", ()),
        )
    )
    retire_order_field(gone.pk, is_retired=True, **DO)
    form = admin_client.get("/settings/rules/picklist/new/", headers={"accept-language": "nl"})
    shown = form.content.decode()
    for words in ("Gift: ja", "Gift: nee", "Gift: ingevuld", "Slot: Evening"):
        assert words in shown
    assert "Old: ingevuld" not in shown
    sent = {
        "title": "Gifts of the evening",
        "order_fields_how": "all_of",
        "order_fields": [f"{gift.pk}:yes", f"{slot.pk}:Evening"],
    }
    assert admin_client.post("/settings/rules/picklist/new/", {**sent, "urgent": "on"}).status_code == 302
    assert (
        admin_client.post("/settings/rules/order/new/", {**sent, "pause_reason": "Wrap"}).status_code == 302
    )
    page = admin_client.get("/settings/rules/", headers={"accept-language": "en"}).content.decode()
    assert page.count("Gift: yes, Slot: Evening") == 2

    def processed(*values: tuple[OrderField, str]) -> Order:
        order = an_order(lines=lines(A=1))
        own = tuple(GivenOwnValue(field_id=field.pk, value=value) for field, value in values)
        change_order(order.pk, OrderChange(own_values=own), **DO)
        return process_order(order.pk, **DO)

    asked = processed((gift, "yes"), (slot, "Morning;Evening"))
    assert (asked.pause_reason, asked.picklists.get().urgent) == ("Wrap", True)
    other = processed((gift, "no"), (slot, "Evening"))
    assert (other.pause_reason, other.picklists.get().urgent) == ("", False)
    for unknown in ("999:yes", f"{gift.pk}:maybe", "x", ""):
        wrong = admin_client.post(
            "/settings/rules/order/new/",
            {**sent, "pause_reason": "x", "order_fields": [unknown]},
            headers={"accept-language": "en"},
        )
        assert "There is no such order field." in wrong.content.decode() or not unknown
        assert wrong.status_code == 200
