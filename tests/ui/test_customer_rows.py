"""A page of the customer overview: what its rows show, in as many questions however many rows."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag
from pakhuis.accounts.models import User
from pakhuis.customers.intake import BookAddress, NewAddress
from pakhuis.customers.models import Customer
from pakhuis.kernel.actor import SYSTEM
from pakhuis.ui.customer_rows import COLUMNS, shown
from tests.factories import MOMENT, a_customer

pytestmark = pytest.mark.django_db


def _address(city: str) -> NewAddress:
    return NewAddress(name="Kade", line1="Kade 1", zipcode="8011 JA", city=city, country="NL")


def test_a_row_has_the_first_default_address_and_all_tags_by_title() -> None:
    vip, horeca = (
        create_tag(title, color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
        for title in ("VIP", "Horeca")
    )
    book = (
        BookAddress(address=_address("Zwolle")),
        BookAddress(address=_address("Delft"), is_default_invoice=True),
        BookAddress(address=_address("Gouda"), is_default_delivery=True),
    )
    a_customer("Kade", addresses=book, tag_ids=(vip.pk, horeca.pk))
    a_customer("Zee", addresses=())
    kade, zee = shown(list(Customer.objects.only(*COLUMNS).order_by("pk")))
    chips = re.findall(r"</svg>(.*?)</span>", kade["chips"])
    assert (kade["place"], chips) == (("Delft", "NL"), ["Horeca", "VIP"])
    assert (zee["place"], zee["chips"]) == (None, "")


def test_more_rows_ask_no_more(client: Client, admin: User) -> None:
    client.force_login(admin)
    tag = create_tag("Horeca", color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
    a_customer("Kade", tag_ids=(tag.pk,))
    client.get("/customers/")
    with CaptureQueriesContext(connection) as one:
        client.get("/customers/?sort=number")
    for name in "ABC":
        a_customer(name, tag_ids=(tag.pk,))
    with CaptureQueriesContext(connection) as four:
        page = client.get("/customers/?sort=number").content.decode()
    assert len(four) == len(one)
    assert page.count("<tr>") == 1 + 4
