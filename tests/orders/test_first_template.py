"""Every order has a template: the first one is made where an account has none yet."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from pakhuis.accounts.actions import change_settings, create_template, default_template_id
from pakhuis.accounts.models import Template
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from tests.factories import MOMENT, a_warehouse, an_order, lines, stocked

DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "name"), [("nl", "Standaard"), ("en", "Standard")])
def test_the_first_order_brings_the_first_template(language: str, name: str) -> None:
    """It is plain and sends no mails, so that nothing changes by its being there."""
    change_settings(language=language, **DO)
    stocked(a_warehouse(), A=1)
    first, second = an_order(lines=lines(A=1)), an_order(lines=lines(A=1))
    assert first.template == second.template == Template.objects.get()
    assert first.sources["template"][0] == "account"
    made = first.template
    assert (made.name, made.is_default, made.confirms_orders, made.announces_shipments) == (
        name,
        True,
        False,
        False,
    )
    assert not Fact.objects.filter(name__startswith="template.").exists()


@pytest.mark.django_db
def test_a_template_that_is_not_the_default_stays_what_it_is() -> None:
    """It may send mails; nobody said that all orders are to send them."""
    for name in ("Standaard", "Standaard 2"):
        create_template(name, is_default=False, confirms_orders=True, **DO)
    assert Template.objects.get(pk=default_template_id()).name == "Standaard 3"
    assert default_template_id() == default_template_id()
    assert Template.objects.count() == 3


@pytest.mark.django_db
def test_the_default_that_somebody_chose_is_taken() -> None:
    chosen = create_template("Horeca", is_default=True, **DO)
    stocked(a_warehouse(), A=1)
    assert an_order(lines=lines(A=1)).template == chosen
    assert Template.objects.get() == chosen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("taken", [False, True])
def test_orders_of_before_get_one_by_the_migration(taken: bool) -> None:
    stocked(a_warehouse(), A=1)
    chosen, before = (an_order(lines=lines(A=1)) for _ in range(2))
    own = create_template("Standaard 2", is_default=False, confirms_orders=True, **DO)
    Order.objects.filter(pk=chosen.pk).update(template=own)
    _migrate("0004_own_words_of_orders")
    try:
        Order.objects.filter(pk=before.pk).update(template=None)
        Template.objects.exclude(pk=own.pk).delete()
        if taken:
            create_template("Standaard", is_default=False, **DO)
    finally:
        _migrate("0006_template_of_every_order")
    told = dict(Order.objects.values_list("pk", "template__name"))
    assert told == {chosen.pk: "Standaard 2", before.pk: "Standaard 3" if taken else "Standaard"}
    made = Template.objects.get(is_default=True)
    assert (made.confirms_orders, made.orders.get()) == (False, before)


def _migrate(name: str) -> None:
    MigrationExecutor(connection).migrate([("orders", name)])
