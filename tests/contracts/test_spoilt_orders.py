"""Whatever a shop makes of its orders: none raises, none is lost, and what cannot be read is said in words.

The recorded orders of ../shared/data and the examples, each spoilt anew by chance.
"""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pakhuis.accounts.models import User, Webshop
from pakhuis.connectors.actions.poll import take_version
from pakhuis.connectors.contract import Options, Payload, ShopOrderData
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import NEEDS_A_PERSON, DeliveryState, Route
from pakhuis.customers.rules import check_person
from pakhuis.kernel.checking import Checks
from pakhuis.orders.models import Order
from tests.connectors.recorded import KINDS, REAL
from tests.connectors.spoiling import spoil
from tests.connectors.standin import Order as WantedOrder
from tests.connectors.standin import example
from tests.effort import examples
from tests.factories import MOMENT, a_vat_group, a_warehouse, a_webshop

pytestmark = pytest.mark.once
SETTLED = (DeliveryState.DONE, DeliveryState.IGNORED, *NEEDS_A_PERSON)


def originals(kind: str) -> list[Payload]:
    """All orders of a kind that there are to be spoilt."""
    shop = example(kind)
    made = [shop.payload(WantedOrder(id=shop.id_of(501), state=state)) for state in ("paid", "sent")]
    return [*made, *(payload for one, _, payload, _ in REAL if one == kind)]


def spoilt(kind: str, data: st.DataObject) -> Payload:
    payload: dict[str, Any] = json.loads(json.dumps(data.draw(st.sampled_from(originals(kind)))))
    for _ in range(data.draw(st.integers(1, 5))):
        spoil(payload, data)
    return payload


def translated(kind: str, payload: Payload, webshop_id: int = 1) -> ShopOrderData:
    given = Options(webshop_id=webshop_id, country="NL", values={**example(kind).values, "unpaid": "take"})
    return connectors()[kind].translate(payload, given)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_a_spoilt_order_is_translated(kind: str, data: st.DataObject) -> None:
    payload = spoilt(kind, data)
    before = copy.deepcopy(payload)
    found = translated(kind, payload)
    assert found.new.webshop is not None
    check_person(found.new.webshop.person, Checks())
    assert all(problem.message for problem in found.problems)
    assert str(payload) == str(before), "an order is read, never changed"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@settings(
    max_examples=examples(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_spoilt_order_is_taken_in_or_kept_with_what_is_wrong(kind: str, data: st.DataObject) -> None:
    webshop = shop_of(kind)
    known = set(Delivery.objects.values_list("pk", flat=True))
    found = translated(kind, spoilt(kind, data), webshop.pk)
    take_version(webshop, found, route=Route.POLL, now=MOMENT)
    for one in Delivery.objects.exclude(pk__in=known):
        assert one.state in SETTLED
        if one.state == DeliveryState.DONE:
            assert Order.objects.filter(webshop=webshop, external_id=found.external_id).exists()
        else:
            assert one.problems, "a person must be told what is wrong"


@pytest.mark.django_db
def test_what_cannot_be_read_is_shown_with_its_reasons(client: Client, admin: User) -> None:
    client.force_login(admin)
    webshop = shop_of("woocommerce")
    shop = example("woocommerce")
    payload = {**shop.payload(WantedOrder(id="501")), "line_items": [{"sku": "A", "quantity": "veel"}]}
    take_version(webshop, translated("woocommerce", payload, webshop.pk), route=Route.POLL, now=MOMENT)
    page = client.get("/webshops/attention/")
    assert page.status_code == 200
    (kept,) = Delivery.objects.all()
    assert f"/again/{kept.pk}/" in page.content.decode(), "with a button to try it again"
    assert [one["path"][-1] for one in kept.problems] == ["amount"]


def shop_of(kind: str) -> Webshop:
    """The shop that these orders come from, made once for each test."""
    found = Webshop.objects.filter(name="spoilt").first()
    if found is None:
        a_vat_group()
        a_warehouse("Hoofdmagazijn")
        found = a_webshop("spoilt")
        Webshop.objects.filter(pk=found.pk).update(kind=kind)
        found.refresh_from_db()
    return found
