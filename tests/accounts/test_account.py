"""Settings, tags, templates, numbers: what is refused, what is recorded, what is promised by the database."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from pakhuis.accounts.actions import (
    account_settings,
    change_settings,
    create_tag,
    create_template,
    next_number,
    raise_counter,
)
from pakhuis.accounts.models import AccountSettings, Counter, Tag, Template
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")


def test_the_settings_are_there_with_their_defaults() -> None:
    AccountSettings.objects.all().delete()
    settings = account_settings()
    assert (settings.country, settings.language, settings.autosplit) == ("NL", "nl", True)
    assert account_settings().pk == settings.pk
    assert AccountSettings.objects.count() == 1


def test_there_is_one_row_of_settings() -> None:
    account_settings()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountSettings.objects.bulk_create([AccountSettings(id=2)])


def test_changed_settings_are_in_the_logbook() -> None:
    change_settings(autosplit=False, company_name="De Linde", by=ANNA, now=MOMENT)
    settings = account_settings()
    assert (settings.autosplit, settings.company_name) == (False, "De Linde")
    fact = logbook("account", 1)[0]
    assert fact.actor_label == "Anna"
    assert {one["field"]: (one["old"], one["new"]) for one in fact.data["changes"]} == {
        "autosplit": ("True", "False"),
        "company_name": ("Pakhuis", "De Linde"),
    }


def test_unchanged_settings_are_no_fact() -> None:
    account_settings()
    change_settings(autosplit=True, by=ANNA, now=MOMENT)
    assert not Fact.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("time_zone", "Europe/Delft"),
        ("language", "fr"),
        ("customer_number_digits", 0),
        ("customer_number_digits", 19),
        ("company_name", ""),
        ("company_name", "x" * 101),
        ("country", "XX"),
        ("customer_number_digits", "five"),
        ("nonsense", 1),
        ("id", 2),
    ],
)
def test_wrong_settings_are_refused_at_their_field(field: str, value: object) -> None:
    with pytest.raises(Refused) as refused:
        change_settings(**{field: value, "by": SYSTEM, "now": MOMENT})  # type: ignore[arg-type]
    assert {one.path for one in refused.value.problems} == {(field,)}
    assert not Fact.objects.exists()


def test_all_wrong_settings_at_once() -> None:
    with pytest.raises(Refused) as refused:
        change_settings(language="fr", time_zone="Mars", company_name="", by=SYSTEM, now=MOMENT)
    assert {one.path[0] for one in refused.value.problems} == {"language", "time_zone", "company_name"}


def test_tags_are_unique_without_case() -> None:
    tag = create_tag(" Horeca ", color="#AABBCC", inherit=True, by=SYSTEM, now=MOMENT)
    assert (tag.title, tag.color, tag.inherit) == ("Horeca", "#aabbcc", True)
    with pytest.raises(Refused) as refused:
        create_tag("HORECA", color="#aabbcc", inherit=False, by=SYSTEM, now=MOMENT)
    assert [(one.code, one.path) for one in refused.value.problems] == [("name_taken", ("title",))]
    assert Tag.objects.count() == 1


@pytest.mark.parametrize("color", ["red", "#abc", "#gggggg", "", "#aabbcc;x", "#aabbcc\n"])
def test_a_tag_has_a_real_colour(color: str) -> None:
    with pytest.raises(Refused) as refused:
        create_tag("", color=color, inherit=False, by=SYSTEM, now=MOMENT)
    assert {one.path[0] for one in refused.value.problems} == {"title", "color"}


def test_one_template_is_the_default() -> None:
    first = create_template("Standaard", is_default=True, by=SYSTEM, now=MOMENT)
    second = create_template("Feest", is_default=True, by=SYSTEM, now=MOMENT)
    assert list(Template.objects.filter(is_default=True)) == [second]
    create_template("Kaal", is_default=False, by=SYSTEM, now=MOMENT)
    with pytest.raises(Refused):
        create_template("Standaard", is_default=True, by=SYSTEM, now=MOMENT)
    assert list(Template.objects.filter(is_default=True)) == [second], "a refusal changes nothing"
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(pk=first.pk).update(is_default=True)


def test_numbers_follow_each_other_and_are_given_back_with_their_transaction() -> None:
    assert [next_number("order:2026") for _ in range(3)] == [1, 2, 3]
    assert next_number("order:2026", count=10) == 13
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert next_number("order:2026") == 14
        raise ZeroDivisionError
    assert next_number("order:2026") == 14
    assert next_number("picklist:2026") == 1


def test_a_counter_never_goes_back() -> None:
    raise_counter("customer", to=40)
    raise_counter("customer", to=7)
    assert next_number("customer") == 41
    assert Counter.objects.get(series="customer").last == 41


def test_other_line_ends_are_no_change() -> None:
    """A browser sends other line ends than it was shown."""
    change_settings(company_address="Lindegracht 12\n2611 AB Delft", by=ANNA, now=MOMENT)
    change_settings(company_address="Lindegracht 12\r\n2611 AB Delft", by=ANNA, now=MOMENT)
    assert account_settings().company_address == "Lindegracht 12\n2611 AB Delft"
    assert len(logbook("account", 1)) == 1
