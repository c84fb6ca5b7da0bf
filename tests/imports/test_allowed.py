"""With whose rights an import goes: of who tries it, who carries it out, and who goes on."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.accounts.actions import change_user, create_tag, create_user
from pakhuis.accounts.models import Tag, User
from pakhuis.accounts.rights import Right
from pakhuis.customers.models import Customer, CustomerTag
from pakhuis.imports.actions import begin, work_until
from pakhuis.imports.actions import customers as engine
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import RunState, Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.stock.models import StockLevel
from tests.conftest import MOMENT, PASSWORD
from tests.factories import a_vat_group, a_warehouse
from tests.imports.running import chosen, codes, outcomes, rows, uploaded

pytestmark = pytest.mark.django_db
FOUR = "Klantnummer;Naam\n1;A\n2;B\n3;C\n4;D\n"
TAGGED = "Klantnummer;Naam;Tags\n1;A;horeca, Nieuw\n2;B;Zaken\n3;C;Horeca\n"


def somebody(name: str, *rights: Right) -> User:
    return create_user(name, password=PASSWORD, is_admin=False, rights=rights, by=SYSTEM, now=MOMENT)


@pytest.fixture
def kees(db: None) -> User:
    return somebody("kees", Right.CUSTOMERS_IMPORT)


def begun(run: ImportRun, to: RunState, by: User, seen: str | None = None) -> None:
    begin(run.pk, to=to, by=by.as_actor(), now=MOMENT, seen=seen)


def tried_by(run: ImportRun, by: User) -> ImportRun:
    begun(run, RunState.TRYING, by)
    assert work_until(run.pk) == RunState.TRIED
    run.refresh_from_db()
    return run


def done_by(run: ImportRun, by: User) -> ImportRun:
    begun(run, RunState.RUNNING, by)
    assert work_until(run.pk) == RunState.DONE
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("change", [{"rights": ()}, {"active": False}])
def test_who_loses_the_right_has_the_import_stop_and_another_goes_on(
    kees: User, change: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.CustomerEngine, "at_once", 2)
    anna = somebody("anna", Right.CUSTOMERS_IMPORT)
    run = uploaded(FOUR, by=kees.as_actor())
    begun(run, RunState.RUNNING, kees)

    def told(it: ImportRun) -> None:
        if it.read == 2:
            change_user(kees.pk, by=SYSTEM, now=MOMENT, **change)

    assert work_until(run.pk, told=told) == RunState.STOPPED
    run.refresh_from_db()
    assert (run.read, Customer.objects.count()) == (2, 2)
    assert [(one["code"], one["params"]["who"]) for one in run.problems] == [("not_allowed_any_more", "kees")]
    with pytest.raises(Refused, match="may not import"):
        begun(run, RunState.RUNNING, kees)
    begun(run, RunState.RUNNING, anna)
    assert work_until(run.pk) == RunState.DONE
    made = Fact.objects.filter(name="customer.created").order_by("pk")
    assert [one.actor_label for one in made] == [
        *["klanten.csv (kees)"] * 2,
        *["klanten.csv (anna)"] * 2,
    ]


def test_an_undo_ends_whatever_becomes_of_the_rights(kees: User) -> None:
    run = done_by(uploaded(FOUR, by=kees.as_actor()), kees)
    begun(run, RunState.UNDOING, kees)
    change_user(kees.pk, rights=(), by=SYSTEM, now=MOMENT)
    assert work_until(run.pk) == RunState.UNDONE
    assert not Customer.objects.exists()


def test_nobody_makes_tags_by_a_file_who_may_not_make_them(kees: User) -> None:
    create_tag("Horeca", color="#0e7490", inherit=False, by=SYSTEM, now=MOMENT)
    run = tried_by(uploaded(TAGGED, by=kees.as_actor()), kees)
    assert codes(run) == [["no_such_tag"], ["no_such_tag"], []]
    (told,) = run.problems
    assert (told["code"], told["params"]["titles"]) == ("tags_left_out", "Nieuw, Zaken")
    begun(run, RunState.RUNNING, kees, seen=run.trial)
    assert work_until(run.pk) == RunState.DONE
    assert outcomes(run) == ["created"] * 3
    assert codes(run) == [["no_such_tag"], ["no_such_tag"], []]
    assert list(Tag.objects.values_list("title", flat=True)) == ["Horeca"]
    assert list(CustomerTag.objects.order_by("pk").values_list("customer__number", flat=True)) == ["1", "3"]
    again = done_by(uploaded(TAGGED, by=kees.as_actor()), kees)
    assert outcomes(again) == ["unchanged"] * 3


def test_who_may_change_settings_makes_tags_by_a_file(kees: User) -> None:
    change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT, Right.SETTINGS_CHANGE), by=SYSTEM, now=MOMENT)
    run = done_by(uploaded(TAGGED, by=kees.as_actor()), kees)
    assert codes(run) == [[], [], []]
    assert Tag.objects.count() == 3


def test_a_retired_tag_is_none_but_stays_with_who_has_it(kees: User) -> None:
    change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT, Right.SETTINGS_CHANGE), by=SYSTEM, now=MOMENT)
    done_by(uploaded("Klantnummer;Naam;Tags\n1;A;Oud\n", by=kees.as_actor()), kees)
    Tag.objects.update(active=False)
    change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT,), by=SYSTEM, now=MOMENT)
    content = "Klantnummer;Naam;Tags\n1;A;Oud\n2;B;Oud\n"
    run = done_by(uploaded(content, by=kees.as_actor()), kees)
    assert (outcomes(run), codes(run)) == (["unchanged", "created"], [[], ["no_such_tag"]])


def test_what_was_tried_with_other_rights_to_tags_is_tried_again(kees: User, admin: User) -> None:
    run = tried_by(uploaded(TAGGED, by=kees.as_actor()), kees)
    with pytest.raises(Refused, match="other rights to make tags"):
        begun(run, RunState.RUNNING, admin, seen=run.trial)
    assert ImportRun.objects.get().state == RunState.TRIED
    run = tried_by(run, admin)
    assert codes(run) == [[], [], []]
    begun(run, RunState.RUNNING, admin, seen=run.trial)
    assert work_until(run.pk) == RunState.DONE
    assert Tag.objects.count() == 3
    untagged = tried_by(uploaded(FOUR, by=kees.as_actor()), kees)
    begun(untagged, RunState.RUNNING, admin, seen=untagged.trial)


def test_a_right_that_came_or_went_since_the_trial_is_tried_anew(kees: User) -> None:
    run = tried_by(uploaded(TAGGED, by=kees.as_actor()), kees)
    change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT, Right.SETTINGS_CHANGE), by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused, match="other rights to make tags"):
        begun(run, RunState.RUNNING, kees, seen=run.trial)
    run = tried_by(run, kees)
    assert (codes(run), run.problems) == ([[], [], []], [])
    change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT,), by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused, match="other rights to make tags"):
        begun(run, RunState.RUNNING, kees, seen=run.trial)
    assert not Tag.objects.exists()


def test_the_right_to_make_tags_is_asked_again_at_every_batch(
    kees: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.CustomerEngine, "at_once", 1)
    change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT, Right.SETTINGS_CHANGE), by=SYSTEM, now=MOMENT)
    run = uploaded(TAGGED, by=kees.as_actor())
    begun(run, RunState.RUNNING, kees)

    def told(it: ImportRun) -> None:
        if it.read == 1:
            change_user(kees.pk, rights=(Right.CUSTOMERS_IMPORT,), by=SYSTEM, now=MOMENT)

    assert work_until(run.pk, told=told) == RunState.DONE
    assert codes(run) == [[], ["no_such_tag"], []]
    assert sorted(Tag.objects.values_list("title", flat=True)) == ["Nieuw", "horeca"]


def test_opening_stock_takes_the_right_to_change_stock() -> None:
    a_vat_group()
    a_warehouse("Hoofdmagazijn")
    piet = somebody("piet", Right.PRODUCTS_CHANGE)
    run = uploaded("Productcode;Naam;Voorraad\nA;Kop;5\n", subject=Subject.PRODUCTS, by=piet.as_actor())
    with pytest.raises(Refused, match="may not change stock"):
        begun(run, RunState.TRYING, piet)
    chosen(run, "code|name|")
    tried_by(run, piet)
    begun(run, RunState.RUNNING, piet)
    assert work_until(run.pk) == RunState.DONE
    assert not StockLevel.objects.filter(on_hand__gt=0).exists()
    change_user(piet.pk, rights=(Right.PRODUCTS_CHANGE, Right.STOCK_CHANGE), by=SYSTEM, now=MOMENT)
    run = uploaded("Productcode;Naam;Voorraad\nA;Kop;5\n", subject=Subject.PRODUCTS, by=piet.as_actor())
    chosen(run, "code|name|stock")
    done_by(run, piet)
    assert rows(run)[0].changes == [["stock", "0", "5"]]
