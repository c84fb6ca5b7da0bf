"""Linking a shop: what is checked, what is kept secret, what the test button says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import save_connection, test_connection
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.outside.guard import is_public
from pakhuis.outside.secrets import opened, sealed
from tests.connectors.shop import Shop
from tests.factories import MOMENT

VALUES = {"address": "https://bier.example", "key": "ck", "key_secret": "cs", "webhook_secret": "hook"}
FIELDS = ConnectionFields(name="Bier", values=VALUES)


def at(address: str, **values: str) -> ConnectionFields:
    return replace(FIELDS, values={**VALUES, "address": address, **values})


def saved(fields: ConnectionFields = FIELDS, webshop_id: int | None = None) -> Webshop:
    return save_connection(webshop_id, fields, kind="woocommerce", by=SYSTEM, now=MOMENT)


def refused(fields: ConnectionFields, **kwargs: Any) -> set[tuple[str, Any]]:
    with pytest.raises(Refused) as error:
        saved(fields, **kwargs)
    return {(one.code, one.path[0]) for one in error.value.problems}


@pytest.mark.django_db
def test_secrets_are_encrypted_and_kept_when_left_empty() -> None:
    webshop = saved()
    row = Connection.objects.get()
    assert "ck" not in row.secrets.values()
    assert {name: opened(one) for name, one in row.secrets.items()} == {
        name: one for name, one in VALUES.items() if name != "address"
    }
    changed = at("https://nieuw.example/", key="", key_secret="", webhook_secret="")
    saved(changed, webshop.pk)
    row.refresh_from_db()
    assert (row.address, opened(row.secrets["key"])) == ("https://nieuw.example", "ck")


def test_a_secret_of_another_installation_is_no_secret(settings: Any) -> None:
    stored = sealed("cs")
    assert opened(stored) == "cs"
    settings.SECRET_KEY = "another"
    assert opened(stored) == ""
    assert sealed("") == opened("") == ""


@pytest.mark.django_db
def test_everything_wrong_is_told_at_once() -> None:
    bad = ConnectionFields(name=" ", values={"address": "ftp://x"}, poll_minutes="0")
    assert refused(bad) == {
        ("missing", "name"),
        ("bad_address", "address"),
        ("missing", "key"),
        ("missing", "key_secret"),
        ("missing", "webhook_secret"),
        ("out_of_range", "poll_minutes"),
    }
    assert not Webshop.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "shop.example",
        "https://",
        "https://a:b@shop.example",
        "https://[::1",
        "https://x?y=1",
        "javascript:1",
        "https://….myshopify.com",
        "https://api.bigcommerce.com/stores/…",
    ],
)
def test_addresses_that_are_none(address: str) -> None:
    assert refused(at(address)) == {("bad_address", "address")}


@pytest.mark.django_db
def test_plain_http_needs_private_networks_to_be_allowed(settings: Any) -> None:
    settings.ALLOW_PRIVATE_ADDRESSES = False
    assert refused(at("http://shop.example")) == {("needs_https", "address")}
    with pytest.raises(Refused):
        save_connection(None, FIELDS, kind="nothing", by=SYSTEM, now=MOMENT)


@pytest.mark.django_db
def test_a_name_is_taken_once() -> None:
    saved()
    assert refused(FIELDS) == {("name_taken", "name")}


def test_the_test_button(shop: Shop, webshop: Webshop) -> None:
    assert test_connection(webshop.pk) is None
    shop.trouble = [(401, "{}", {})]
    problem = test_connection(webshop.pk)
    assert problem is not None
    assert problem.code == "wrong_keys"
    gone = test_connection(webshop.pk + 100)
    assert gone is not None
    assert gone.code == "not_connected"


test_connection.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2a00:1450:400e:80e::200e", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_may_be_called(address: str, public: bool) -> None:
    assert is_public(address) is public
