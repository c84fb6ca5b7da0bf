"""Merging customers and taking them apart again: everything follows, everything comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pakhuis.accounts.actions import create_tag
from pakhuis.accounts.models import Tag
from pakhuis.customers.actions import create_customer, create_own_field, delete_customer, update_customer
from pakhuis.customers.actions.kept_rows import kept
from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.customers.intake import BookAddress, CustomerFields, OwnFieldFields
from pakhuis.customers.merge_rules import CHOSEN, DERIVED, FOLLOWING, JOINED, OWN, Side, decide, put_back
from pakhuis.customers.models import Address, Customer, CustomerAlias, Merge
from pakhuis.customers.relations import keys_to
from pakhuis.customers.search import exact_ids
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.orders.actions import place_order
from pakhuis.orders.intake import FromWebshop, NewLine, NewOrder
from pakhuis.orders.models import Backorder, Order
from pakhuis.ownfields.values import OwnFieldKind
from pakhuis.pricing.actions import attach_price_lists, create_price_list
from tests.effort import examples
from tests.factories import (
    MOMENT,
    PERSON,
    SHED,
    STREET,
    a_customer,
    a_processed_order,
    a_warehouse,
    a_webshop,
    an_order,
    lines,
    stocked,
)

ANNA = Actor(ActorKind.PERSON, 7, "Anna")
COUNTING = ("version", "updated_at", "doubles_due")
"""These go on counting, so that a form opened meanwhile is never taken for fresh."""


def merged(winner: Customer, loser: Customer, **sides: Side) -> Merge:
    return merge_customers(winner.pk, loser.pk, sides=sides, by=ANNA, now=MOMENT)


def undone(merge: Merge) -> list[str]:
    return [one.code for one in undo_merge(merge.pk, by=ANNA, now=MOMENT)]


def refused(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as error, transaction.atomic():
        deed()
    return [one.code for one in error.value.problems]


def everything() -> dict[str, Any]:
    """All customers and every row that points at one, column by column."""
    told: dict[str, Any] = {
        key.model._meta.label: [kept(row) for row in key.model._default_manager.order_by("pk")]
        for key in keys_to(Customer)
    }
    customers = [kept(one) for one in Customer.objects.order_by("pk")]
    return {**told, "customers": [{k: v for k, v in row.items() if k not in COUNTING} for row in customers]}


@pytest.mark.once
def test_every_column_of_a_customer_is_decided_upon() -> None:
    """A new column is chosen, follows one that is, is derived, or stays the winner's own."""
    following = [column for columns in FOLLOWING.values() for column in columns]
    told = [*CHOSEN, *following, *DERIVED, *OWN]
    assert sorted(told) == sorted(field.attname for field in Customer._meta.concrete_fields)
    assert set(JOINED) <= set(CHOSEN)


@pytest.mark.once
@pytest.mark.parametrize(
    ("winner", "loser", "sides", "expected"),
    [
        ({"phone": ""}, {"phone": "1"}, {}, {"phone": "1"}),
        ({"phone": "2"}, {"phone": "1"}, {}, {}),
        ({"phone": "2"}, {"phone": "1"}, {"phone": Side.LOSER}, {"phone": "1"}),
        ({"remarks": "a"}, {"remarks": "b"}, {}, {"remarks": "a\nb"}),
        ({"remarks": "a"}, {"remarks": "a"}, {}, {}),
        ({"remarks": "a"}, {"remarks": "b"}, {"remarks": Side.WINNER}, {}),
        ({"phone": "2"}, {"phone": "1"}, {"phone": Side.BOTH}, {}),
        ({"autosplit": None}, {"autosplit": False}, {}, {"autosplit": False}),
        ({"autosplit": False}, {"autosplit": True}, {}, {}),
        ({"vat_state": "unknown"}, {"vat_number": "NL1", "vat_state": "valid"}, {},
         {"vat_number": "NL1", "vat_state": "valid"}),
    ],
)  # fmt: skip
def test_which_value_wins(
    winner: dict[str, Any], loser: dict[str, Any], sides: dict[str, Side], expected: dict[str, Any]
) -> None:
    columns = dict.fromkeys([*CHOSEN, *(one for some in FOLLOWING.values() for one in some)], "")
    assert decide({**columns, **winner}, {**columns, **loser}, sides=sides).values == expected


