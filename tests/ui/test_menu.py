"""The menu marks where one is, also on pages whose address begins otherwise than their entry's."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from pakhuis.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def _marked(page: str) -> list[str]:
    menu = page.split('<nav class="side"')[1].split("</nav>", maxsplit=1)[0]
    return re.findall(r'aria-current="page">.*?<span>(.*?)</span>', menu)


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("/", "Today"),
        ("/customers/doubles/", "Customers"),
        ("/imports/", "Customers"),
        ("/orders/", "Orders"),
        ("/returns/", "Orders"),
        ("/returns/new/", "Orders"),
        ("/batches/", "Picklists"),
        ("/purchases/suppliers/", "Purchasing"),
        ("/settings/returns/", "Settings"),
        ("/hooks-out/", "Settings"),
    ],
)
def test_one_entry_is_marked(client: Client, admin: User, address: str, entry: str) -> None:
    client.force_login(admin)
    assert _marked(client.get(address).content.decode()) == [entry]


def test_none_is_marked_where_no_entry_leads(client: Client, admin: User) -> None:
    client.force_login(admin)
    assert _marked(client.get("/me/").content.decode()) == []
