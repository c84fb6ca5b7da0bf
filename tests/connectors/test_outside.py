"""Calling a shop never leads anywhere else: not by a port, a redirect, a setting, or a name that changes."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import httpx
import pytest

from pakhuis.connectors.calls import ask, path_of
from pakhuis.connectors.contract import Access, PermanentFailure, ShopError
from pakhuis.connectors.registry import connectors
from pakhuis.outside import guard
from tests.connectors.standin import Example, example, opened

pytestmark = pytest.mark.once

HOME = "https://winkel.example"


def refused(url: str, **values: str) -> str:
    with pytest.raises(ShopError) as raised:
        ask(Access(address=HOME, values=values), "/x", kind="Shop", base=url)
    return raised.value.problem.code


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.example",
        "https://winkel.example:8443",
        "http://winkel.example",
        "https://winkel.example.elders.example",
        "https://winkel.example@elders.example",
        "https://127.0.0.1",
        "ftp://winkel.example",
        "https://[::1",
    ],
)
def test_no_other_host_port_or_scheme_is_called(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", _never)
    assert refused(url) == "forbidden_address"
    assert refused(url, key=url, webhook_secret=url) == "forbidden_address", "a key is no address"


def _never(*args: Any, **kwargs: Any) -> None:
    raise AssertionError(f"looked up {args}")


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("https://elders.example/orders?page=2", "/orders?page=2"),
        ("//elders.example/orders", "/orders"),
        ("/orders", "/orders"),
        ("https://[", "/"),
    ],
)
def test_of_an_address_that_a_shop_gives_only_the_path_counts(written: str, path: str) -> None:
    assert path_of(written) == path


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_told_and_not_followed(status: int) -> None:
    with opened(example("woocommerce")) as shop:
        shop.trouble = [(status, "", {"Location": f"{shop.address}/elders"})]
        with pytest.raises(PermanentFailure) as raised:
            ask(shop.access(), "/x", kind="WooCommerce")
        assert raised.value.problem.code == "moved"
        assert len(shop.asked) == 1


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("https://www.winkel.example/wp-json/wc/v3/orders?page=1&x=secret", "https://www.winkel.example"),
        ("https://winkel.example/shop/wp-json/wc/v3/orders/", "https://winkel.example/shop"),
        ("https://winkel.example/login?next=/orders#top", "https://winkel.example/login"),
        ("/wp-json/wc/v3/orders", "?"),
        ("", "?"),
    ],
)
def test_the_address_to_enter_is_told_without_what_was_asked_for(location: str, said: str) -> None:
    with opened(example("woocommerce")) as shop:
        shop.trouble = [(301, "", {"Location": location})]
        with pytest.raises(PermanentFailure) as raised:
            ask(shop.access(), "/wp-json/wc/v3/orders", kind="WooCommerce", params={"page": "1"})
    assert dict(raised.value.problem.params) == {"to": said}


@pytest.mark.parametrize(
    "found", [["93.184.215.14", "10.0.0.7"], ["127.0.0.1"], ["169.254.169.254"], ["::1"]]
)
def test_a_name_that_leads_inside_is_not_called(
    found: list[str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (one, 443)) for one in found])
    assert refused(HOME) == "forbidden_address"


def test_a_name_is_looked_up_once_and_that_very_address_is_called(
    monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """So a name that answers with another address the second time leads nowhere."""
    settings.ALLOW_PRIVATE_ADDRESSES = False
    answers = [["93.184.215.14"], ["10.0.0.7"]]
    called: list[str] = []

    def look_up(*_: Any, **__: Any) -> list[Any]:
        return [(0, 0, 0, "", (one, 443)) for one in answers.pop(0)]

    def connect(address: tuple[str, int], *_: Any, **__: Any) -> socket.socket:
        called.append(address[0])
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert refused(HOME) == "unreachable"
    assert (called, len(answers)) == (["93.184.215.14"], 1)


def test_a_name_that_nobody_looks_up_in_time_is_waited_for_no_longer_than_a_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The system may try for minutes, and cannot be broken off."""
    is_over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: is_over.wait(20))
    began = time.monotonic()
    with pytest.raises(httpx.ConnectTimeout):
        guard.call("GET", HOME, within=0.2)
    assert time.monotonic() - began < 5
    is_over.set()


def test_a_name_that_is_none_is_the_shop_s_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> None:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert refused(HOME) == "unreachable"


def test_certificates_are_read_once() -> None:
    assert guard._trust() is guard._trust()


@pytest.fixture
def shop() -> Any:
    with opened(example("shopware")) as one:
        yield one


def test_a_token_that_is_no_longer_taken_is_asked_for_once_more(shop: Example) -> None:
    shop.put(501)
    connectors()["shopware"].fetch(shop.access(), shop.id_of(501))
    shop.trouble = [(401, {}, {})]
    connectors()["shopware"].fetch(shop.access(), shop.id_of(501))
    assert [one.path for one in shop.asked].count("/api/oauth/token") == 2
