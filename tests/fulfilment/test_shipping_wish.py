"""The shipping profile an order wishes for: said on page and API, taken over by its picklists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import (
    cancel_picklist,
    create_picklist_rule,
    process_backorders,
    process_order,
    save_provider,
    split_picklist,
    wish_profile,
)
from pakhuis.fulfilment.models import ShippingProfile, ShippingProvider, ShippingWish
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.fulfilment.shipping_intake import ProfileFields, ProviderFields
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order
from pakhuis.orders.models import Order
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_customer, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def letter(db: None) -> ShippingProfile:
    stocked(a_warehouse(), A=9)
    profiles = (ProfileFields(name="Letter"), ProfileFields(name="Parcel"))
    save_provider(None, ProviderFields(name="Post", carrier="other", profiles=profiles), **DO)
    return ShippingProfile.objects.get(name="Letter")


@pytest.fixture
def call(db: None) -> Call:
    return caller(create_api_key("Shop", rights=(Right.ORDERS_SEE, Right.ORDERS_CHANGE), **DO)[1])


def wished(order: Order) -> int | None:
    return ShippingWish.objects.filter(order=order).values_list("profile", flat=True).first()


def test_picklists_begin_with_what_was_wished_also_later_ones_and_parts(letter: ShippingProfile) -> None:
    order = an_order(a_customer(), lines=lines(A=4))
    wish_profile(order.pk, profile_id=letter.pk, **DO)
    process_order(order.pk, **DO)
    first = order.picklists.get()
    assert first.shipping_profile == letter
    second = split_picklist(first.pk, pieces={first.lines.get().pk: 1}, **DO)
    assert second.shipping_profile == letter
    cancel_picklist(first.pk, **DO)
    (later,) = process_backorders(order_ids=[order.pk], **DO)
    assert later.shipping_profile == letter


def test_a_rule_of_picklists_says_otherwise(letter: ShippingProfile) -> None:
    parcel = ShippingProfile.objects.get(name="Parcel")
    create_picklist_rule(PicklistRuleFields(title="All by parcel", profile_id=parcel.pk), **DO)
    order = an_order(a_customer(), lines=lines(A=1))
    wish_profile(order.pk, profile_id=letter.pk, **DO)
    process_order(order.pk, **DO)
    assert order.picklists.get().shipping_profile == parcel


def test_it_is_told_once_and_can_be_taken_back(letter: ShippingProfile) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    for profile_id in (letter.pk, letter.pk, None, None):
        wish_profile(order.pk, profile_id=profile_id, **DO)
    facts = Fact.objects.filter(name="order.changed").order_by("pk")
    assert [one.data["changes"][0]["new"] for one in facts] == ["Post · Letter", ""]
    assert wished(order) is None


def test_what_is_not_there_not_in_use_or_too_late_is_refused(letter: ShippingProfile) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    ShippingProvider.objects.update(active=False)
    codes = []
    for profile_id in (999, letter.pk):
        with pytest.raises(Refused) as refused:
            wish_profile(order.pk, profile_id=profile_id, **DO)
        codes += [one.code for one in refused.value.problems]
    assert codes == ["unknown_profile", "profile_retired"]
    cancel_order(order.pk, **DO)
    with pytest.raises(Refused):
        wish_profile(order.pk, profile_id=None, **DO)


def test_over_the_api(letter: ShippingProfile, call: Call) -> None:
    customer = a_customer()
    body = {"idcustomer": customer.pk, "products": [{"productcode": "A", "amount": 1}]}
    made = call("POST", "orders", {**body, "idshippingprovider_profile": letter.pk}).json()
    assert made["idshippingprovider_profile"] == letter.pk
    path = f"orders/{made['idorder']}"
    assert call("PUT", path, {"reference": "R"}).json()["idshippingprovider_profile"] == letter.pk
    assert (
        call("PUT", path, {"idshippingprovider_profile": None}).json()["idshippingprovider_profile"] is None
    )
    refused = call("POST", "orders", {**body, "idshippingprovider_profile": 999})
    assert 400 <= refused.status_code < 500
    assert Order.objects.count() == 1


def test_on_its_page(letter: ShippingProfile, admin_client: Client) -> None:
    order = an_order(a_customer(), lines=lines(A=1))
    assert "Post · Letter" in admin_client.get(f"/orders/{order.pk}/").content.decode()
    admin_client.post(f"/orders/{order.pk}/profile/", {"profile": letter.pk})
    assert wished(order) == letter.pk
    assert f'value="{letter.pk}" selected' in admin_client.get(f"/orders/{order.pk}/").content.decode()