@pytest.mark.once
@given(st.dictionaries(st.sampled_from([*CHOSEN, *DERIVED]), st.tuples(*[st.integers(0, 2)] * 3), max_size=8))
def test_an_undo_puts_back_what_nobody_touched(columns: dict[str, tuple[int, int, int]]) -> None:
    before, after, current = ({name: values[at] for name, values in columns.items()} for at in range(3))
    back = put_back(before=before, after=after, current=current)
    for name in columns:
        if current[name] != after[name]:
            assert name not in back.values
            assert (name in back.edited) == (name in CHOSEN)
        elif before[name] != after[name]:
            assert back.values[name] == before[name]


def two(**loser: Any) -> tuple[Customer, Customer]:
    one = a_customer("Kade", number="7", email="info@kade.example")
    return one, a_customer("De Kade BV", **{"number": "8", "email": "inkoop@kade.example", **loser})


@pytest.mark.django_db
def test_the_loser_goes_up_in_the_winner() -> None:
    winner, loser = two(phone="0152123456", remarks="belt graag", discount="5", contact_name="Joke")
    merge = merged(winner, loser, contact_name=Side.LOSER)
    winner.refresh_from_db()
    assert not Customer.objects.filter(pk=loser.pk).exists()
    assert (winner.name, winner.number, winner.email) == ("Kade", "7", "info@kade.example")
    assert (winner.phone, winner.remarks, winner.discount, winner.contact_name) == (
        "0152123456", "belt graag", 5, "Joke",
    )  # fmt: skip
    assert "152123456" in winner.search_text
    assert (merge.winner_id, merge.loser_id, merge.merged_by) == (winner.pk, loser.pk, "Anna")
    for text in ("7", "8", "inkoop@kade.example", "INFO@kade.example"):
        assert exact_ids(text) == [winner.pk]


@pytest.mark.django_db
def test_the_logbooks_of_both_tell_it() -> None:
    winner, loser = two(phone="0152123456")
    merged(winner, loser)
    told, of_loser = logbook("customer", winner.pk)[0], logbook("customer", loser.pk)[0]
    assert (told.name, told.data["customer"], told.actor_label) == ("customer.merged", "De Kade BV", "Anna")
    assert told.data["changes"] == [{"field": "phone", "old": "", "new": "0152123456"}]
    assert (of_loser.name, of_loser.data["winner_id"]) == ("customer.went_up", winner.pk)
    assert Fact.objects.filter(name__startswith="customer.merge").count() == 1


@pytest.mark.django_db
def test_a_number_of_the_loser_is_nobody_elses() -> None:
    winner, loser = two()
    merged(winner, loser)
    fields = CustomerFields(name="Nieuw", number="8")
    assert refused(lambda: create_customer(fields, by=ANNA, now=MOMENT)) == ["number_taken"]
    update_customer(winner.pk, CustomerFields(number="8"), by=ANNA, now=MOMENT)
    assert exact_ids("8") == [winner.pk, winner.pk]


@pytest.mark.django_db
@pytest.mark.parametrize("known_by", ["external_id", "number", "email"])
def test_the_next_shop_order_of_the_loser_finds_the_winner(known_by: str) -> None:
    stocked(a_warehouse(), A=9)
    webshop = a_webshop()
    winner = a_customer("Kade")
    given = {"external_id": "", "number": "", "email": ""} | {known_by: getattr(PERSON, known_by) or "N-7"}
    person = replace(PERSON, **given)

    def ordered(number: str) -> Order:
        origin = FromWebshop(webshop_id=webshop.pk, external_id=number, person=person)
        new = NewOrder(webshop=origin, lines=(NewLine(product_code="A", amount=1),))
        return place_order(new, by=webshop.as_actor(), now=MOMENT).order

    loser = ordered("1").customer
    assert loser is not None and loser.pk != winner.pk
    merged(winner, loser)
    assert ordered("2").customer_id == winner.pk
    assert Customer.objects.count() == 1


@pytest.mark.django_db
def test_an_order_for_the_loser_by_its_old_id_is_the_winners() -> None:
    """Other systems remember the id."""
    stocked(a_warehouse(), A=9)
    winner, loser = two()
    merged(winner, loser)
    assert an_order(loser, lines=lines(A=1)).customer_id == winner.pk


