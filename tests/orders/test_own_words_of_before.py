"""What open orders of before took from their customers is told apart by the migration, in few statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order, OrderTag
from tests.factories import MOMENT, a_customer, a_warehouse, an_order, lines, stocked

DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.mark.django_db(transaction=True)
def test_tags_and_remarks_are_told_apart_in_as_many_statements_for_more_orders() -> None:
    """Written one by one, or with a value for each tag, tens of thousands of open orders stop an upgrade."""
    tag = create_tag("Route", color="#123456", inherit=True, **DO)
    customer = a_customer(tag_ids=(tag.pk,), default_order_remarks="Achterom")
    stocked(a_warehouse(), A=1)
    counts = []
    for _ in range(2):
        for _ in range(6):
            an_order(customer, lines=lines(A=1), remarks="Bel aan")
        said = dict(Order.objects.values_list("pk", "sources"))
        assert {tuple(one["remarks"]) for one in said.values()} == {("both", "", 7)}
        _migrate("0003_order_shows_status")
        with CaptureQueriesContext(connection) as asked:
            _migrate("0006_template_of_every_order")
        counts.append(len([one for one in asked if one["sql"].startswith("UPDATE")]))
        assert dict(Order.objects.values_list("pk", "sources")) == said
        assert set(OrderTag.objects.values_list("is_inherited", flat=True)) == {True}
    assert counts[0] == counts[1]


def _migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("orders", name)])
