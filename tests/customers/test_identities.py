"""By what webshops know a customer: moved, cut, told in the logbooks, and what the next order finds then."""

from __future__ import annotations

import pytest

from pakhuis.accounts.models import Webshop
from pakhuis.customers.actions import cut_identity, move_identity
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_customer, a_product, a_webshop, placed_from

pytestmark = pytest.mark.django_db


@pytest.fixture
def webshop() -> Webshop:
    a_product("A")
    return a_webshop()


@pytest.fixture
def known(webshop: Webshop) -> Customer:
    """Known to the shop by id and by e-mail."""
    placed_from(webshop, "1")
    return Customer.objects.get()


def by_id() -> CustomerIdentity:
    return CustomerIdentity.objects.get(kind="shop_id")


def test_moved_the_next_order_finds_the_other(webshop: Webshop, known: Customer) -> None:
    other = a_customer("Café De Kade")
    move_identity(by_id().pk, to=other.pk, by=SYSTEM, now=MOMENT)
    assert placed_from(webshop, "2").customer_id == other.pk
    assert known.orders.count() == 1, "orders that are here stay where they are"
    assert logbook("customer", known.pk)[0].name == "customer.unlinked"
    linked = next(fact for fact in logbook("customer", other.pk) if fact.name == "customer.linked")
    assert linked.data["how"] == "by_hand"


def test_cut_the_next_order_is_recognised_anew(webshop: Webshop, known: Customer) -> None:
    for one in list(known.identities.all()):
        cut_identity(one.pk, by=SYSTEM, now=MOMENT)
    assert known.identities.count() == 0
    order = placed_from(webshop, "2")
    assert order.customer_id == known.pk, "by the e-mail that only this customer has"
    assert known.identities.count() == 2


def test_what_cannot_be_moved(known: Customer) -> None:
    before = Fact.objects.count()
    for to, code in ((known.pk, "same_customer"), (known.pk + 99, "not_found")):
        with pytest.raises(Refused) as refused:
            move_identity(by_id().pk, to=to, by=SYSTEM, now=MOMENT)
        assert refused.value.problems[0].code == code
    for act in (
        lambda: move_identity(10**6, to=known.pk, by=SYSTEM, now=MOMENT),
        lambda: cut_identity(10**6, by=SYSTEM, now=MOMENT),
    ):
        with pytest.raises(Refused):
            act()
    assert (Fact.objects.count(), known.identities.count()) == (before, 2)
