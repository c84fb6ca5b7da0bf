"""Linking a webshop: its address and keys, checked, encrypted, tried out."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from pakhuis.accounts.actions import change_webshop, create_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.connectors.contract import Access, ShopError
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection
from pakhuis.connectors.problems import bad_address, needs_https, not_connected, unknown_kind
from pakhuis.connectors.registry import connectors
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean
from pakhuis.outside.secrets import opened, sealed

SECRETS = ("key", "key_secret", "webhook_secret")


def save_connection(
    webshop_id: int | None, fields: ConnectionFields, *, kind: str, by: Actor, now: datetime
) -> Webshop:
    """Link a new shop, or change how one is reached; everything wrong is refused at once."""
    checks = Checks()
    if kind not in connectors():
        checks.add(unknown_kind(kind))
    known = Connection.objects.filter(webshop_id=webshop_id).first() if webshop_id else None
    columns = {
        "address": checked_address(fields.address, checks),
        "takes_on_hold": fields.takes_on_hold,
        "vat_fields": [clean(one)[:100] for one in fields.vat_fields if clean(one)][:20],
        "poll_minutes": checks.whole(("poll_minutes",), fields.poll_minutes, low=1, high=1440),
    }
    for name in SECRETS:
        text = checks.text((name,), getattr(fields, name), limit=500)
        if text:
            columns[name] = sealed(text)
        elif known is None or not getattr(known, name):
            checks.add(missing((name,)))
    checks.text(("name",), fields.name, limit=100, required=True)
    checks.refuse_if_any()
    with transaction.atomic():
        if webshop_id is None:
            webshop = create_webshop(fields.name, kind=kind, by=by, now=now, **fields.policy)
        else:
            webshop = change_webshop(webshop_id, by=by, now=now, name=fields.name, **fields.policy)
        Connection.objects.update_or_create(webshop=webshop, defaults=columns)
    return webshop


def checked_address(text: str, checks: Checks) -> str:
    """The address of a shop, no slash at its end; plain http only where private networks are allowed."""
    address = checks.text(("address",), text, limit=300, required=True).rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_address = bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        is_address = is_plain = False
        parts = urlsplit("")
    if not is_address or not is_plain:
        checks.add(bad_address())
    elif parts.scheme == "http" and not settings.ALLOW_PRIVATE_ADDRESSES:
        checks.add(needs_https())
    return address


def access_to(webshop: Webshop) -> Access:
    """How to reach this shop, secrets opened; refused when it was never connected."""
    connection = Connection.objects.filter(webshop=webshop).first()
    if connection is None:
        raise Refused([not_connected()])
    return Access(
        address=connection.address, key=opened(connection.key), key_secret=opened(connection.key_secret)
    )


def webhook_secret_of(webshop_id: int, *, kind: str) -> str | None:
    """The secret that this shop signs with; None when there is no such shop in use."""
    connection = Connection.objects.filter(
        webshop_id=webshop_id, webshop__kind=kind, webshop__active=True
    ).first()
    return None if connection is None else opened(connection.webhook_secret)


def test_connection(webshop_id: int) -> Problem | None:
    """Ask the shop for its newest orders; what is wrong in plain words, or nothing."""
    webshop = Webshop.objects.filter(pk=webshop_id).first()
    if webshop is None:
        return not_connected()
    try:
        connectors()[webshop.kind].changed_since(access_to(webshop), None, page=1)
    except ShopError as error:
        return error.problem
    except Refused as refused:
        return refused.problems[0]
    return None
