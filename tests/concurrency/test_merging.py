"""Merging while others merge, order and edit: one outcome, no order lost, no row left behind."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pakhuis.accounts.models import Webshop
from pakhuis.customers.actions.erase import is_blank
from pakhuis.customers.actions.merge import merge_customers
from pakhuis.customers.models import Customer, CustomerIdentity, Merge
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.actions import cancel_order
from pakhuis.orders.models import Order
from tests.concurrency.deeds import place
from tests.concurrency.race import Deed, race
from tests.factories import MOMENT, PERSON, a_customer, a_warehouse, a_webshop, stocked

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop() -> Webshop:
    stocked(a_warehouse(), A=100)
    return a_webshop()


def test_two_clerks_merge_the_same_pair() -> None:
    one, other = a_customer("Kade"), a_customer("De Kade")
    same = ("merge", {"winner_id": one.pk, "loser_id": other.pk})
    crosswise = ("merge", {"winner_id": other.pk, "loser_id": one.pk})
    assert Counter(race([same, crosswise, same, crosswise])) == {"done": 1, "not_found": 3}
    assert (Customer.objects.count(), Merge.objects.count()) == (1, 1)


def test_a_ring_of_merges_ends() -> None:
    """a into b, b into c, c into a, all at once: somebody is left, and every record is right."""
    ids = [a_customer(name).pk for name in "abc"]
    ring = [("merge", {"winner_id": ids[n - 1], "loser_id": ids[n]}) for n in range(3)]
    gave = race([*ring, *ring])
    left = set(Customer.objects.values_list("pk", flat=True))
    assert len(left) == 3 - gave.count("done")
    assert left | set(Merge.objects.values_list("loser_id", flat=True)) == set(ids)


def test_orders_arrive_while_their_customer_goes_up(shop: Webshop) -> None:
    """By the shop's id, by e-mail, and by hand with the old id: each is the winner's in the end."""
    place(shop.pk, "first")
    loser = Customer.objects.get()
    winner = a_customer("De Kade")
    known = {"webshop_id": shop.pk}
    deeds: list[Deed] = [
        ("merge", {"winner_id": winner.pk, "loser_id": loser.pk}),
        *(("place", {**known, "number": f"i{n}"}) for n in range(3)),
        *(("place", {**known, "number": f"e{n}", "external_id": ""}) for n in range(3)),
        *(("order_for", {"customer_id": loser.pk}) for n in range(3)),
    ]
    assert race(deeds)[0] == "done"
    assert Customer.objects.get() == winner
    assert set(Order.objects.values_list("customer_id", flat=True)) == {winner.pk}
    assert Order.objects.count() == 10
    assert set(CustomerIdentity.objects.values_list("customer_id", flat=True)) == {winner.pk}


def test_a_merge_is_undone_while_orders_arrive(shop: Webshop) -> None:
    place(shop.pk, "first")
    loser, winner = Customer.objects.get(), a_customer("De Kade")
    merge = merge_customers(winner.pk, loser.pk, by=SYSTEM, now=MOMENT)
    deeds: list[Deed] = [
        *[("undo_merging", {"merge_id": merge.pk})] * 2,
        *(("place", {"webshop_id": shop.pk, "number": f"i{n}"}) for n in range(4)),
    ]
    gave = race(deeds)
    assert sorted(gave[:2]) == ["done", "undone_already"]
    assert Customer.objects.count() == 2
    assert Order.objects.count() == 5
    later = place(shop.pk, "last", email=replace(PERSON).email)
    assert Order.objects.get(pk=later).customer_id == loser.pk


def test_a_merge_and_an_edit_of_the_loser() -> None:
    winner, loser = a_customer("Kade"), a_customer("De Kade")
    deeds: list[Deed] = [
        ("merge", {"winner_id": winner.pk, "loser_id": loser.pk}),
        ("change_phone", {"customer_id": loser.pk, "phone": "0152123456", "version": 1}),
    ]
    done, said = race(deeds)
    assert done == "done"
    winner.refresh_from_db()
    assert (winner.phone == "0152123456") == (said == "done")


def test_orders_arrive_while_their_customer_is_erased(shop: Webshop) -> None:
    """None is lost, and none is written to who was erased: it came before, or is a new customer's."""
    place(shop.pk, "first")
    person = Customer.objects.get()
    cancel_order(Order.objects.get().pk, by=SYSTEM, now=MOMENT)
    known = {"webshop_id": shop.pk}
    deeds: list[Deed] = [
        ("erase", {"customer_id": person.pk}),
        *(("place", {**known, "number": f"i{n}"}) for n in range(3)),
        *(("place", {**known, "number": f"e{n}", "external_id": ""}) for n in range(3)),
    ]
    said = race(deeds)[0]
    assert Order.objects.count() == 7
    later = set(
        Order.objects.exclude(number=Order.objects.earliest("pk").number).values_list("customer", flat=True)
    )
    person.refresh_from_db()
    if said == "done":
        assert person.pk not in later
        assert is_blank(person)
        assert len(later) == 1
    else:
        assert later == {person.pk}
