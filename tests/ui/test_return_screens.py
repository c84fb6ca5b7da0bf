"""Returns on the screens: announced from an order, unpacked in the warehouse, settled."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from pakhuis.accounts.models import User
from pakhuis.returns.models import Return, ReturnReason, ReturnStatus
from pakhuis.stock.models import StockMove
from tests.factories import a_customer, a_location
from tests.returns.making import a_delivered_order, a_reason, a_return

pytestmark = pytest.mark.django_db


def test_from_the_page_of_an_order_to_the_shelf(client: Client, admin: User) -> None:
    client.force_login(admin)
    customer = a_customer()
    order = a_delivered_order(customer, A=3)
    reason = a_reason()
    assert (
        reverse("return-new") + f"?order={order.pk}"
        in client.get(reverse("order", args=(order.pk,))).content.decode()
    )
    page = client.get(reverse("return-new") + f"?order={order.pk}").content.decode()
    line = order.lines.get()
    assert f'name="of.{line.pk}.amount"' in page
    assert "3 delivered" in page
    form = {
        "order": order.pk,
        "name": "Café De Kade",
        "language": "nl",
        f"of.{line.pk}.amount": "4",
        f"of.{line.pk}.reason": reason.pk,
    }
    wrong = client.post(reverse("return-new"), form).content.decode()
    assert "At most 3 pieces of this line were delivered" in wrong
    client.post(reverse("return-new"), {**form, f"of.{line.pk}.amount": "2"})
    found = Return.objects.get()
    assert (found.order, found.customer) == (order, customer)
    assert found.number in client.get(reverse("order", args=(order.pk,))).content.decode()
    assert (
        found.number in client.get(reverse("customer", args=(customer.pk,)) + "?tab=returns").content.decode()
    )
    (back,) = found.lines.all()
    house = order.picklists.get().warehouse
    a_location(house, "R-01")
    count = {
        "warehouse": house.pk,
        f"line.{back.pk}.fit": "1",
        f"line.{back.pk}.broken": "1",
        f"line.{back.pk}.location": "r-01",
        f"line.{back.pk}.seen": "0",
    }
    client.post(reverse("return-receive", args=(found.pk,)), count)
    back.refresh_from_db()
    assert (back.returned, back.broken) == (1, 1)
    assert StockMove.objects.order_by("-pk")[0].reason == f"{found.number}: Beschadigd"
    told = client.get(reverse("return", args=(found.pk,))).content.decode()
    assert "<div>A: 1 piece</div>" in told
    assert "<div>A: 1 piece not fit</div>" in told
    late = client.post(reverse("return-receive", args=(found.pk,)), count).content.decode()
    assert "Somebody else has received this meanwhile: 2 pieces are in now." in late


def test_who_packs_may_unpack_but_not_announce(client: Client, packer: User) -> None:
    client.force_login(packer)
    found = a_return(A=1)
    page = client.get(reverse("return", args=(found.pk,))).content.decode()
    assert reverse("return-receive", args=(found.pk,)) in page
    assert reverse("return-edit", args=(found.pk,)) not in page
    last = ReturnStatus.objects.get(ends=True)
    client.post(reverse("return-log", args=(found.pk,)), {"status": last.pk, "message": "Uitgepakt"})
    found.refresh_from_db()
    assert found.status == last
    page = client.get(reverse("return", args=(found.pk,))).content.decode()
    assert f"<div>{last.name}: Uitgepakt</div>" in page


def test_a_return_is_changed_and_thrown_away(client: Client, admin: User) -> None:
    client.force_login(admin)
    found = a_return(A=2)
    (line,) = found.lines.all()
    form = {"name": "Ina", "language": "nl", f"line.{line.pk}.amount": "3", "tracking_code": "3SRET"}
    client.post(reverse("return-edit", args=(found.pk,)), form)
    line.refresh_from_db()
    found.refresh_from_db()
    assert (line.amount, found.tracking_code) == (3, "3SRET")
    assert (
        "This is required."
        in client.post(reverse("return-edit", args=(found.pk,)), {**form, "name": ""}).content.decode()
    )
    client.post(reverse("return-remove", args=(found.pk,)))
    assert not Return.objects.exists()


def test_reasons_and_statuses_are_set_on_their_page(client: Client, admin: User) -> None:
    client.force_login(admin)
    client.post(reverse("return-reason"), {"name": "Te groot", "active": "on"})
    client.post(reverse("return-status"), {"name": "Beoordelen", "color": "#123456", "active": "on"})
    page = client.get(reverse("return-settings")).content.decode()
    assert "Te groot" in page
    assert "Beoordelen" in page
    reason = ReturnReason.objects.get()
    client.post(reverse("return-reason"), {"id": reason.pk, "name": "Te klein"})
    reason.refresh_from_db()
    assert (reason.name, reason.active) == ("Te klein", False)