@pytest.mark.django_db
def test_all_that_belongs_to_the_loser_follows() -> None:
    stocked(a_warehouse(), A=1)
    shared, own = (
        create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT),
        create_tag("Vast", color="#112233", inherit=True, by=SYSTEM, now=MOMENT),
    )
    winner = a_customer("Kade", tag_ids=(shared.pk,))
    book = (
        BookAddress(address=STREET, is_default_invoice=True),
        BookAddress(address=SHED, is_default_delivery=True),
    )
    loser = a_customer("De Kade", tag_ids=(shared.pk, own.pk), addresses=book)
    order = a_processed_order(loser, lines=lines(A=5))
    merged(winner, loser)
    order.refresh_from_db()
    assert order.customer_id == winner.pk
    assert set(Backorder.objects.values_list("customer_id", flat=True)) == {winner.pk}
    assert set(order.picklists.values_list("customer_id", flat=True)) == {winner.pk}
    assert set(winner.tags.all()) == {shared, own}
    assert [one.line1 for one in winner.addresses.all()] == [STREET.line1, SHED.line1]
    assert winner.addresses.filter(is_default_delivery=True).get().line1 == STREET.line1


@pytest.mark.django_db
def test_the_losers_default_address_stays_one_where_the_winner_has_none() -> None:
    winner = a_customer("Kade", addresses=())
    loser = a_customer("De Kade")
    before = everything()
    merge = merged(winner, loser)
    assert winner.addresses.get().is_default_invoice
    assert undone(merge) == []
    assert everything() == before


@pytest.mark.django_db
def test_refusals() -> None:
    winner, loser = two(remarks="x" * 9_000)
    before = everything()
    assert refused(lambda: merged(winner, winner)) == ["merge_with_itself"]
    ghost = Customer(pk=2**60)
    assert refused(lambda: merged(winner, ghost)) == ["not_found"]
    assert refused(lambda: merged(ghost, winner)) == ["not_found"]
    assert refused(lambda: undo_merge(2**60, by=ANNA, now=MOMENT)) == ["not_found"]
    Customer.objects.filter(pk=winner.pk).update(remarks="y" * 9_000)
    assert refused(lambda: merged(winner, loser)) == ["too_long"]
    Customer.objects.filter(pk=winner.pk).update(remarks="", erased_at=MOMENT)
    assert refused(lambda: merged(winner, loser)) == ["erased"]
    Customer.objects.filter(pk=winner.pk).update(erased_at=None)
    assert everything() == before
    assert not Merge.objects.exists()


@pytest.mark.django_db
def test_a_merge_is_undone_once() -> None:
    merge = merged(*two())
    assert undone(merge) == []
    assert refused(lambda: undone(merge)) == ["undone_already"]


@pytest.mark.django_db
def test_a_chain_comes_apart_in_order() -> None:
    a, b, c = (a_customer(name, number=name, email=f"{name}@x.nl") for name in "abc")
    start = everything()
    first = merged(b, a)
    between = everything()
    second = merged(c, b)
    for name in "abc":
        assert exact_ids(name) == exact_ids(f"{name}@x.nl") == [c.pk]
    assert refused(lambda: undone(first)) == ["later_merge_first"]
    assert undone(second) == []
    assert everything() == between
    assert undone(first) == []
    assert everything() == start


@pytest.mark.django_db
def test_two_into_one_come_apart_in_order() -> None:
    a, b, c = (a_customer(name, number=name, email=f"{name}@x.nl") for name in "abc")
    start = everything()
    first, second = merged(a, b), merged(a, c)
    assert refused(lambda: undone(first)) == ["later_merge_first"]
    assert undone(second) == undone(first) == []
    assert everything() == start


@pytest.mark.django_db
def test_what_was_changed_since_stays_and_is_told() -> None:
    stocked(a_warehouse(), A=9)
    winner, loser = two(phone="0152123456", contact_name="Joke")
    merge = merged(winner, loser)
    update_customer(winner.pk, CustomerFields(contact_name="Truus", remarks="nieuw"), by=ANNA, now=MOMENT)
    order = an_order(winner, lines=lines(A=1))
    moved = Address.objects.order_by("-pk").first()
    notes = undo_merge(merge.pk, by=ANNA, now=MOMENT)
    winner.refresh_from_db()
    order.refresh_from_db()
    assert moved is not None
    assert [(one.code, *(value for _, value in one.params)) for one in notes] == [
        ("edited_since", "contact_name"),
        ("edited_since", "remarks"),
        ("came_since", "orders.Order", "1"),
    ]
    assert (winner.contact_name, winner.remarks, winner.phone) == ("Truus", "nieuw", "")
    assert order.customer_id == winner.pk
    back = Customer.objects.get(pk=loser.pk)
    assert (back.contact_name, back.phone, back.number) == ("Joke", "0152123456", "8")
    assert logbook("customer", back.pk)[0].data["kept"] == [str(one) for one in notes]


