"""Webhooks made, refused, switched off and on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pakhuis.hooks.actions import create_hook, deactivate_hook, reactivate_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook, Message
from pakhuis.hooks.problems import given_up_often
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.outside.secrets import opened
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
