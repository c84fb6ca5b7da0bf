"""What is kept of one person is found by indexes: no walk of the logbook, however long it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pakhuis.customers.actions.erase import blank_customer
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.privacy.export import everything_of
from pakhuis.privacy.queries import is_erased
from tests.contracts.plans import plans
from tests.factories import MOMENT, a_customer, a_product, an_order, lines

ASKED = ('FROM "journal_fact"', 'FROM "comments_comment"')
INDEXES = ("fact_of_subject", "comment_of_subject")


@pytest.mark.django_db
def test_facts_and_comments_of_a_person_are_found_by_what_they_are_about() -> None:
    a_product("A")
    customer = a_customer()
    an_order(customer, lines=lines(A=1))

    def blanked() -> None:
        blank_customer(customer, by=SYSTEM, now=MOMENT + timedelta(days=1))
        assert is_erased(Customer.objects.get(pk=customer.pk))

    for ask in (lambda: everything_of(customer.pk), blanked):
        found = plans(ask, of=lambda sql: any(one in sql for one in ASKED))
        assert found
        by_index = [any(index in line for index in INDEXES for line in plan) for plan in found]
        assert all(by_index), found