@pytest.mark.django_db
def test_what_was_removed_or_changed_of_the_losers_things_is_told() -> None:
    winner = a_customer("Kade", addresses=(), number="7")
    other = BookAddress(address=SHED)
    loser = a_customer("De Kade", addresses=(BookAddress(address=STREET), other), number="8")
    tag = create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    update_customer(winner.pk, CustomerFields(tag_ids=(tag.pk,)), by=ANNA, now=MOMENT)
    update_customer(loser.pk, CustomerFields(tag_ids=(tag.pk,)), by=ANNA, now=MOMENT)
    merge = merged(winner, loser)
    Address.objects.filter(line1=STREET.line1).update(city="Gent")
    Address.objects.filter(line1=SHED.line1).delete()
    winner.customer_tags.all().delete()
    Tag.objects.all().delete()
    assert sorted(undone(merge)) == ["gone_since", "gone_since", "rows_edited_since"]
    assert [one.city for one in Customer.objects.get(pk=loser.pk).addresses.all()] == ["Gent"]


@pytest.mark.django_db
def test_a_number_that_somebody_took_meanwhile_stays_theirs() -> None:
    winner, loser = two()
    merge = merged(winner, loser)
    update_customer(winner.pk, CustomerFields(number="8"), by=ANNA, now=MOMENT)
    assert undone(merge) == ["edited_since", "number_used_meanwhile"]
    assert Customer.objects.get(pk=loser.pk).number == ""
    winner.refresh_from_db()
    assert winner.number == "8"


@pytest.mark.django_db
def test_a_deleted_winner_takes_the_record_with_it() -> None:
    winner, loser = two()
    merged(winner, loser)
    delete_customer(winner.pk, by=ANNA, now=MOMENT)
    assert not Merge.objects.exists()
    assert not CustomerAlias.objects.exists()


@pytest.mark.django_db
def test_a_deleted_winner_takes_the_records_of_all_that_went_up_in_it_along() -> None:
    first, second, third = (a_customer(name) for name in ("Aad", "Bea", "Cor"))
    other = merge_customers(a_customer("Dirk").pk, a_customer("Eva").pk, by=ANNA, now=MOMENT)
    merge_customers(second.pk, first.pk, by=ANNA, now=MOMENT)
    merge_customers(third.pk, second.pk, by=ANNA, now=MOMENT)
    delete_customer(third.pk, by=ANNA, now=MOMENT)
    assert list(Merge.objects.values_list("pk", flat=True)) == [other.pk]


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_orders() -> None:
    stocked(a_warehouse(), A=99)

    def cost(orders: int) -> int:
        winner, loser = (a_customer(f"{orders}") for _ in range(2))
        for _ in range(orders):
            an_order(loser, lines=lines(A=1))
        with CaptureQueriesContext(connection) as asked:
            merge = merged(winner, loser)
            undone(merge)
        return len(asked)

    assert cost(6) - cost(1) <= 1


WORDS = st.sampled_from(["", "Kade", "kade", "Joke", "0152123456", "NL123456782B01", "x\ny"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "contact_name": WORDS,
        "email": st.sampled_from(["", "a@x.nl", "A@X.nl", "b@x.nl"]),
        "phone": WORDS,
        "vat_number": WORDS,
        "remarks": WORDS,
        "default_order_remarks": WORDS,
        "language": st.sampled_from(["nl", "en"]),
        "discount": st.sampled_from(["0", "2.5", "100"]),
        "autosplit": st.sampled_from([None, True, False]),
        "calculate_vat": st.booleans(),
    },
)
BOOK = st.lists(
    st.tuples(st.sampled_from([STREET, SHED, SHED._replace(city="Gent")]), st.booleans(), st.booleans()),
    max_size=3,
)
RELATIONS = st.fixed_dictionaries(
    {
        "book": BOOK,
        "tags": st.sets(st.integers(0, 2)),
        "lists": st.sets(st.integers(0, 1)),
        "own": st.sampled_from(["", "rood"]),
        "orders": st.integers(0, 2),
        "shop": st.booleans(),
    }
)


