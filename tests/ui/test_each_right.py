"""Somebody who lacks one single right: which pages are closed, and that no page offers a deed that is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.rights import Right
from pakhuis.kernel.actor import SYSTEM
from tests.conftest import PASSWORD
from tests.factories import MOMENT
from tests.ui.test_access import GUARDED, pages

pytestmark = pytest.mark.once

__all__ = ("pages",)  # the fixture: every page that can be read

LOOKING = {Right.CUSTOMERS_SEE, Right.ORDERS_SEE, Right.PRODUCTS_SEE, Right.PICKLISTS_WORK}
"""Names of customers, orders, products and picklists are links also for who may not open them."""
LINKS = re.compile(r'(?:href|action|hx-get|hx-post|formaction)="([^"]+)"')


@pytest.mark.parametrize("lacking", sorted(Right))
def test_every_page_without_one_right(pages: list[str], lacking: Right) -> None:
    rights = tuple(one for one in Right if one is not lacking)
    user = create_user("zonder", password=PASSWORD, rights=rights, by=SYSTEM, now=MOMENT)
    client = Client()
    client.force_login(user)
    dead_ends = set()
    is_looking = lacking in LOOKING
    for address in pages:
        answer = client.get(address, follow=True)
        expected = 403 if _is_closed(address, lacking) else 200
        assert answer.status_code == expected, address
        if expected == 200 and not is_looking:
            text = answer.content.decode()
            dead_ends |= {(address, link) for link in LINKS.findall(text) if _is_closed(link, lacking)}
    assert not dead_ends, sorted(dead_ends)[:10]


def _is_closed(address: str, lacking: Right) -> bool:
    """Whether the page behind an address of ours asks for this very right and no other."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return False
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return False
    return GUARDED.get(name) == {lacking}
