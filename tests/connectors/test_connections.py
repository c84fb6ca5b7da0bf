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
NO_SECRETS = {"key": "", "key_secret": "", "webhook_secret": ""}
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
    saved(at("https://BIER.example:443/winkel/", **NO_SECRETS), webshop.pk)
    row.refresh_from_db()
    assert (row.address, opened(row.secrets["key"])) == ("https://BIER.example:443/winkel", "ck")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "elsewhere", ["https://nieuw.example", "https://bier.example:8443", "http://bier.example", "https://[::1"]
)
def test_a_stored_secret_goes_to_no_other_address(elsewhere: str) -> None:
    webshop = saved()
    before = Connection.objects.values().get()
    told = refused(at(elsewhere, **NO_SECRETS), webshop_id=webshop.pk)
    assert told - {("bad_address", "address")} == {("for_old_address", name) for name in NO_SECRETS}
    some = refused(at(elsewhere, key="ck2", key_secret="", webhook_secret="hook2"), webshop_id=webshop.pk)
    assert some - {("bad_address", "address")} == {("for_old_address", "key_secret")}
    assert Connection.objects.values().get() == before


@pytest.mark.django_db
def test_with_all_secrets_again_a_shop_moves() -> None:
    webshop = saved()
    saved(at("https://nieuw.example", key="ck2", key_secret="cs2", webhook_secret="hook2"), webshop.pk)
    row = Connection.objects.get()
    assert row.address == "https://nieuw.example"
    assert {opened(one) for one in row.secrets.values()} == {"ck2", "cs2", "hook2"}


@pytest.mark.django_db
def test_the_second_address_of_a_shop_counts_too() -> None:
    def told_at(address: str, secret: str, webshop_id: int | None = None) -> Webshop:
        values = {"address": "https://w.example", "tell_address": address, "webhook_secret": secret}
        fields = ConnectionFields(name="Eigen", values=values)
        return save_connection(webshop_id, fields, kind="ownshop", by=SYSTEM, now=MOMENT)

    webshop = told_at("", "geheim-van-de-winkel")
    with pytest.raises(Refused) as error:
        told_at("https://elders.example", "", webshop.pk)
    assert {(one.code, one.path) for one in error.value.problems} == {
        ("for_old_address", ("webhook_secret",))
    }
    told_at("https://elders.example", "geheim-van-de-winkel", webshop.pk)
    told_at("https://elders.example/ander-pad", "", webshop.pk)


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
        ("64:ff9b::808:808", True),
        ("64:ff9b:1::a00:1", False),
        ("64:ff9b:1:ffff::808:808", False),
        ("fec0::1", False),
        ("feff::1", False),
        ("::10.0.0.1", False),
        ("::8.8.8.8", False),
        ("::ffff:0:10.0.0.1", False),
        ("::ffff:0:8.8.8.8", False),
    ],
)
def test_which_addresses_may_be_called(address: str, public: bool) -> None:
    assert is_public(address) is public
