"""Linking a webshop: its address and declared settings, checked, secrets encrypted, tried out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from pakhuis.accounts.actions import change_webshop, create_webshop
from pakhuis.accounts.models import Webshop
from pakhuis.bulk.built import Asked, Given
from pakhuis.bulk.reading import column_names, instance_of
from pakhuis.connectors.actions.budget import Minded, refuse_while_quiet, take_turn
from pakhuis.connectors.contract import Access, Connector, ShopError
from pakhuis.connectors.fields import COMMON, FieldKind, SettingField
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection
from pakhuis.connectors.problems import (
    bad_address,
    for_old_address,
    needs_https,
    not_connected,
    unknown_choice,
    unknown_kind,
    unknown_time_zone,
)
from pakhuis.connectors.reading import known_zone
from pakhuis.connectors.registry import connectors
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.outside.secrets import opened, sealed

BLANK = "…"
"""What stands in an example of an address for what a shop has of its own."""
USUAL_PORTS = {"https": 443, "http": 80}
SENDING = ("is_live", "follows_paid", "tells_stock", "tells_shipments")


def save_connection(
    webshop_id: int | None, fields: ConnectionFields, *, kind: str, by: Actor, now: datetime
) -> Webshop:
    """Link a new shop, or change how one is reached; everything wrong is refused at once.

    A secret left empty stays, unless the shop is reached elsewhere: then all are asked for again, so that
    none goes to an address that it was not entered for.
    """
    checks = Checks()
    connector = connectors().get(kind)
    if connector is None:
        checks.add(unknown_kind(kind))
    known = Connection.objects.filter(webshop_id=webshop_id).first() if webshop_id else None
    secrets = dict(known.secrets) if known else {}
    choices = dict(known.choices) if known else {}
    declared = (*connector.fields, *COMMON) if connector else ()
    for one in declared:
        _keep(one, fields.values.get(one.name, ""), secrets, choices, checks)
    if known and _places({**known.choices, "address": known.address}) != _places(choices):
        for one in declared:
            if known.secrets.get(one.name) and secrets[one.name] == known.secrets[one.name]:
                checks.add(for_old_address((one.name,)))
    columns: dict[str, Any] = {
        "address": choices.pop("address", ""),
        "secrets": secrets,
        "choices": choices,
        "poll_minutes": checks.whole(("poll_minutes",), fields.poll_minutes, low=1, high=1440),
        **{name: value for name, value in fields.sending.items() if name in SENDING},
    }
    checks.text(("name",), fields.name, limit=100, required=True)
    checks.refuse_if_any()
    with transaction.atomic():
        if webshop_id is None:
            webshop = create_webshop(fields.name, kind=kind, by=by, now=now, **fields.policy)
        else:
            webshop = change_webshop(webshop_id, by=by, now=now, name=fields.name, **fields.policy)
        if columns.get("is_live") and (known is None or not known.is_live):
            columns["live_since"] = now
        if known is not None and known.address != columns["address"]:
            # What was read of the other place says nothing about this one.
            columns |= {"poll_began_at": None, "quiet_until": None, "silences": 0, "slow_until": None}
        Connection.objects.update_or_create(webshop=webshop, defaults=columns)
    return webshop


def _keep(
    one: SettingField, given: str, secrets: dict[str, str], choices: dict[str, str], checks: Checks
) -> None:
    """Check one declared setting and put it where it belongs."""
    place = (one.name,)
    if one.kind is FieldKind.SECRET:
        text = checks.text(place, given, limit=5000)
        if text:
            secrets[one.name] = sealed(text)
        elif one.required and not secrets.get(one.name):
            checks.add(missing(place))
        return
    text = checks.text(place, given, limit=1000)
    if one.kind is FieldKind.CHECK:
        text = "on" if text == "on" else ""
    elif one.kind is FieldKind.CHOICE:
        text = text or one.default
        if text not in dict(one.choices):
            checks.add(unknown_choice(place))
    elif _is_address(one.name):
        text = checked_address(given, checks, place) if text or one.required else ""
    elif one.name == "time_zone" and not known_zone(text):
        checks.add(unknown_time_zone(place))
    elif one.required and not text:
        checks.add(missing(place))
    choices[one.name] = text


def _is_address(name: str) -> bool:
    return name == "address" or name.endswith("_address")


def _places(choices: dict[str, str]) -> dict[str, object]:
    """Scheme, host and port of each address that is given: where secrets go."""
    return {name: _place(text) for name, text in choices.items() if _is_address(name) and text}


def _place(address: str) -> object:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or USUAL_PORTS.get(parts.scheme)
    except ValueError:
        return address


def checked_address(text: str, checks: Checks, place: tuple[str, ...] = ("address",)) -> str:
    """The address of a shop, no slash at its end; plain http only where private networks are allowed."""
    address = checks.text(place, text, limit=300, required=True).rstrip("/")
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        is_address = bool(parts.hostname) and parts.scheme in ("http", "https") and parts.port != 0
        is_plain = not (parts.username or parts.password or parts.query or parts.fragment or BLANK in address)
    except ValueError:
        is_address = is_plain = False
        parts = urlsplit("")
    if not is_address or not is_plain:
        checks.add(bad_address(place))
    elif parts.scheme == "http" and not settings.ALLOW_PRIVATE_ADDRESSES:
        checks.add(needs_https(place))
    return address


def access_to(webshop: Webshop, *, in_background: bool = False, gives_way: bool = False) -> Access:
    """How to reach this shop, secrets opened; refused when it was never connected.

    Raises `NotAsked` while it is left alone because it gave no answer, and while it answers slowly and others
    ask it. `in_background`: this may wait, and leaves some of the shop's rate to what may not. `gives_way`:
    to all others, while the shop answers slowly.
    """
    connection = connection_of(webshop)
    if connection is None:
        raise Refused([not_connected()])
    refuse_while_quiet(connection)
    take_turn(connection, gives_way=gives_way)
    return _access(connection, connectors().get(webshop.kind), in_background=in_background)


def connection_of(webshop: Webshop) -> Connection | None:
    """How this shop is reached; asked once for each `webshop` that was read."""
    try:
        found: Connection = webshop.connection
    except Connection.DoesNotExist:
        return None
    return found


def _access(connection: Connection, connector: Connector | None, *, in_background: bool = False) -> Access:
    rate = connector.rate if connector is not None else None
    minded = Minded(connection, rate, in_background=in_background)
    return Access(
        address=connection.address,
        values={**connection.choices, **{name: opened(one) for name, one in connection.secrets.items()}},
        spend=minded.before,
        unanswered=minded.unanswered,
        answered=minded.answered,
    )


def access_for_webhook(webshop_id: int, *, kind: str) -> Access | None:
    """What a message of this shop is checked with; None when there is no such shop in use."""
    found = _IN_USE(id=webshop_id, kind=kind)
    return _access(instance_of(Connection, found[0]), None) if found else None


def _in_use() -> QuerySet[Any, Any]:
    shop = {"webshop_id": Given("id"), "webshop__kind": Given("kind"), "webshop__active": True}
    return Connection.objects.filter(**shop).values_list(*column_names(Connection))


_IN_USE = Asked(_in_use)


def test_connection(webshop_id: int) -> Problem | None:
    """Ask the shop for orders, and for one with all its parts; what is wrong in plain words, or nothing.

    A person wants to know: a shop that is left alone is asked too.
    """
    webshop = Webshop.objects.filter(pk=webshop_id).first()
    connection = connection_of(webshop) if webshop is not None else None
    if webshop is None or connection is None:
        return not_connected()
    connector = connectors()[webshop.kind]
    try:
        access = _access(connection, connector)
        for listed in connector.changed_since(access, None, start="").orders[:1]:
            connector.whole(access, listed)
    except ShopError as error:
        return error.problem
    except Refused as refused:
        return refused.problems[0]
    return None
