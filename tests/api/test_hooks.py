"""Webhooks over the API and on the screens."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.hooks.actions import claim, create_hook, send
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook, Message
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import Call
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer
from tests.hooks.receiver import Receiver, open_receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as one:
        yield one


def a_hook(event: str) -> Hook:
    new = NewHook(name=event, event=event, address="https://shop.example/in")
    return create_hook(new, by=SYSTEM, now=MOMENT)


def test_a_client_makes_lists_and_switches(call: Call, receiver: Receiver) -> None:
    body = {"name": "shop", "event": "orders.created", "address": receiver.address, "secret": "hush"}
    made = call("POST", "hooks", body)
    assert made.status_code == 201
    hook = made.json()
    assert hook == {
        "idhook": Hook.objects.get().pk,
        "name": "shop",
        "event": "orders.created",
        "address": receiver.address,
        "active": True,
        "secret": True,
    }
    assert call("GET", "hooks?offset=0").json() == [hook]
    assert call("GET", "hooks?offset=100").json() == []
    assert call("GET", f"hooks/{hook['idhook']}").json() == hook
    assert call("POST", "hooks", body).json()["error_code"] == 21
    assert call("DELETE", f"hooks/{hook['idhook']}").status_code == 204
    assert call("GET", "hooks").json() == [{**hook, "active": False}]
    assert call("POST", f"hooks/{hook['idhook']}/reactivate", {}).json() == hook
    assert call("GET", "hooks/999999").status_code == 404
    assert call("POST", "hooks/999999/reactivate", {}).status_code == 404


def test_a_wrong_hook_is_refused_at_its_places(call: Call) -> None:
    answer = call("POST", "hooks", {"event": "orders.eaten", "address": "x"})
    assert answer.status_code == 400
    places = {one["path"][0] for one in answer.json()["errors"]}
    assert places == {"name", "event", "address"}


def test_a_person_makes_looks_and_sends_again(admin: User, receiver: Receiver) -> None:
    client = Client()
    client.force_login(admin)
    wrong = client.post("/hooks-out/new/", {"name": "", "event": "orders.created", "address": "x"})
    assert wrong.status_code == 200
    assert wrong.content.decode().count('class="error"') == 2
    fields = {"name": "Kassa", "event": "customers.created", "address": receiver.address, "secret": "hush"}
    made = client.post("/hooks-out/new/", fields)
    hook = Hook.objects.get()
    assert made.headers["Location"] == f"/hooks-out/{hook.pk}/"
    a_customer(name="<b>Bold</b>")
    message = claim(now=MOMENT + timedelta(hours=1))
    assert message is not None
    send(message, now=MOMENT)
    page = client.get(f"/hooks-out/{hook.pk}/{message.pk}/").content.decode()
    assert "&lt;b&gt;Bold&lt;" in page
    assert "<b>Bold" not in page
    assert "thanks" in page
    assert "hush" not in page
    client.post(f"/hooks-out/{hook.pk}/{message.pk}/again/")
    assert Message.objects.get().state == "waiting"
    client.post(f"/hooks-out/{hook.pk}/switch/")
    assert not Hook.objects.get().active
    client.post(f"/hooks-out/{hook.pk}/switch/")
    assert Hook.objects.get().active
    for address in ("/hooks-out/", f"/hooks-out/{hook.pk}/?state=dropped"):
        assert client.get(address).status_code == 200


def test_who_may_not_see_customers_reads_nothing_of_them_in_messages(db: None) -> None:
    client = Client()
    rights = (Right.SETTINGS_CHANGE, Right.ORDERS_SEE)
    client.force_login(
        create_user("sem", password=PASSWORD, rights=rights, language="en", by=SYSTEM, now=MOMENT)
    )
    hook = a_hook("customers.created")
    a_customer()
    message = Message.objects.get()
    Message.objects.update(body="van een klant", answer="gekregen van een klant")
    page = client.get(f"/hooks-out/{hook.pk}/{message.pk}/").content.decode()
    assert "its text is not shown" in page
    assert "van een klant" not in page
    offered = client.get("/hooks-out/new/").content.decode()
    assert 'value="orders.created"' in offered
    assert "customers.created" not in offered


def test_a_message_is_found_under_its_own_hook_only(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    a_hook("customers.created")
    other = a_hook("orders.created")
    a_customer()
    message = Message.objects.get()
    assert client.get(f"/hooks-out/{other.pk}/{message.pk}/").status_code == 404
    assert client.post(f"/hooks-out/{other.pk}/{message.pk}/again/").status_code == 404


@pytest.mark.parametrize("body", ["[]", "null", "{}", '{"secret": 5}', '{"name": {"a": 1}}', '"x"'])
def test_odd_bodies_are_refused_not_broken(call: Call, body: str) -> None:
    answer = call("POST", "hooks", raw=body.encode())
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"] is True
