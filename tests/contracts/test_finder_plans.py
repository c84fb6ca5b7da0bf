"""What is typed into the finder, or scanned, reads no whole table: the plan is asked, of many rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.models import User
from pakhuis.catalogue.queries import scanned
from pakhuis.customers.actions.doubles import look_at
from pakhuis.customers.models import Customer
from tests.contracts import many_rows
from tests.contracts.plans import plans, read_whole
from tests.contracts.test_api_schema import call, house
from tests.factories import MOMENT

__all__ = ["call", "house"]
TYPED = ("K1000", "jansen utrecht", "ja", "klant@example.nl", "8712345", "2026-00012")


def chosen(sql: str) -> bool:
    """Not the ends of a table, nor a walk for fragments: the size of both is bounded, whatever the plan."""
    return not sql.endswith("LIMIT 1") and "instr(" not in sql and "strpos(" not in sql


@pytest.mark.django_db
def test_every_key_pressed_is_answered_by_indexes(house: dict[str, Any], client: Client) -> None:
    Customer.objects.update(vat_number="", phone_key="")
    many_rows.fill()
    client.force_login(User.objects.get(username="anna"))
    customer = Customer.objects.order_by("pk")[0]
    # A name of its own: of one that all have, a walk finds enough at once, and PostgreSQL may prefer that.
    told = {"name_key": "ina", "phone": "+31201234567", "phone_key": "+31201234567"}
    told |= {"vat_number": "NL001234567B01"}
    Customer.objects.filter(pk=customer.pk).update(doubles_due=True, email_key="ina@x.example", **told)
    asks: dict[str, Callable[[], object]] = {"doubles": partial(look_at, customer.pk, now=MOMENT)}
    for typed in TYPED:
        ask = partial(client.get, "/search/", {"q": typed})
        asks[f"page {typed}"] = ask
        asks[f"typing {typed}"] = partial(ask, headers={"HX-Request": "true"})
        asks[f"scanned {typed}"] = partial(scanned, typed)
    found = {
        name: read_whole(line for plan in plans(ask, of=chosen) for line in plan)
        for name, ask in asks.items()
    }
    assert {name: lines for name, lines in found.items() if lines} == {}
