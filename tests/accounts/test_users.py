"""Changing people and keys: names, rights, passwords, and never the last administrator."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from pakhuis.accounts.actions import (
    change_api_key,
    change_own,
    change_own_password,
    change_user,
    create_api_key,
    create_user,
    revoke_api_key,
)
from pakhuis.accounts.models import ApiKey, User
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.ui.entered import sentence
from tests.conftest import PASSWORD
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


def made(name: str, **given: Any) -> User:
    return create_user(name, password=PASSWORD, by=SYSTEM, now=MOMENT, **given)


def changed(user: User, by: Actor = SYSTEM, **given: Any) -> User:
    return change_user(user.pk, by=by, now=MOMENT, **given)


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[tuple[str, tuple[str | int, ...]]]:
    return {(one.code, one.path) for one in refused.value.problems}


def test_a_changed_user_tells_old_and_new_and_no_password() -> None:
    user = made("sanne", rights=(Right.ORDERS_SEE,))
    changed(
        user,
        username="sanne2",
        first_name="Sanne",
        last_name="Bos",
        email="s@bos.example",
        language="en",
        rights=("orders.see", "customers.see"),
        password="een-heel-nieuw-wachtwoord",
    )
    user.refresh_from_db()
    assert (user.username, user.full_name, user.email, user.language) == (
        "sanne2",
        "Sanne Bos",
        "s@bos.example",
        "en",
    )
    assert user.granted_rights() == {Right.ORDERS_SEE, Right.CUSTOMERS_SEE}
    assert user.check_password("een-heel-nieuw-wachtwoord")
    names = [one.name for one in logbook("user", user.pk)]
    assert names == ["user.password_changed", "user.changed", "user.created"]
    told = logbook("user", user.pk)[1].data["changes"]
    assert {"field": "rights", "old": "orders.see", "new": "customers.see, orders.see"} in told
    assert "een-heel-nieuw" not in str(list(Fact.objects.values_list("data", flat=True)))


def test_all_that_is_wrong_with_a_change_at_once_and_nothing_changed() -> None:
    made("anna")
    user = made("sanne", rights=(Right.ORDERS_SEE,))
    with pytest.raises(Refused) as refused:
        changed(
            user, username="ANNA", email="x", language="fr", password="kort", rights=("nonsense",), size=1
        )
    assert codes(refused) == {
        ("name_taken", ("username",)),
        ("bad_email", ("email",)),
        ("bad_setting", ("language",)),
        ("weak_password", ("password",)),
        ("unknown_right", ("rights",)),
        ("unknown_setting", ("size",)),
    }
    user.refresh_from_db()
    assert (user.username, user.granted_rights()) == ("sanne", {Right.ORDERS_SEE})
    assert [one.name for one in logbook("user", user.pk)] == ["user.created"]


def test_what_is_not_given_stays() -> None:
    user = made("sanne", rights=(Right.ORDERS_SEE,), email="s@bos.example")
    changed(user, first_name="Sanne")
    user.refresh_from_db()
    assert (user.email, user.granted_rights()) == ("s@bos.example", {Right.ORDERS_SEE})
    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("taken", [{"is_admin": False}, {"active": False}])
def test_the_last_administrator_stays(taken: dict[str, Any]) -> None:
    anna = made("anna", is_admin=True)
    made("sanne")
    with pytest.raises(Refused) as refused:
        changed(anna, **taken)
    assert codes(refused) == {("last_admin", ("is_admin",))}
    other = made("otto", is_admin=True)
    changed(anna, **taken)
    with pytest.raises(Refused):
        changed(other, **taken)
    other.refresh_from_db()
    assert other.is_superuser
    assert other.is_active


def test_a_switched_off_administrator_does_not_count() -> None:
    anna = made("anna", is_admin=True)
    otto = made("otto", is_admin=True)
    changed(otto, active=False)
    with pytest.raises(Refused):
        changed(anna, active=False)
    assert changed(otto, active=True).is_active
    assert not changed(anna, active=False).is_active


def test_nobody_gives_what_they_do_not_have() -> None:
    made("anna", is_admin=True)
    head = made("hanna", rights=(Right.USERS_CHANGE, Right.ORDERS_SEE))
    user = made("sanne", rights=(Right.STOCK_CHANGE,))
    by = head.as_actor()
    changed(user, by, rights=(Right.STOCK_CHANGE, Right.ORDERS_SEE))
    with pytest.raises(Refused) as refused:
        changed(user, by, rights=(Right.SETTINGS_CHANGE,))
    assert codes(refused) == {("not_yours_to_give", ("rights",))}
    with pytest.raises(Refused) as refused:
        changed(user, by, is_admin=True)
    assert codes(refused) == {("only_admins", ("is_admin",))}
    with pytest.raises(Refused) as refused:
        changed(head, by, rights=(Right.USERS_CHANGE, Right.ORDERS_SEE, Right.CUSTOMERS_ERASE))
    assert codes(refused) == {("not_yours_to_give", ("rights",))}
    with pytest.raises(Refused):
        create_user("x", password=PASSWORD, is_admin=True, by=by, now=MOMENT)
    assert user.granted_rights() == {Right.STOCK_CHANGE, Right.ORDERS_SEE}
    assert not User.objects.filter(username="x").exists()


def test_only_administrators_touch_administrators() -> None:
    anna = made("anna", is_admin=True)
    head = made("hanna", rights=(Right.USERS_CHANGE,))
    with pytest.raises(Refused) as refused:
        changed(anna, head.as_actor(), password="overgenomen-account")
    assert codes(refused) == {("only_admins", ("is_admin",))}
    anna.refresh_from_db()
    assert anna.check_password(PASSWORD)
    changed(head, anna.as_actor(), is_admin=True)
    changed(anna, head.as_actor(), first_name="Anna")


def test_nobody_comes_in_as_who_has_more_rights() -> None:
    head = made("hanna", rights=(Right.USERS_CHANGE, Right.ORDERS_SEE))
    user = made("sanne", rights=(Right.STOCK_CHANGE, Right.ORDERS_SEE))
    by = head.as_actor()
    with pytest.raises(Refused) as refused:
        changed(user, by, username="sanne2", password="overgenomen-account")
    assert codes(refused) == {("not_yours_to_take", ("username",)), ("not_yours_to_take", ("password",))}
    with pytest.raises(Refused):
        changed(user, by, password="overgenomen-account", rights=())
    user.refresh_from_db()
    assert (user.username, user.check_password(PASSWORD)) == ("sanne", True)
    changed(user, by, username="sanne", first_name="Sanne", active=False)
    changed(user, SYSTEM, password="van-de-beheerder")
    changed(user, SYSTEM, rights=(Right.ORDERS_SEE,))
    changed(user, by, username="sanne2", password="een-nieuwe-sleutel")
    changed(head, by, username="hanna2", password="een-eigen-sleutel")
    user.refresh_from_db()
    assert (user.username, user.check_password("een-nieuwe-sleutel")) == ("sanne2", True)


@pytest.mark.parametrize(
    "kind", [ActorKind.WEBSHOP, ActorKind.IMPORT_RUN, ActorKind.PERSON, ActorKind.API_KEY]
)
def test_strangers_give_nothing(kind: ActorKind) -> None:
    with pytest.raises(Refused):
        create_user("x", password=PASSWORD, rights=(Right.ORDERS_SEE,), by=Actor(kind, 999, "?"), now=MOMENT)


def test_ones_own_names_and_language_and_nothing_else() -> None:
    user = made("sanne")
    by = user.as_actor()
    change_own(user.pk, first_name="Sanne", language="nl", email="s@bos.example", by=by, now=MOMENT)
    user.refresh_from_db()
    assert (user.first_name, user.language, user.email) == ("Sanne", "nl", "s@bos.example")
    with pytest.raises(Refused) as refused:
        change_own(user.pk, is_admin=True, username="root", language="fr", by=by, now=MOMENT)
    assert codes(refused) == {
        ("unknown_setting", ("is_admin",)),
        ("unknown_setting", ("username",)),
        ("bad_setting", ("language",)),
    }
    user.refresh_from_db()
    assert not user.is_superuser
    assert [one.name for one in logbook("user", user.pk)] == ["user.changed", "user.created"]


def test_ones_own_password_needs_the_old_one() -> None:
    user = made("sanne")
    by = user.as_actor()
    with pytest.raises(Refused) as refused:
        change_own_password(user.pk, old="wrong", new="kort", by=by, now=MOMENT)
    assert codes(refused) == {("wrong_password", ("old_password",)), ("weak_password", ("password",))}
    change_own_password(user.pk, old=PASSWORD, new="een-heel-nieuw-wachtwoord", by=by, now=MOMENT)
    user.refresh_from_db()
    assert user.check_password("een-heel-nieuw-wachtwoord")
    assert logbook("user", user.pk)[0].name == "user.password_changed"


def test_a_key_has_the_rights_given_or_all() -> None:
    everything, _ = create_api_key("all", by=SYSTEM, now=MOMENT)
    some, _ = create_api_key("some", rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
    nothing, _ = create_api_key("none", rights=(), by=SYSTEM, now=MOMENT)
    assert everything.granted_rights() == ALL_RIGHTS
    assert some.granted_rights() == {Right.ORDERS_SEE}
    assert nothing.granted_rights() == frozenset()
    revoke_api_key(everything.pk, by=SYSTEM, now=MOMENT)
    everything.refresh_from_db()
    assert everything.granted_rights() == frozenset()


def test_a_key_is_changed_with_old_and_new_rights() -> None:
    key, _ = create_api_key("Kassa", by=SYSTEM, now=MOMENT)
    digest = key.digest
    given: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
    change_api_key(key.pk, name="Kassa 2", can_write=False, rights=("orders.see",), **given)
    key.refresh_from_db()
    assert (key.name, key.can_write, key.digest) == ("Kassa 2", False, digest)
    assert key.granted_rights() == {Right.ORDERS_SEE}
    fact = logbook("api_key", key.pk)[0]
    assert {one["field"] for one in fact.data["changes"]} == {
        "name",
        "can_write",
        "has_all_rights",
        "rights",
    }
    change_api_key(key.pk, name="Kassa 2", can_write=False, rights=("orders.see",), **given)
    assert len(logbook("api_key", key.pk)) == 2, "saving it as it was is no fact"
    revoke_api_key(key.pk, by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused) as refused:
        change_api_key(key.pk, name="x", can_write=True, rights=None, **given)
    assert codes(refused) == {("not_found", ())}


def test_keys_get_no_more_than_their_maker_has() -> None:
    head = made("hanna", rights=(Right.USERS_CHANGE, Right.ORDERS_SEE))
    by = head.as_actor()
    with pytest.raises(Refused) as refused:
        create_api_key(" ", rights=("orders.change", "x"), by=by, now=MOMENT)
    assert codes(refused) == {
        ("missing", ("name",)),
        ("unknown_right", ("rights",)),
        ("not_yours_to_give", ("rights",)),
    }
    with pytest.raises(Refused) as refused:
        create_api_key("all", by=by, now=MOMENT)
    assert codes(refused) == {("only_admins", ("is_admin",))}
    key, _ = create_api_key("some", rights=(Right.ORDERS_SEE,), by=by, now=MOMENT)
    with pytest.raises(Refused):
        change_api_key(key.pk, name="some", can_write=True, rights=None, by=by, now=MOMENT)
    assert ApiKey.objects.count() == 1


@pytest.mark.parametrize(("password", "dutch"), [("kort", "minstens 10 tekens"), ("password123", "te vaak")])
def test_a_weak_password_is_refused_in_the_readers_language(password: str, dutch: str) -> None:
    user = made("sanne")
    with pytest.raises(Refused) as refused:
        changed(user, password=password)
    (problem,) = refused.value.problems
    with translation.override("nl"):
        assert dutch in sentence(problem)
    with translation.override("en"):
        assert sentence(problem).startswith("This password is too ")
