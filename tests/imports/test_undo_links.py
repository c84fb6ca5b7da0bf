"""Undoing what points elsewhere: tags, price lists and templates, whatever they are called by now."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pakhuis.accounts.actions import change_tag, change_template, create_tag, create_template
from pakhuis.accounts.models import Tag, User
from pakhuis.comments.actions import add_comment
from pakhuis.comments.models import Comment
from pakhuis.customers.actions import delete_many, update_customer
from pakhuis.customers.actions.bulk import tag_customers
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import begin, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import RunState
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.pricing.actions import attach_to_many, change_price_list, create_price_list
from pakhuis.privacy.actions import erase_person
from tests.conftest import MOMENT
from tests.factories import a_customer
from tests.imports.running import imported, rows, undone

pytestmark = pytest.mark.django_db
KEES = Actor(ActorKind.PERSON, 7, "Kees")
LATER = MOMENT + timedelta(hours=1)


def a_tag(title: str) -> Tag:
    return create_tag(title, color="#112233", inherit=False, by=SYSTEM, now=MOMENT)


def tagged(customer: Customer, *titles: str) -> None:
    for title in titles:
        tag_customers([customer.pk], tag_id=a_tag(title).pk, by=SYSTEM, now=MOMENT)


def titles(customer: Customer) -> list[str]:
    return sorted(customer.tags.values_list("title", flat=True))


def lists(customer: Customer) -> list[str]:
    return sorted(customer.customer_price_lists.values_list("price_list__name", flat=True))


def heaps(run: ImportRun) -> list[tuple[str, list[str]]]:
    return [(row.heap, [one["code"] for one in row.heap_reasons]) for row in rows(run)]


def kade() -> Customer:
    return a_customer("Kade", number="1")


def test_a_price_list_with_a_comma_and_one_with_a_new_name_are_taken_off_again() -> None:
    for name in ("Horeca, groot", "Zaken"):
        create_price_list(name, by=SYSTEM, now=MOMENT)
    customer = kade()
    run = imported('Klantnummer;Prijslijsten\n1;"Horeca, groot|Zaken"\n')
    assert lists(customer) == ["Horeca, groot", "Zaken"]
    zaken = customer.customer_price_lists.get(price_list__name="Zaken").price_list_id
    change_price_list(zaken, by=KEES, now=LATER, name="Zakelijk")
    undone(run)
    assert lists(customer) == []
    assert heaps(run) == [("reversed", [])]


def test_price_lists_an_import_took_come_back_and_those_of_others_stay() -> None:
    wide, later = (create_price_list(name, by=SYSTEM, now=MOMENT) for name in ("Horeca, groot", "Later"))
    customer = kade()
    attach_to_many({customer.pk: frozenset({wide.pk})}, by=SYSTEM, now=MOMENT)
    run = imported("Klantnummer;Prijslijsten\n1;[leeg]\n")
    assert lists(customer) == []
    attach_to_many({customer.pk: frozenset({later.pk})}, by=KEES, now=LATER)
    undone(run)
    assert lists(customer) == ["Horeca, groot", "Later"]
    assert heaps(run) == [("reversed", [])]


def test_a_tag_that_was_renamed_since_is_taken_off_again() -> None:
    customer = kade()
    run = imported("Klantnummer;Tags\n1;Horeca\n")
    change_tag(Tag.objects.get().pk, by=KEES, now=LATER, title="Horeca NL")
    undone(run)
    assert titles(customer) == []
    assert heaps(run) == [("reversed", [])]


@pytest.mark.parametrize("cell", ["Nieuw", "[leeg]"])
def test_a_tag_with_a_comma_comes_back_as_it_was(cell: str) -> None:
    customer = kade()
    tagged(customer, "Horeca, groot")
    run = imported(f"Klantnummer;Tags\n1;{cell}\n")
    undone(run)
    assert titles(customer) == ["Horeca, groot"]
    assert Tag.objects.filter(title__in=["Horeca", "groot"]).count() == 0
    assert heaps(run) == [("reversed", [])]


def test_templates_that_were_renamed_since_change_places_again() -> None:
    old, new = (create_template(name, is_default=False, by=SYSTEM, now=MOMENT) for name in ("Oud", "Nieuw"))
    customer = kade()
    update_customer(customer.pk, CustomerFields(template_id=old.pk), by=KEES, now=MOMENT)
    run = imported("Klantnummer;Template\n1;Nieuw\n")
    for template in (old, new):
        change_template(template.pk, by=KEES, now=LATER, name=f"{template.name}er")
    undone(run)
    customer.refresh_from_db()
    assert customer.template_id == old.pk
    assert heaps(run) == [("reversed", [])]


def test_what_was_told_by_names_only_stays_and_is_said() -> None:
    """Facts of before ids were told: better no word of a deed than a wrong one."""
    customer = kade()
    run = imported("Klantnummer;Tags\n1;Horeca\n")
    for fact in Fact.objects.filter(name="customer.changed"):
        fact.data.pop("links")
        fact.save()
    undone(run)
    assert titles(customer) == ["Horeca"]
    assert heaps(run) == [("kept", ["gone_since"])]


def test_an_address_the_import_changed_and_a_person_deleted_is_told() -> None:
    home = NewAddress(name="Kade", line1="Kade 1", zipcode="1234 AB", city="Epe", country="NL")
    customer = a_customer("Kade", number="1", addresses=(BookAddress(address=home),))
    run = imported("Klantnummer;Straat;Plaats;Adres 2\n1;Kade 1;Epe;Achterom\n")
    assert customer.addresses.get().line2 == "Achterom"
    update_customer(customer.pk, CustomerFields(addresses=()), by=KEES, now=LATER)
    undone(run)
    assert heaps(run) == [("kept", ["touched_since"])]
    assert not customer.addresses.exists()


def test_an_address_the_import_added_and_a_person_deleted_is_as_it_was() -> None:
    customer = kade()
    run = imported("Klantnummer;Straat;Plaats\n1;Laan 2;Ede\n")
    update_customer(customer.pk, CustomerFields(addresses=()), by=KEES, now=LATER)
    undone(run)
    assert heaps(run) == [("reversed", [])]


def commented(customer: Customer, by: User) -> None:
    add_comment("customer", customer.pk, body="Belangrijk", by=by.as_actor(), now=LATER)


def test_a_customer_somebody_commented_on_stays_and_the_row_says_who(admin: User) -> None:
    run = imported("Klantnummer;Naam\n1;Kade\n2;Gracht\n")
    commented(Customer.objects.get(number="1"), admin)
    undone(run)
    assert list(Customer.objects.values_list("number", flat=True)) == ["1"]
    assert Comment.objects.count() == 1
    assert heaps(run) == [("kept", ["touched_since"]), ("reversed", [])]
    assert rows(run)[0].heap_reasons[0]["params"] == {"who": admin.as_actor().label}


def test_customers_deleted_at_once_take_along_what_was_said_about_them(admin: User) -> None:
    going, staying = (a_customer(name) for name in ("Gaat", "Blijft"))
    for one in (going, staying):
        commented(one, admin)
    assert delete_many([going.pk], by=KEES, now=LATER) == []
    assert list(Comment.objects.values_list("subject_id", flat=True)) == [staying.pk]


def test_an_erased_customer_gets_nothing_back() -> None:
    customer = kade()
    tagged(customer, "Oud")
    run = imported("Klantnummer;Tags\n1;[leeg]\n")
    erase_person(customer.pk, by=KEES, now=LATER)
    undone(run)
    assert titles(customer) == []
    assert heaps(run) == [("impossible", ["erased"])]


def test_a_customer_that_was_made_and_then_erased_is_told_as_erased() -> None:
    run = imported("Klantnummer;Naam\n1;Kade\n")
    erase_person(Customer.objects.get().pk, by=KEES, now=LATER)
    undone(run)
    assert heaps(run) == [("impossible", ["erased"])]


def test_only_the_tag_that_is_made_is_told_as_made() -> None:
    retired = a_tag("Oud")
    change_tag(retired.pk, by=SYSTEM, now=MOMENT, active=False)
    imported("Klantnummer;Naam;Tags\n1;Kade;Oud\n")
    made = Tag.objects.exclude(pk=retired.pk).get()
    told = Fact.objects.filter(name="tag.created").order_by("pk").values_list("subject_id", flat=True)
    assert list(told) == [retired.pk, made.pk]


def test_a_retired_tag_stays_the_same_tag() -> None:
    """An import that changes something else once made a new tag of the same title, and gave that instead."""
    customer = kade()
    tagged(customer, "Oud")
    retired = Tag.objects.get()
    change_tag(retired.pk, by=SYSTEM, now=MOMENT, active=False)
    imported("Klantnummer;Telefoon;Tags\n1;020;Nieuw\n")
    assert titles(customer) == ["Nieuw", "Oud"]
    assert list(Tag.objects.filter(title="Oud")) == [retired]


def test_a_tag_that_an_import_made_is_retired_when_nobody_has_it_any_more() -> None:
    customer = kade()
    run = imported("Klantnummer;Tags\n1;Nieuwlabel, Gebleven, Hernoemd\n2;Nieuwlabel\n")
    made = {tag.title: tag for tag in Tag.objects.all()}
    other = a_customer("Zee")
    tag_customers([other.pk], tag_id=made["Gebleven"].pk, by=KEES, now=LATER)
    change_tag(made["Hernoemd"].pk, by=KEES, now=LATER, title="Andere naam")
    a_tag("Van een mens")
    begin(run.pk, to=RunState.UNDOING, now=LATER, by=KEES)
    assert work_until(run.pk) == RunState.UNDONE
    assert titles(customer) == []
    active = set(Tag.objects.filter(active=True).values_list("title", flat=True))
    assert active == {"Gebleven", "Andere naam", "Van een mens"}
    assert logbook("tag", made["Nieuwlabel"].pk)[0].actor_label == "Kees"
