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
from tests.ui.test_access import ALSO, GUARDED, pages

pytestmark = pytest.mark.once

__all__ = ("pages",)  # the fixture: every page that can be read

LOOKING = {Right.CUSTOMERS_SEE, Right.ORDERS_SEE, Right.PRODUCTS_SEE, Right.PICKLISTS_WORK}
"""Names of customers, orders, products and picklists are links also for who may not open them."""
LINKS = re.compile(r'(?:href|action|hx-get|hx-post|formaction)="([^"]+)"')
FRAME = re.compile(r"<header class=\"top\">.*?</nav>", re.DOTALL)
"""The head and the menu, the same on every page: the front page has them for all."""
ASKED_WITH_OTHERS = Right.CUSTOMERS_IMPORT
"""No page asks for this one by itself: products and prices come by a file too."""


def test_every_page_without_one_right(pages: list[str]) -> None:
    """Of each right the pages that it closes, and those that offer a deed of it to who has all rights."""
    offering = _offering(pages)
    for lacking in sorted(Right):
        client = _client(f"zonder-{lacking}", *(one for one in Right if one is not lacking))
        dead_ends = set()
        for address in pages:
            is_closed = lacking in _rights_of(address)
            if not is_closed and lacking not in offering[address]:
                continue
            answer = client.get(address, follow=True)
            assert answer.status_code == (403 if is_closed else 200), (address, lacking)
            if not is_closed and lacking not in LOOKING:
                links = LINKS.findall(answer.content.decode())
                dead_ends |= {(address, link) for link in links if lacking in _rights_of(link)}
        assert not dead_ends, (lacking, sorted(dead_ends)[:10])


def _offering(pages: list[str]) -> dict[str, set[Right]]:
    """The single rights of what each page offers, besides what all of them do."""
    client = _client("alles", *Right)
    offered = {}
    for address in pages:
        text = client.get(address, follow=True).content.decode()
        if address != "/":
            text = FRAME.sub("", text)
        offered[address] = {right for link in LINKS.findall(text) for right in _rights_of(link)}
    assert set().union(*offered.values()) == set(Right) - {ASKED_WITH_OTHERS}
    return offered


def _client(name: str, *rights: Right) -> Client:
    client = Client()
    client.force_login(create_user(name, password=PASSWORD, rights=rights, by=SYSTEM, now=MOMENT))
    return client


def _rights_of(address: str) -> set[Right]:
    """The rights without which the page behind an address of ours is closed, whatever others there are."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return set()
    try:
        name = resolve(parts.path).url_name or ""
    except Resolver404:
        return set()
    needed = GUARDED.get(name, set())
    return (needed if len(needed) == 1 else set()) | ({ALSO[name]} if name in ALSO else set())
