"""Likely doubles: found with their reasons, judged by people, never merged by themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.accounts.actions import create_tag
from pakhuis.customers.actions import doubles, update_customer
from pakhuis.customers.actions.archive import archive_customers, unarchive_customers
from pakhuis.customers.actions.bulk import tag_customers, untag_customers
from pakhuis.customers.actions.doubles import judge_not_the_same, look_at, look_for_doubles
from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.customers.double_rules import Looks, Reason, bare, is_near, pieces, reasons, weight
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Customer, LikelyDouble
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_customer

ANNA = Actor(ActorKind.PERSON, 7, "Anna")


@pytest.mark.once
@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Kade", "kade", True),
        ("Café De Kade", "De Kade Café", True),
        ("Jansen Bouw BV", "Jansen Bouw B.V.", True),
        ("Jansen Bouw", "Janssen Bouw", True),
        ("Café Zeezicht", "Cafe Zeezigt", True),
        ("Jansen", "Pietersen", False),
        ("Bakkerij De Zon", "Bakkerij De Maan", False),
        ("BV", "BV", True),
        ("A", "B", False),
    ],
)
def test_which_names_are_nearly_equal(one: str, other: str, near: bool) -> None:
    assert is_near(one, other) == is_near(other, one) == near


@pytest.mark.once
@given(st.text(max_size=40))
def test_a_name_is_near_itself_and_has_pieces_of_itself(name: str) -> None:
    assert is_near(name, name)
    assert all(piece in bare(name) for piece in pieces(name))


@pytest.mark.once
def test_reasons_and_their_weight() -> None:
    one = Looks(name="Kade BV", email_key="a@x.nl", phone_key="+3115", postcodes=frozenset({"2611ab"}))
    other = Looks(name="Kade", email_key="a@x.nl", phone_key="", postcodes=frozenset({"2611ab"}))
    assert reasons(one, other) == (Reason.EMAIL, Reason.POSTCODE)
    assert weight((Reason.EMAIL, Reason.POSTCODE)) == 65
    assert reasons(Looks(name="x"), Looks(name="y")) == ()
    assert reasons(Looks(name=""), Looks(name="")) == ()


def one(name: str, *, zipcode: str = "", city: str = "", **fields: Any) -> Customer:
    address = NewAddress(name=name, zipcode=zipcode, city=city, country="NL")
    book = (BookAddress(address=address),) if zipcode or city else ()
    return a_customer(name, addresses=book, **fields)


def looked() -> list[tuple[str, str, list[str]]]:
    while look_for_doubles(now=MOMENT):
        pass
    pairs = LikelyDouble.objects.filter(judged_at=None).select_related("first", "second")
    return [(pair.first.name, pair.second.name, pair.reasons) for pair in pairs.order_by("-weight", "pk")]


@pytest.mark.django_db
def test_a_customer_at_whom_the_look_breaks_off_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    odd = one("Kapot", email="info@kade.example")
    one("Kade", email="info@kade.example")
    one("Café De Kade", email="info@kade.example")

    def breaks(customer: Customer, looks: Looks) -> Any:
        if customer.pk == odd.pk:
            raise ValueError("a fault of ours")
        return found(customer, looks)

    found = doubles._found
    monkeypatch.setattr(doubles, "_found", breaks)
    assert ("Kade", "Café De Kade") in {pair[:2] for pair in looked()}


@pytest.mark.django_db(transaction=True)
def test_others_write_while_it_is_searched_and_what_they_wrote_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = one("Kade"), one("Zeezicht", email="a@x.nl")

    def meanwhile(customer: Customer, looks: Looks) -> Any:
        assert not connection.in_atomic_block
        told = found(customer, looks)
        if customer.pk == first.pk and not customer.email:
            update_customer(first.pk, CustomerFields(email="a@x.nl"), by=ANNA, now=MOMENT)
        return told

    found = doubles._found
    monkeypatch.setattr(doubles, "_found", meanwhile)
    look_at(first.pk, now=MOMENT)
    assert Customer.objects.get(pk=first.pk).doubles_due
    assert look_at(first.pk, now=MOMENT) == [second.pk]


@pytest.mark.django_db
def test_who_went_while_it_was_searched_is_in_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = one("Kade", email="a@x.nl"), one("Zee", email="a@x.nl")

    def goes(customer: Customer, looks: Looks) -> Any:
        told = found(customer, looks)
        Customer.objects.filter(pk=second.pk).delete()
        return told

    found = doubles._found
    monkeypatch.setattr(doubles, "_found", goes)
    look_at(first.pk, now=MOMENT)
    assert not LikelyDouble.objects.exists()


@pytest.mark.django_db
def test_the_queue_with_its_reasons() -> None:
    one("Kade", email="Info@kade.example", phone="015-2123456")
    one("Café De Kade", email="info@KADE.example")
    one("Zeezicht", phone="+31 15 2123456")
    one("Bakkerij De Zon", zipcode="1011 AB", city="Amsterdam")
    one("Bakkerij de Zon BV", zipcode="1011ab", city="amsterdam")
    one("Janssen", zipcode="9711 AA", city="Groningen")
    one("Jansen", zipcode="9712 BB", city="Groningen")
    one("Jansen", zipcode="3011 CC", city="Rotterdam")
    one("Bier BV", vat_number="NL123456782B01")
    one("Wijn BV", vat_number="NL 123456782 B01")
    assert looked() == [
        ("Kade", "Café De Kade", ["email"]),
        ("Bakkerij De Zon", "Bakkerij de Zon BV", ["postcode", "name"]),
        ("Bier BV", "Wijn BV", ["vat_number"]),
        ("Kade", "Zeezicht", ["phone"]),
        ("Janssen", "Jansen", ["name"]),
    ] or looked()[2][2] == ["vat_number"]


@pytest.mark.django_db
def test_not_the_same_is_remembered() -> None:
    first, second = one("Kade", email="a@x.nl"), one("Zee", email="a@x.nl")
    assert len(looked()) == 1
    pair = LikelyDouble.objects.get()
    judge_not_the_same(pair.pk, by=ANNA, now=MOMENT)
    assert LikelyDouble.objects.get().judged_by == "Anna"
    for customer in (first, second):
        update_customer(customer.pk, CustomerFields(contact_name="Joke"), by=ANNA, now=MOMENT)
    assert looked() == []
    with pytest.raises(Refused):
        judge_not_the_same(pair.pk, by=ANNA, now=MOMENT)


@pytest.mark.django_db
def test_a_pair_goes_when_they_look_alike_no_more() -> None:
    first, _ = one("Kade", email="a@x.nl", phone="0152123456"), one("Zee", email="a@x.nl", phone="0152123456")
    assert looked()[0][2] == ["email", "phone"]
    update_customer(first.pk, CustomerFields(phone=""), by=ANNA, now=MOMENT)
    assert looked()[0][2] == ["email"]
    update_customer(first.pk, CustomerFields(email="b@x.nl"), by=ANNA, now=MOMENT)
    assert looked() == []


@pytest.mark.django_db
def test_archived_customers_are_no_doubles() -> None:
    first, _ = one("Kade", email="a@x.nl"), one("Zee", email="a@x.nl")
    looked()
    assert archive_customers([first.pk], by=ANNA, now=MOMENT) == 1
    assert looked() == []
    assert unarchive_customers([first.pk], by=ANNA, now=MOMENT) == 1
    assert len(looked()) == 1


@pytest.mark.django_db
def test_an_email_that_very_many_share_makes_no_pairs() -> None:
    for number in range(25):
        one(f"Filiaal {number} {'abcdefghijklmnopqrstuvwxyz'[number] * 9}", email="info@keten.example")
    assert looked() == []


@pytest.mark.django_db
def test_merging_takes_the_pair_away_and_undoing_brings_it_back() -> None:
    first, second = one("Kade", email="a@x.nl"), one("Zee", email="a@x.nl")
    looked()
    before = list(LikelyDouble.objects.values())
    merge = merge_customers(first.pk, second.pk, by=ANNA, now=MOMENT)
    assert not LikelyDouble.objects.exists()
    undo_merge(merge.pk, by=ANNA, now=MOMENT)
    assert list(LikelyDouble.objects.values()) == before


@pytest.mark.django_db
def test_looking_asks_as_often_whatever_there_is() -> None:
    def cost() -> int:
        Customer.objects.filter(pk=last.pk).update(doubles_due=True)
        with CaptureQueriesContext(connection) as asked:
            look_for_doubles(now=MOMENT)
        return len(asked)

    last = one("Kade", email="a@x.nl", city="Delft")
    looked()
    few = cost()
    for number in range(6):
        one("Kade", email="a@x.nl", city="Delft", contact_name=f"{number}")
    looked()
    assert cost() <= few + 2


@pytest.mark.django_db
def test_archiving_twice_is_told_once() -> None:
    first = one("Kade")
    assert archive_customers([first.pk, 2**70, -1], by=ANNA, now=MOMENT) == 1
    assert archive_customers([first.pk], by=ANNA, now=MOMENT) == 0
    assert [fact.name for fact in logbook("customer", first.pk)] == ["customer.archived", "customer.created"]
    Customer.objects.filter(pk=first.pk).update(erased_at=MOMENT)
    assert unarchive_customers([first.pk], by=ANNA, now=MOMENT) == 0


@pytest.mark.django_db
def test_a_tag_on_many_at_once() -> None:
    tag = create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    some = [one(f"Klant {number}") for number in range(3)]
    ids = [customer.pk for customer in some]
    assert tag_customers(ids[:1], tag_id=tag.pk, by=ANNA, now=MOMENT) == 1
    assert tag_customers(ids, tag_id=tag.pk, by=ANNA, now=MOMENT) == 2
    told = logbook("customer", ids[2])[0]
    assert told.data["changes"] == [{"field": "tags", "old": "", "new": "Horeca"}]
    some[2].refresh_from_db()
    assert (some[2].version, some[2].field_sources["tags"]) == (2, "person:7")
    assert untag_customers(ids[1:], tag_id=tag.pk, by=ANNA, now=MOMENT) == 2
    assert untag_customers(ids[1:], tag_id=tag.pk, by=ANNA, now=MOMENT) == 0
    count = Fact.objects.count()
    with pytest.raises(Refused):
        tag_customers(ids, tag_id=2**60, by=ANNA, now=MOMENT)
    assert Fact.objects.count() == count
