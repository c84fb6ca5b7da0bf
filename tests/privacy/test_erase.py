"""Erasing a person and giving all that is kept of one: nothing forgotten, the books kept, nobody back."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from pakhuis.accounts.actions import change_settings, create_tag
from pakhuis.accounts.models import User, Webshop
from pakhuis.comments.actions import add_comment
from pakhuis.connectors.actions.orders import place
from pakhuis.connectors.contract import ShopOrderData
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import Stage
from pakhuis.customers.actions import (
    add_address,
    ask_again,
    create_own_field,
    hold_customer,
    load_many,
    mark_incomplete,
    move_identity,
    remove_address,
    tag_customer,
    untag_customer,
    update_customer,
)
from pakhuis.customers.actions.archive import unarchive_customers
from pakhuis.customers.actions.bulk import tag_customers
from pakhuis.customers.actions.erase import erased_since
from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.customers.intake import BookAddress, CustomerFields, OwnFieldFields
from pakhuis.customers.models import Address, Customer, CustomerIdentity, ErasedIdentity, Merge
from pakhuis.fulfilment.actions import close_picklist, pick_all
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import cancel_order, note_on_order, place_order
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.orders.models import Order
from pakhuis.ownfields.intake import GivenOwnValue
from pakhuis.pricing.actions import add_price_list, attach_price_lists
from pakhuis.privacy.actions import erase_person
from pakhuis.privacy.export import everything_of, person_file
from pakhuis.returns.actions import create_return, log_return
from pakhuis.returns.intake import ReturnFields
from pakhuis.returns.models import Return
from tests.factories import (
    MOMENT,
    PERSON,
    STREET,
    a_customer,
    a_price_list,
    a_processed_order,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    stocked,
)
from tests.privacy.places import LONG_AGO, SECRET_WORD, places_of

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")


def shop_order(number: str, *, modified: datetime | None, **person: Any) -> ShopOrderData:
    home = STREET._replace(name=SECRET_WORD, contact_name=SECRET_WORD, line1=f"{SECRET_WORD} 1")
    known: dict[str, Any] = {"name": SECRET_WORD, "email": f"{SECRET_WORD}@x.nl", "external_id": "77"}
    buyer = replace(PERSON, **known, invoice=home, delivery=home, **person)
    return ShopOrderData(
        external_id=number,
        status="processing",
        stage=Stage.EXPECTED,
        modified_at=modified,
        new=NewOrder(
            webshop=FromWebshop(webshop_id=a_webshop_id(), external_id=number, person=buyer),
            lines=(NewLine(product_code="A", amount=1),),
            remarks=SECRET_WORD,
        ),
    )


def a_webshop_id() -> int:
    return shop().pk


def shop() -> Webshop:
    return Webshop.objects.first() or a_webshop()


@pytest.fixture
def person() -> Customer:
    """Somebody with an old delivered order from a shop, and everything that can be filled in."""
    stocked(a_warehouse(), A=9)
    order = place(shop(), shop_order("old", modified=LONG_AGO), now=LONG_AGO).order
    assert order is not None and order.customer is not None
    cancel_order(order.pk, by=SYSTEM, now=LONG_AGO)
    Order.objects.filter(pk=order.pk).update(created_at=LONG_AGO, reference=SECRET_WORD)
    Delivery.objects.create(
        webshop=shop(), route="webhook", body=SECRET_WORD, order=order, received_at=LONG_AGO, state="done"
    )
    Delivery.objects.create(
        webshop=shop(), route="webhook", body=f"{SECRET_WORD}@x.nl", received_at=LONG_AGO, state="refused"
    )
    return order.customer


def erased(customer: Customer) -> list[tuple[str, ...]]:
    notes = erase_person(customer.pk, by=ANNA, now=MOMENT)
    return [(one.code, *(value for _, value in one.params)) for one in notes]


def test_nothing_that_names_the_person_is_left(person: Customer) -> None:
    assert len(places_of(SECRET_WORD)) > 8
    assert erased(person) == []
    assert places_of(SECRET_WORD) == set()
    person.refresh_from_db()
    assert (person.name, person.email, person.search_text) == ("…", "", "")
    assert person.archived_at == person.erased_at == MOMENT
    assert not Address.objects.exists()
    assert not CustomerIdentity.objects.exists()
    assert Fact.objects.filter(subject_kind="customer").latest("pk").name == "customer.erased"


def test_the_books_are_kept(person: Customer) -> None:
    before = Order.objects.get()
    erased(person)
    order = Order.objects.get()
    assert (order.customer_id, order.number, order.erased_at) == (person.pk, before.number, MOMENT)
    assert order.lines.get().price == before.lines.get().price
    assert (order.delivery_name, order.delivery_country) == ("…", before.delivery_country)


def test_within_the_legal_period_an_order_keeps_its_names_and_says_why(person: Customer) -> None:
    young = an_order(person, lines=lines(A=1))
    cancel_order(young.pk, by=SYSTEM, now=MOMENT)
    assert erased(person) == [("kept_by_law", young.number, "2033-11-23")]
    young.refresh_from_db()
    assert young.delivery_name == SECRET_WORD
    assert young.erased_at is None
    assert {place.split(".")[1] for place in places_of(SECRET_WORD)} <= {"Order", "Fact"}


def test_once_more_when_the_legal_period_is_over(person: Customer) -> None:
    young = an_order(person, lines=lines(A=1))
    cancel_order(young.pk, by=SYSTEM, now=MOMENT)
    assert len(erased(person)) == 1
    later = MOMENT + timedelta(days=8 * 366)
    with pytest.raises(Refused):
        erase_person(person.pk, by=ANNA, now=MOMENT + timedelta(days=365))
    assert erase_person(person.pk, by=ANNA, now=later) == ()
    assert places_of(SECRET_WORD) == set()
    with pytest.raises(Refused):
        erase_person(person.pk, by=ANNA, now=later)


def test_the_legal_period_is_a_setting(person: Customer) -> None:
    change_settings(legal_period_years=0, by=SYSTEM, now=MOMENT)
    young = an_order(person, lines=lines(A=1))
    cancel_order(young.pk, by=SYSTEM, now=MOMENT)
    assert erased(person) == []
    assert places_of(SECRET_WORD) == set()


def test_open_orders_refuse_it_all(person: Customer) -> None:
    first, second = an_order(person, lines=lines(A=1)), a_processed_order(person, lines=lines(A=1))
    before = places_of(SECRET_WORD)
    with pytest.raises(Refused) as error:
        erased(person)
    told = [(one.code, dict(one.params)["number"]) for one in error.value.problems]
    assert told == [("open_order", first.number), ("open_order", second.number)]
    assert places_of(SECRET_WORD) == before
    cancel_order(first.pk, by=SYSTEM, now=MOMENT)
    picklist = second.picklists.get()
    pick_all(picklist.pk, by=SYSTEM, now=MOMENT)
    close_picklist(picklist.pk, by=SYSTEM, now=MOMENT)
    assert len(erased(person)) == 2


def test_erasing_twice_and_nobody_is_refused(person: Customer) -> None:
    erased(person)
    for customer_id in (person.pk, 2**60):
        with pytest.raises(Refused):
            erase_person(customer_id, by=ANNA, now=MOMENT)


def test_an_erased_customer_stays_hidden_and_unmerged(person: Customer) -> None:
    other = a_customer("Kade")
    erased(person)
    assert unarchive_customers([person.pk], by=ANNA, now=MOMENT) == 0
    with pytest.raises(Refused):
        merge_customers(other.pk, person.pk, by=ANNA, now=MOMENT)


def deeds(pk: int) -> dict[str, Callable[[], object]]:
    """Every way to write a customer or something about it."""
    tag = create_tag("Zwaan", color="#00ff00", inherit=True, by=SYSTEM, now=MOMENT)
    listed = a_price_list("Horeca")
    field = create_own_field(OwnFieldFields(title="Vestiging", kind="text"), by=SYSTEM, now=MOMENT)
    own = CustomerFields(own_fields=(GivenOwnValue(field_id=field.pk, value=SECRET_WORD),))
    home = BookAddress(address=STREET._replace(name=SECRET_WORD))
    do: dict[str, Any] = {"by": ANNA, "now": MOMENT}
    mine = Customer.objects.create(name="x", language="nl", created_at=MOMENT, updated_at=MOMENT)
    known = CustomerIdentity.objects.create(
        customer=mine, webshop=shop(), kind="shop_id", value="x", since=MOMENT
    )
    return {
        "fields": lambda: update_customer(pk, CustomerFields(name=SECRET_WORD), **do),
        "own fields": lambda: update_customer(pk, own, **do),
        "a tag": lambda: tag_customer(pk, tag.pk, **do),
        "no tag": lambda: untag_customer(pk, tag.pk, **do),
        "an address": lambda: add_address(pk, home, **do),
        "no address": lambda: remove_address(pk, 1, **do),
        "price lists": lambda: attach_price_lists(pk, price_list_ids=(listed.pk,), **do),
        "a comment": lambda: add_comment("customer", pk, body=SECRET_WORD, hold=hold_customer, **do),
        "a shop's key": lambda: move_identity(known.pk, to=pk, **do),
        "the register": lambda: ask_again(pk, **do),
        "a merge": lambda: merge_customers(pk, mine.pk, **do),
        "a return": lambda: create_return(ReturnFields(customer_id=pk, name=SECRET_WORD), **do),
        "an order": lambda: place_order(
            NewOrder(customer_id=pk, lines=lines(A=1), remarks=SECRET_WORD), **do
        ),
    }


def test_nothing_is_written_to_an_erased_person(person: Customer) -> None:
    wanted = deeds(person.pk)
    erased(person)
    before = Customer.objects.values().get(pk=person.pk)
    for name, deed in wanted.items():
        with pytest.raises(Refused) as refused:
            deed()
        assert [one.code for one in refused.value.problems] == ["erased"], name
    assert Customer.objects.values().get(pk=person.pk) == before
    assert places_of(SECRET_WORD) == set()


def test_deeds_on_many_pass_an_erased_person_by(person: Customer) -> None:
    other = a_customer("Kade")
    tag = create_tag("Zwaan", color="#00ff00", inherit=True, by=SYSTEM, now=MOMENT)
    listed = a_price_list("Horeca")
    erased(person)
    both = (person.pk, other.pk)
    do: dict[str, Any] = {"by": ANNA, "now": MOMENT}
    assert tag_customers(both, tag_id=tag.pk, **do) == 1
    assert add_price_list(both, price_list_id=listed.pk, **do) == 1
    assert set(load_many(ids=both).customers) == {other.pk}
    create_own_field(OwnFieldFields(title="Vestiging", kind="text", is_required=True), by=SYSTEM, now=MOMENT)
    assert mark_incomplete() == 1


REST = ["name", "address", "comment", "comment on an order", "return", "note", "return log"]


@pytest.mark.parametrize("rest", REST)
def test_once_more_when_something_was_written_since(person: Customer, rest: str) -> None:
    """As an earlier version let it be; notes on orders may be written in whatever state."""
    order = Order.objects.get()
    back = create_return(ReturnFields(order_id=order.pk), by=ANNA, now=MOMENT)
    erased(person)
    if rest == "note":
        note_on_order(order.pk, note=SECRET_WORD, by=ANNA, now=MOMENT)
    elif rest == "return log":
        log_return(back.pk, message=SECRET_WORD, by=ANNA, now=MOMENT)
    elif rest == "name":
        Customer.objects.filter(pk=person.pk).update(name=SECRET_WORD, email=f"{SECRET_WORD}@x.nl")
    elif rest == "address":
        Address.objects.create(customer=person, name=SECRET_WORD, country="NL")
    elif rest == "return":
        back = create_return(ReturnFields(name=SECRET_WORD), by=ANNA, now=MOMENT)
        Return.objects.filter(pk=back.pk).update(customer=person)
    else:
        kind, pk = ("customer", person.pk) if rest == "comment" else ("order", order.pk)
        add_comment(kind, pk, body=SECRET_WORD, by=ANNA, now=MOMENT)
    assert places_of(SECRET_WORD)
    assert erased(person) == []
    assert places_of(SECRET_WORD) == set()
    with pytest.raises(Refused):
        erased(person)


def test_what_went_up_in_the_person_goes_too(person: Customer) -> None:
    former = a_customer(f"{SECRET_WORD} BV", number=SECRET_WORD, email=f"{SECRET_WORD}@y.nl")
    merge = merge_customers(person.pk, former.pk, by=ANNA, now=MOMENT)
    erased(person)
    assert places_of(SECRET_WORD) == set()
    with pytest.raises(Refused) as error:
        undo_merge(merge.pk, by=ANNA, now=MOMENT)
    assert error.value.problems[0].code == "erased"


def chain(*names: str) -> list[Customer]:
    """Customers of which each went up in the next, all with an e-mail and a telephone of their own."""
    made = [a_customer(name, email=f"{name}@x.nl", phone=f"06-1234567{n}") for n, name in enumerate(names)]
    for loser, winner in pairwise(made):
        merge_customers(winner.pk, loser.pk, by=ANNA, now=MOMENT)
    return made


def waiting(*bodies: str) -> list[int]:
    made = [
        Delivery.objects.create(webshop=shop(), route="webhook", body=body, received_at=MOMENT)
        for body in bodies
    ]
    return [one.pk for one in made]


def test_who_went_up_at_several_removes_goes_too() -> None:
    *_, last = chain(SECRET_WORD, "bea", "cor")
    assert places_of(SECRET_WORD)
    erased(last)
    assert places_of(SECRET_WORD) == set()
    assert list(Merge.objects.values_list("record", "erased_at")) == [({}, MOMENT)] * 2


def test_messages_that_name_any_former_e_mail_or_telephone_are_emptied() -> None:
    *_, last = chain("aad", "bea", "cor")
    CustomerIdentity.objects.create(
        customer=last, webshop=shop(), kind="email", value="ooit@x.nl", since=MOMENT
    )
    mine = waiting("aad@x.nl", "BEA@x.nl", "cor@x.nl", "ooit@x.nl", "06-12345670", "06-12345672")
    others = waiting("dirk@x.nl", "06-12345679")
    erased(last)
    left = Delivery.objects.exclude(body="").values_list("pk", flat=True)
    assert sorted(left) == others
    assert not set(left) & set(mine)


def test_who_was_parted_again_keeps_its_messages() -> None:
    winner, other = a_customer("Cor", email="cor@x.nl"), a_customer("Aad", email="aad@x.nl")
    undo_merge(merge_customers(winner.pk, other.pk, by=ANNA, now=MOMENT).pk, by=ANNA, now=MOMENT)
    (kept,) = waiting("aad@x.nl")
    erased(winner)
    assert Delivery.objects.get(pk=kept).body == "aad@x.nl"


def test_an_extension_is_no_telephone_that_names_anybody() -> None:
    customer = a_customer("Cor", email="a@b.nl", phone="12")
    mine, others = waiting("a@b.nl", "order 12")
    erased(customer)
    assert dict(Delivery.objects.values_list("pk", "body")) == {mine: "", others: "order 12"}


@pytest.mark.once
def test_records_left_by_an_earlier_version_are_emptied_or_removed() -> None:
    *_, gone = chain("aad", "bea", "cor")
    *_, erased_one = chain("dirk", "eva", "fien")
    chain("guus", "hans", "ina")
    Customer.objects.filter(pk=gone.pk).delete()
    Customer.objects.filter(pk=erased_one.pk).update(erased_at=MOMENT)
    import_module("pakhuis.customers.migrations.0004_forget_left_merges").forget(apps, None)
    emptied = Merge.objects.filter(record={}, erased_at=MOMENT)
    assert (emptied.count(), Merge.objects.exclude(record={}).count()) == (2, 2)
    assert "fien" not in str(list(Merge.objects.values_list("record", flat=True)))


def test_a_late_resync_brings_nobody_back(person: Customer) -> None:
    """The old order once more, and an order from before that was never here: neither makes a customer."""
    erased(person)
    later = MOMENT + timedelta(days=1)
    again = place(shop(), shop_order("old", modified=later), now=later)
    unseen = place(shop(), shop_order("older", modified=MOMENT - timedelta(days=1)), now=later)
    assert (again.order.pk if again.order else 0, unseen.order) == (Order.objects.get().pk, None)
    assert unseen.problem is not None and unseen.problem.code == "person_erased"
    assert Customer.objects.count() == 1
    assert places_of(SECRET_WORD) == set()


def test_a_new_order_makes_a_new_customer(person: Customer) -> None:
    erased(person)
    later = MOMENT + timedelta(days=1)
    order = place(shop(), shop_order("new", modified=later), now=later).order
    assert order is not None
    assert order.customer_id != person.pk


def test_only_a_keyed_hash_of_the_shops_keys_stays(person: Customer) -> None:
    erased(person)
    assert ErasedIdentity.objects.count() == 2
    assert all(one.digest != "77" and len(one.digest) == 64 for one in ErasedIdentity.objects.all())
    webshop = a_webshop_id()
    assert erased_since(webshop, external_id="77", email="") == MOMENT
    assert erased_since(webshop, external_id="", email=f"{SECRET_WORD.upper()}@X.nl") == MOMENT
    assert erased_since(webshop, external_id="78", email="") is None
    assert erased_since(webshop, external_id="", email="") is None


def test_all_of_one_person_as_a_file(person: Customer) -> None:
    other = a_customer("Iemand Anders")
    an_order(other, lines=lines(A=1))
    with zipfile.ZipFile(io.BytesIO(person_file(person.pk))) as archive:
        names = set(archive.namelist())
        told = json.loads(archive.read("person.json"))
        orders = archive.read("order.csv").decode()
    assert names == {"person.json", "customer.csv", "address.csv", "order.csv", "orderline.csv"}
    assert {"customers.Customer", "customers.Address", "customers.CustomerIdentity"} <= set(told)
    assert {"orders.Order", "orders.OrderLine", "connectors.Delivery", "journal.Fact"} <= set(told)
    assert told["customers.Customer"][0]["name"] == SECRET_WORD
    assert SECRET_WORD in orders
    assert "Iemand Anders" not in json.dumps(told)
    assert everything_of(2**60) == {}


def test_on_screen(admin: User, person: Customer) -> None:
    client = Client()
    client.force_login(admin)
    page = f"/customers/{person.pk}/erase/"
    assert "cannot be undone" in client.get(page).content.decode()
    client.post(page)
    assert places_of(SECRET_WORD)
    file = client.get(f"/customers/{person.pk}/person/")
    assert file.headers["Content-Type"] == "application/zip"
    assert client.get(f"/customers/{2**60}/person/").status_code == 404
    done = client.post(page, {"sure": "on"}, follow=True)
    assert "The personal data are erased." in done.content.decode()
    again = client.post(page, {"sure": "on"}, follow=True)
    assert "were erased already" in again.content.decode()


def test_rights_on_screen(clerk: User, person: Customer) -> None:
    client = Client()
    client.force_login(clerk)
    assert client.get(f"/customers/{person.pk}/erase/").status_code == 403
    assert client.post(f"/customers/{person.pk}/erase/", {"sure": "on"}).status_code == 403
    assert client.get(f"/customers/{person.pk}/person/").status_code == 403
