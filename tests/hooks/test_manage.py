"""Webhooks made, refused, switched off and on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pakhuis.accounts.actions import create_api_key, create_user
from pakhuis.accounts.kinds import KINDS
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.hooks.actions import create_hook, deactivate_hook, reactivate_hook
from pakhuis.hooks.hearing import ABOUT, may_hear
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.problems import given_up_often
from pakhuis.hooks.rules import EVENTS
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.outside.secrets import opened
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_customer


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, str]]:
    return {(one.code, str(one.path[0])) for one in refused.value.problems}


def test_the_secret_is_kept_where_nobody_reads_it(hooked: Callable[..., Hook]) -> None:
    hook = hooked("orders.created", secret="hush")
    assert "hush" not in hook.secret
    assert opened(hook.secret) == "hush"
    assert [fact.name for fact in logbook("hook", hook.pk)] == ["hook.created"]
    assert "hush" not in str(logbook("hook", hook.pk)[0].data)


def test_everything_that_is_wrong_is_told_at_once(db: None) -> None:
    with pytest.raises(Refused) as refused:
        create_hook(NewHook(event="orders.eaten", address="gopher://x"), by=SYSTEM, now=MOMENT)
    assert codes(refused) == {("missing", "name"), ("unknown_event", "event"), ("bad_address", "address")}
    assert not Hook.objects.exists()


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]/", "http://10.1.2.3/", "http://169.254.169.254/"]
)
def test_private_networks_are_refused(db: None, settings: Any, address: str) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    new = NewHook(name="x", event="orders.created", address=address)
    with pytest.raises(Refused) as refused:
        create_hook(new, by=SYSTEM, now=MOMENT)
    assert codes(refused) == {("private_address", "address")}


def test_one_active_hook_per_event_and_address(hooked: Callable[..., Hook]) -> None:
    first = hooked("orders.created")
    with pytest.raises(Refused) as refused:
        hooked("orders.created")
    assert codes(refused) == {("hook_there_already", "address")}
    hooked("orders.closed")
    deactivate_hook(first.pk, by=SYSTEM, now=MOMENT)
    hooked("orders.created")
    with pytest.raises(Refused) as again:
        reactivate_hook(first.pk, by=SYSTEM, now=MOMENT)
    assert codes(again) == {("hook_there_already", "address")}


def test_who_switches_a_hook_off_wants_nothing_of_it_any_more(hooked: Callable[..., Hook]) -> None:
    hook = hooked("customers.created")
    a_customer()
    assert Message.objects.get().state == "waiting"
    deactivate_hook(hook.pk, by=SYSTEM, now=MOMENT)
    deactivate_hook(hook.pk, by=SYSTEM, now=MOMENT)
    a_customer(name="Another")
    assert Message.objects.get().state == "dropped"
    reactivate_hook(hook.pk, by=SYSTEM, now=MOMENT)
    reactivate_hook(hook.pk, by=SYSTEM, now=MOMENT)
    assert Message.objects.get().state == "dropped"
    names = [fact.name for fact in logbook("hook", hook.pk)]
    assert names == ["hook.reactivated", "hook.deactivated", "hook.created"]


def test_what_waits_for_a_hook_that_switched_itself_off_waits_on(hooked: Callable[..., Hook]) -> None:
    hook = hooked("customers.created")
    a_customer()
    deactivate_hook(hook.pk, by=SYSTEM, now=MOMENT, reasons=(given_up_often(),))
    assert Hook.objects.get().off_because[0]["code"] == "given_up_often"
    assert Message.objects.get().state == "waiting"
    reactivate_hook(hook.pk, by=SYSTEM, now=MOMENT)
    assert Hook.objects.get().off_because == []


def test_an_unknown_hook_is_told(db: None) -> None:
    for action in (deactivate_hook, reactivate_hook):
        with pytest.raises(Refused):
            action(12345, by=SYSTEM, now=MOMENT)


@pytest.mark.once
@pytest.mark.parametrize(
    ("event", "enough", "not_enough"),
    [
        ("customers.created", {Right.CUSTOMERS_SEE}, ALL_RIGHTS - {Right.CUSTOMERS_SEE}),
        ("orders.status_changed", {Right.ORDERS_SEE}, ALL_RIGHTS - {Right.ORDERS_SEE}),
        ("webshop_orders.imported", {Right.ORDERS_SEE}, {Right.WEBSHOPS_CHANGE}),
        ("returns.created", {Right.ORDERS_SEE}, {Right.CUSTOMERS_SEE}),
        ("picklists.closed", {Right.PICKLISTS_WORK}, {Right.CUSTOMERS_SEE}),
        ("purchase_orders.changed", {Right.PURCHASING_WORK}, {Right.ORDERS_SEE}),
        ("products.changed", {Right.PRODUCTS_SEE}, {Right.ORDERS_SEE}),
        ("comments.created", ALL_RIGHTS, ALL_RIGHTS - {Right.CUSTOMERS_SEE}),
        ("an.event.of.long.ago", ALL_RIGHTS, {Right.ORDERS_SEE}),
    ],
)
def test_who_may_hear_of_what(event: str, enough: set[Right], not_enough: set[Right]) -> None:
    assert may_hear(event, enough)
    assert not may_hear(event, not_enough)


@pytest.mark.once
def test_every_event_is_of_a_kind_with_a_right() -> None:
    about_all = {event for event in EVENTS if event.partition(".")[0] not in ABOUT}
    assert about_all == {"comments.created"}
    assert set(ABOUT.values()) <= set(KINDS)


def test_only_who_may_see_it_sends_it_anywhere(hooked: Callable[..., Hook]) -> None:
    user = create_user("sem", password=PASSWORD, rights=(Right.SETTINGS_CHANGE,), by=SYSTEM, now=MOMENT)
    key, _ = create_api_key("shop", rights=(Right.SETTINGS_CHANGE,), by=SYSTEM, now=MOMENT)
    hook = hooked("customers.created")
    deactivate_hook(hook.pk, by=SYSTEM, now=MOMENT)
    new = NewHook(name="x", event="customers.created", address=hook.address)
    for by in (user.as_actor(), key.as_actor()):
        with pytest.raises(Refused) as refused:
            create_hook(new, by=by, now=MOMENT)
        assert codes(refused) == {("not_yours_to_hear", "event")}
        with pytest.raises(Refused) as refused:
            reactivate_hook(hook.pk, by=by, now=MOMENT)
        assert codes(refused) == {("not_yours_to_hear", "event")}
    assert list(Hook.objects.values_list("pk", "active")) == [(hook.pk, False)]
    everything, _ = create_api_key("all", by=SYSTEM, now=MOMENT)
    assert reactivate_hook(hook.pk, by=everything.as_actor(), now=MOMENT).active