def _book(drawn: list[tuple[Any, bool, bool]]) -> tuple[BookAddress, ...]:
    """The drawn addresses with at most one default of each kind."""
    seen: dict[str, bool] = {}
    book = []
    for address, invoice, delivery in drawn:
        first = [flag and not seen.get(name) for name, flag in (("i", invoice), ("d", delivery))]
        seen = {"i": seen.get("i", False) or invoice, "d": seen.get("d", False) or delivery}
        book.append(BookAddress(address=address, is_default_invoice=first[0], is_default_delivery=first[1]))
    return tuple(book)


class World:
    """What two drawn customers may have."""

    def __init__(self) -> None:
        stocked(a_warehouse(), A=1)
        self.webshop = a_webshop()
        self.tags = [create_tag(f"t{n}", color="#112233", inherit=True, by=SYSTEM, now=MOMENT) for n in "abc"]
        self.lists = [create_price_list(f"p{n}", by=SYSTEM, now=MOMENT) for n in "ab"]
        new = OwnFieldFields(title="Kleur", kind=OwnFieldKind.TEXT)
        self.own = create_own_field(new, by=SYSTEM, now=MOMENT)

    def customer(self, number: str, fields: dict[str, Any], has: dict[str, Any]) -> Customer:
        one = a_customer(
            f"Klant {number}",
            number=number,
            addresses=_book(has["book"]),
            tag_ids=tuple(self.tags[n].pk for n in has["tags"]),
            **fields,
        )
        attach_price_lists(
            one.pk, price_list_ids=[self.lists[n].pk for n in has["lists"]], by=SYSTEM, now=MOMENT
        )
        if has["own"]:
            one.own_values.create(field=self.own, text=has["own"], key=has["own"])
        for _ in range(has["orders"]):
            a_processed_order(one, lines=lines(A=2))
        if has["shop"]:
            one.identities.create(webshop=self.webshop, kind="shop_id", value=number, since=MOMENT)
        return one


@pytest.mark.django_db(transaction=True)
@settings(max_examples=examples(25), phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(first=FIELDS, second=FIELDS, has=RELATIONS, had=RELATIONS, sides=st.dictionaries(
    st.sampled_from(CHOSEN), st.sampled_from(list(Side))), edit=st.booleans())  # fmt: skip
def test_merge_then_undo_is_as_if_nothing_was(
    first: dict[str, Any],
    second: dict[str, Any],
    has: dict[str, Any],
    had: dict[str, Any],
    sides: dict[str, Side],
    edit: bool,
) -> None:
    """Whatever fields and relations two customers have; an edit made in between is kept and listed."""
    with transaction.atomic():
        world = World()
        winner, loser = world.customer("w", first, has), world.customer("l", second, had)
        before = everything()
        merge = merge_customers(winner.pk, loser.pk, sides=sides, by=ANNA, now=MOMENT)
        assert Order.objects.filter(customer_id=winner.pk).count() == has["orders"] + had["orders"]
        if edit:
            update_customer(winner.pk, CustomerFields(phone="06 12345678"), by=ANNA, now=MOMENT)
        notes = undo_merge(merge.pk, by=ANNA, now=MOMENT)
        _compare(before, winner, notes, edit=edit)
        transaction.set_rollback(True)


def _compare(before: dict[str, Any], winner: Customer, notes: tuple[Problem, ...], *, edit: bool) -> None:
    after = everything()
    edited = {"phone", "phone_key", "search_text"} if edit else set()
    for told in (before, after):
        for row in told["customers"]:
            if edit and row["id"] == winner.pk:
                row["field_sources"].pop("phone", None)
                row["field_dates"].pop("phone", None)
    assert _differences(before, after, winner.pk, edited) == []
    assert [(one.code, one.path) for one in notes] == [("edited_since", ("phone",))] * edit


def _differences(
    before: dict[str, Any], after: dict[str, Any], winner_id: int, edited: set[str]
) -> list[tuple[str, Any, Any]]:
    """Table and column with the value before and after, where they differ without anybody's edit."""
    found: list[tuple[str, Any, Any]] = []
    for table, rows in before.items():
        assert [row["id"] for row in rows] == [row["id"] for row in after[table]], table
        for row, now in zip(rows, after[table], strict=True):
            ignored = edited if table == "customers" and row["id"] == winner_id else set()
            found += [(f"{table}.{k}", v, now[k]) for k, v in row.items() if v != now[k] and k not in ignored]
    return found
