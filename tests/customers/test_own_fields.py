"""Own fields: made, filled in by people and machines, changed, retired, found; nothing is ever lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from pakhuis.customers.actions import (
    change_own_field,
    create_customer,
    create_own_field,
    delete_own_field,
    mark_incomplete,
    move_own_field,
    retire_own_field,
    update_customer,
)
from pakhuis.customers.intake import CustomerFields, GivenChoice, OwnFieldFields
from pakhuis.customers.models import Customer, OwnField, OwnFieldChoice, OwnValue
from pakhuis.customers.own_queries import own_field_specs, own_values_of, with_own_value
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.ownfields.values import joined
from tests.factories import MOMENT, a_customer, a_warehouse, a_webshop, placed_from, stocked

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")
KEY = Actor(ActorKind.API_KEY, 3, "Shop link")


def a_field(title: str = "Regio", kind: str = "text", *choices: str, required: bool = False) -> OwnField:
    given = OwnFieldFields(
        title=title,
        kind=kind,
        is_required=required,
        choices=tuple(GivenChoice(title=one) for one in choices),
    )
    return create_own_field(given, by=ANNA, now=MOMENT)


def changed(field: OwnField, **fields: Any) -> OwnField:
    present = tuple(
        GivenChoice(title=one.title, id=one.pk, is_retired=one.retired_at is not None)
        for one in field.choices.all()
    )
    given = {"title": field.title, "kind": field.kind, "is_required": field.required, "choices": present}
    return change_own_field(field.pk, OwnFieldFields(**{**given, **fields}), by=ANNA, now=MOMENT)


def fill(customer: Customer, by: Actor = ANNA, **values: Any) -> Customer:
    """Values by title of their field."""
    given = tuple(
        GivenOwnValue(field_id=OwnField.objects.get(title=title).pk, value=value)
        for title, value in values.items()
    )
    return update_customer(customer.pk, CustomerFields(own_fields=given), by=by, now=MOMENT)


def told(customer: Customer) -> dict[str, str]:
    titles = dict(OwnField.objects.values_list("pk", "title"))
    values = own_values_of([customer.pk])[customer.pk]
    return {titles[pk]: joined(texts) for pk, texts in values.items()}


def refusal(action: Any) -> list[tuple[str, tuple[Any, ...]]]:
    with pytest.raises(Refused) as error:
        action()
    return [(one.code, one.path) for one in error.value.problems]


def test_every_kind_is_filled_in_and_told() -> None:
    for kind in ("text", "long_text", "number", "date", "yes_no"):
        a_field(kind, kind)
    for kind in ("radio", "select", "multiple"):
        a_field(kind, kind, "Rood", "Groen")
    values: dict[str, Any] = {
        "text": "Zuid",
        "long_text": "a\nb",
        "number": "1,5",
        "date": "1-2-2026",
        "yes_no": "nee",
        "radio": "rood",
        "select": "Groen",
        "multiple": ("Groen", "Rood"),
    }
    customer = fill(a_customer(), **values)
    assert told(customer) == {
        **values,
        "number": "1.5",
        "date": "2026-02-01",
        "yes_no": "no",
        "radio": "Rood",
        "multiple": "Rood;Groen",
    }
    assert [spec.title for spec in own_field_specs()] == [*values]


def test_a_change_is_a_fact_with_old_and_new_and_its_source() -> None:
    field = a_field("Regio")
    customer = fill(a_customer(), Regio="Noord")
    version = customer.version
    customer = fill(customer, Regio="Zuid", by=KEY)
    assert customer.version == version + 1
    name = f"own:{field.pk}"
    fact = Fact.objects.filter(name="customer.changed").latest("pk")
    assert fact.data["changes"] == [{"field": name, "old": "Noord", "new": "Zuid"}]
    assert customer.field_sources[name] == "api_key:3"
    assert customer.field_dates[name] == "2026-11-23T09:30:00+00:00"
    count = Fact.objects.count()
    assert fill(customer, Regio="Zuid").version == customer.version
    assert Fact.objects.count() == count


def test_what_is_not_given_stays_and_empty_clears() -> None:
    a_field("A")
    a_field("B")
    customer = fill(a_customer(), A="1", B="2")
    assert told(fill(customer, A="3")) == {"A": "3", "B": "2"}
    assert told(update_customer(customer.pk, CustomerFields(name="x"), by=ANNA, now=MOMENT)) == {
        "A": "3",
        "B": "2",
    }
    assert told(fill(customer, B="")) == {"A": "3"}


def test_everything_wrong_is_told_at_once_and_nothing_is_written() -> None:
    number, day = a_field("N", "number"), a_field("D", "date")
    customer = a_customer()
    facts = Fact.objects.count()
    given = (
        GivenOwnValue(field_id=number.pk, value="x"),
        GivenOwnValue(field_id=day.pk, value="y"),
        GivenOwnValue(field_id=99_999, value="z"),
    )
    fields = CustomerFields(discount="200", own_fields=given)
    assert refusal(lambda: update_customer(customer.pk, fields, by=ANNA, now=MOMENT)) == [
        ("out_of_range", ("discount",)),
        ("not_a_number", ("own_fields", number.pk)),
        ("not_a_date", ("own_fields", day.pk)),
        ("unknown_own_field", ("own_fields", 99_999)),
    ]
    assert not OwnValue.objects.exists()
    assert Fact.objects.count() == facts


def test_required_is_asked_of_people_only() -> None:
    field = a_field("KvK", required=True)
    missing = [("missing", ("own_fields", field.pk))]
    new = CustomerFields(name="x")
    assert refusal(lambda: create_customer(new, by=ANNA, now=MOMENT)) == missing
    for by in (KEY, SYSTEM, Actor(ActorKind.IMPORT_RUN, 1, "Import")):
        assert create_customer(new, by=by, now=MOMENT).is_incomplete
    customer = Customer.objects.latest("pk")
    assert refusal(lambda: fill(customer, KvK=" ")) == missing
    assert not fill(customer, KvK="123").is_incomplete
    assert refusal(lambda: fill(customer, KvK="")) == missing
    assert fill(customer, by=KEY, KvK="").is_incomplete


def test_a_wrong_value_in_a_required_field_is_told_once() -> None:
    field = a_field("N", "number", required=True)
    customer = create_customer(CustomerFields(name="x"), by=KEY, now=MOMENT)
    assert refusal(lambda: fill(customer, N="abc")) == [("not_a_number", ("own_fields", field.pk))]


def test_a_person_may_change_something_else_of_an_incomplete_customer() -> None:
    a_field("KvK", required=True)
    customer = create_customer(CustomerFields(name="x"), by=KEY, now=MOMENT)
    update_customer(customer.pk, CustomerFields(phone="1"), by=ANNA, now=MOMENT)
    customer.refresh_from_db()
    assert (customer.phone, customer.is_incomplete) == ("1", True)


def test_a_customer_of_a_webshop_goes_through_and_is_incomplete() -> None:
    a_field("KvK", required=True)
    stocked(a_warehouse(), A=1)
    order = placed_from(a_webshop(), "1")
    assert order.customer is not None
    assert order.customer.is_incomplete


def test_requiring_a_field_marks_who_lacks_it() -> None:
    field = a_field("KvK")
    has, lacks = fill(a_customer("has"), KvK="1"), a_customer("lacks")
    changed(field, is_required=True)
    assert DBTaskResult.objects.count() == 1
    assert mark_incomplete() == 1
    assert mark_incomplete() == 0
    assert list(Customer.objects.filter(is_incomplete=True)) == [lacks]
    retire_own_field(field.pk, is_retired=True, by=ANNA, now=MOMENT)
    assert mark_incomplete() == 1
    assert not Customer.objects.filter(is_incomplete=True).exists()
    retire_own_field(field.pk, is_retired=False, by=ANNA, now=MOMENT)
    assert mark_incomplete() == 1
    assert not Customer.objects.get(pk=has.pk).is_incomplete


def test_a_retired_field_keeps_its_values_and_takes_no_new_ones() -> None:
    field = a_field("Regio")
    customer = fill(a_customer(), Regio="Zuid")
    retire_own_field(field.pk, is_retired=True, by=ANNA, now=MOMENT)
    assert told(customer) == {"Regio": "Zuid"}
    assert refusal(lambda: fill(customer, Regio="x")) == [("retired_own_field", ("own_fields", field.pk))]
    assert own_field_specs(with_retired=False) == []
    count = Fact.objects.count()
    retire_own_field(field.pk, is_retired=True, by=ANNA, now=MOMENT)
    assert Fact.objects.count() == count


def test_a_field_in_use_cannot_be_deleted() -> None:
    field = a_field("Regio")
    customer = fill(a_customer(), Regio="Zuid")
    assert refusal(lambda: delete_own_field(field.pk, by=ANNA, now=MOMENT)) == [("own_field_in_use", ())]
    fill(customer, Regio="")
    delete_own_field(field.pk, by=ANNA, now=MOMENT)
    assert not OwnField.objects.exists()
    assert Fact.objects.latest("pk").data == {"label": "Regio"}
    assert refusal(lambda: delete_own_field(field.pk, by=ANNA, now=MOMENT)) == [("not_found", ())]


def test_renaming_a_choice_renames_it_everywhere() -> None:
    field = a_field("Soort", "select", "Kroeg", "Winkel")
    customer = fill(a_customer(), Soort="Kroeg")
    first, second = field.choices.all()
    swapped = (GivenChoice(title="Winkel", id=first.pk), GivenChoice(title="Kroeg", id=second.pk))
    changed(field, choices=swapped)
    assert told(customer) == {"Soort": "Winkel"}
    changes = Fact.objects.latest("pk").data["changes"]
    assert changes == [{"field": "choices", "old": "Kroeg; Winkel", "new": "Winkel; Kroeg"}]


def test_a_choice_in_use_cannot_vanish() -> None:
    field = a_field("Soort", "select", "Kroeg", "Winkel")
    customer = fill(a_customer(), Soort="Kroeg")
    kroeg, winkel = field.choices.all()
    only_winkel = (GivenChoice(title="Winkel", id=winkel.pk),)
    assert refusal(lambda: changed(field, choices=only_winkel)) == [("choice_in_use", ("choices",))]
    retired = (GivenChoice(title="Kroeg", id=kroeg.pk, is_retired=True), *only_winkel)
    changed(field, choices=retired)
    assert told(customer) == {"Soort": "Kroeg"}
    assert told(fill(customer, Soort="Kroeg")) == {"Soort": "Kroeg"}
    assert refusal(lambda: fill(a_customer("y"), Soort="Kroeg")) == [
        ("unknown_choice", ("own_fields", field.pk))
    ]
    only_kroeg = (GivenChoice(title="Kroeg", id=kroeg.pk),)
    changed(field, choices=only_kroeg)
    assert [one.title for one in OwnFieldChoice.objects.all()] == ["Kroeg"]


def test_the_kind_stays_while_there_are_values() -> None:
    field = a_field("Regio")
    changed(field, kind="long_text")
    field.refresh_from_db()
    fill(a_customer(), Regio="Zuid")
    assert refusal(lambda: changed(field, kind="number")) == [("kind_is_fixed", ("kind",))]


def test_bad_definitions_are_refused() -> None:
    a_field("Regio")

    def new(**given: Any) -> list[tuple[str, tuple[Any, ...]]]:
        fields = OwnFieldFields(**{"title": "x", "kind": "text", **given})
        return refusal(lambda: create_own_field(fields, by=ANNA, now=MOMENT))

    assert new(title=" ") == [("missing", ("title",))]
    assert new(title="REGIO") == [("title_taken", ("title",))]
    assert new(title="x" * 101, kind="colour") == [("too_long", ("title",)), ("unknown_kind", ("kind",))]
    assert new(kind="select") == [("choices_missing", ("choices",))]
    twice = (GivenChoice(title="A"), GivenChoice(title=" a "))
    assert new(kind="radio", choices=twice) == [("title_taken", ("choices", 1))]
    many = tuple(GivenChoice(title=str(number)) for number in range(201))
    assert new(kind="radio", choices=many) == [("out_of_range", ("choices",))]
    assert OwnField.objects.count() == 1


def test_fields_change_places() -> None:
    first, second, third = (a_field(title) for title in "ABC")
    move_own_field(third.pk, steps=-2, by=ANNA, now=MOMENT)
    assert [spec.title for spec in own_field_specs()] == ["C", "A", "B"]
    move_own_field(third.pk, steps=-1, by=ANNA, now=MOMENT)
    move_own_field(first.pk, steps=1, by=ANNA, now=MOMENT)
    assert [spec.title for spec in own_field_specs()] == ["C", "B", "A"]
    assert refusal(lambda: move_own_field(0, steps=1, by=ANNA, now=MOMENT)) == [("not_found", ())]
    assert second.pk


def test_finding_by_value() -> None:
    soort = a_field("Soort", "multiple", "Kroeg", "Winkel")
    regio, open_, seats = a_field("Regio"), a_field("Open", "yes_no"), a_field("Stoelen", "number")
    since = a_field("Sinds", "date")
    one = fill(a_customer("one"), Soort="Kroeg;Winkel", Regio="Zuid-Holland", Open="ja")
    fill(one, Stoelen="1.500,50", Sinds="25-11-2026")
    two = fill(a_customer("two"), Soort="Winkel", Regio="zuidwest", Open="nee")

    def found(field: OwnField, wanted: str) -> list[Customer]:
        return list(with_own_value(Customer.objects.order_by("pk"), field.pk, wanted))

    assert found(soort, "Kroeg") == found(soort, " kroe") == [one]
    assert found(soort, "WINKEL") == [one, two]
    assert found(soort, "Kade") == []
    for wanted in ("1500,5", "1.500,50", "1500.5"):
        assert found(seats, wanted) == [one], wanted
    assert found(seats, "1500") == found(seats, "veel") == []
    for wanted in ("2026-11-25", "25-11-2026", "25/11/2026"):
        assert found(since, wanted) == [one], wanted
    assert found(since, "2026-11-24") == found(since, "gisteren") == []
    assert found(regio, "ZUID") == [one, two]
    assert found(regio, "zuid-") == [one]
    assert found(regio, "%") == []
    assert found(open_, "no") == found(open_, "Nee") == [two]
    assert found(open_, "misschien") == []
    assert len(found(regio, " ")) == 2
    assert list(with_own_value(Customer.objects.all(), 2**70, "x")) == []


def test_reading_many_asks_once() -> None:
    a_field("Regio")
    ids = [fill(a_customer(f"c{number}"), Regio="Zuid").pk for number in range(5)]
    with CaptureQueriesContext(connection) as captured:
        assert len(own_values_of(ids)) == 5
    assert len(captured) == 1


def test_the_database_keeps_the_promises() -> None:
    field = a_field("Regio")
    customer = a_customer()
    for wrong in ({"text": ""}, {"text": "b"}):
        OwnValue.objects.filter(customer=customer).delete()
        OwnValue.objects.create(customer=customer, field=field, text="a", key="a")
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnValue.objects.create(customer=customer, field=field, place=0, key="x", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnField.objects.create(title="regio", kind="text")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnField.objects.create(title="Ander", kind="colour")
