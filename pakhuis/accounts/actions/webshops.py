"""Linked webshops, as far as everyone but the connectors knows them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from pakhuis.accounts.choosable import choosable
from pakhuis.accounts.events import WebshopChanged, WebshopCreated
from pakhuis.accounts.models import Template, Webshop
from pakhuis.accounts.problems import name_taken, unknown_setting, unknown_template
from pakhuis.bulk.built import Given, Updated
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.problem import Problem, Refused, as_stored

CALLED_LATELY = timedelta(seconds=10)
POLICY_FIELDS = frozenset(
    {
        "name",
        "active",
        "processes_orders",
        "our_prices_lead",
        "autosplit",
        "template_id",
        "matches_customer_id",
        "matches_customer_number",
        "matches_shop_email",
        "matches_any_email",
        "makes_guest_customers",
        "makes_customers",
    }
)


def _checked(policy: dict[str, Any]) -> dict[str, Any]:
    checks = Checks()
    for name in policy:
        if name not in POLICY_FIELDS:
            checks.add(unknown_setting(name))
    if "name" in policy:
        policy["name"] = checks.text(("name",), policy["name"], limit=100, required=True)
    template_id = policy.get("template_id")
    if template_id is not None and not choosable(Template, (template_id,)):
        checks.add(unknown_template())
    checks.refuse_if_any()
    return policy


def create_webshop(name: str, *, kind: str, by: Actor, now: datetime, **policy: Any) -> Webshop:
    """Link a new webshop; `policy` are the fields in `POLICY_FIELDS`."""
    fields = _checked({"name": name, **policy})
    try:
        with transaction.atomic():
            webshop = Webshop.objects.create(kind=kind, **fields)
            record([WebshopCreated(id=webshop.pk, label=webshop.name)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(name)]) from None
    return webshop


def change_webshop(webshop_id: int, *, by: Actor, now: datetime, **policy: Any) -> Webshop:
    """Change what a webshop may decide; only what really changes is recorded."""
    fields = _checked(policy)
    try:
        with transaction.atomic():
            webshop = Webshop.objects.select_for_update().filter(pk=webshop_id).first()
            if webshop is None:
                raise Refused([not_found("webshop")])
            changes = tuple(
                FieldChange(field=name, old=str(getattr(webshop, name)), new=str(value))
                for name, value in fields.items()
                if getattr(webshop, name) != value
            )
            if changes:
                for name, value in fields.items():
                    setattr(webshop, name, value)
                webshop.save(update_fields=["template" if name == "template_id" else name for name in fields])
                record([WebshopChanged(id=webshop.pk, label=webshop.name, changes=changes)], by=by, now=now)
    except IntegrityError:
        raise Refused([name_taken(str(fields.get("name", "")))]) from None
    return webshop


def note_webhook(webshop_id: int, *, now: datetime) -> None:
    """Remember when the shop last called, to some seconds: its messages do not wait for each other."""
    _CALLED(id=webshop_id, now=now, lately=now - CALLED_LATELY)


def _not_lately() -> QuerySet[Webshop]:
    is_old = Q(last_webhook_at=None) | Q(last_webhook_at__lte=Given("lately"))
    return Webshop.objects.filter(is_old, pk=Given("id"))


_CALLED = Updated(_not_lately, last_webhook_at=Given("now"))


def claim_poll(webshop_id: int, *, now: datetime, until: datetime) -> bool:
    """Whether this caller may poll the shop now; nobody else may before `until`."""
    is_due = Q(next_poll_at=None) | Q(next_poll_at__lte=now)
    return bool(Webshop.objects.filter(is_due, pk=webshop_id, active=True).update(next_poll_at=until))


def note_poll(
    webshop_id: int, *, next_at: datetime, read_until: datetime | None = None, problem: Problem | None = None
) -> None:
    """Remember how a poll went. `read_until`: it came to its end, and all that changed before is here."""
    ended = {"last_poll_at": read_until} if read_until is not None else {}
    stored = as_stored([problem])[0] if problem else None
    Webshop.objects.filter(pk=webshop_id).update(next_poll_at=next_at, poll_problem=stored, **ended)
