"""Which facts lead to a mail: noted in the transaction of the fact, once per order or picklist, for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Exists, Q

from pakhuis.accounts.models import Template
from pakhuis.fulfilment.events import PicklistClosed
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.orders.events import OrderProcessed
from pakhuis.orders.models import Order
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.models import Mail

PATIENCE = timedelta(minutes=5)
"""How long a shipping notice waits, so that it can be stopped when a picklist was closed by mistake."""


def note(facts: Sequence[Fact]) -> None:
    """Note the mails that these facts lead to, where the order's template sends such mails.

    Asks nothing for other facts. An order that is processed a second time, or a picklist that is closed a
    second time, has its mail already: the unique constraints leave it alone.
    """
    processed = [fact for fact in facts if fact.name == OrderProcessed.name]
    closed = [fact for fact in facts if fact.name == PicklistClosed.name]
    mails = [*_confirmations(processed), *_notices(closed)]
    if mails:
        Mail.objects.bulk_create(mails, ignore_conflicts=True)


def _confirmations(facts: Sequence[Fact]) -> list[Mail]:
    if not facts:
        return []
    at = {fact.subject_id: fact.at for fact in facts}
    found = Order.objects.filter(_sends("template", "confirms_orders"), pk__in=at)
    return [
        Mail(kind=MailKind.CONFIRMATION, order_id=pk, due_at=at[pk], created_at=at[pk])
        for pk in found.values_list("pk", flat=True)
    ]


def _notices(facts: Sequence[Fact]) -> list[Mail]:
    if not facts:
        return []
    at = {fact.subject_id: fact.at for fact in facts}
    found = Picklist.objects.filter(_sends("order__template", "announces_shipments"), pk__in=at)
    return [
        Mail(
            kind=MailKind.SHIPPING,
            order_id=order_id,
            picklist_id=pk,
            due_at=at[pk] + PATIENCE,
            created_at=at[pk],
        )
        for pk, order_id in found.values_list("pk", "order_id")
    ]


def _sends(path: str, switch: str) -> Q:
    """The order's template has this switch on; without a template, the default one has."""
    default = Q(Exists(Template.objects.filter(is_default=True, **{switch: True})))
    return Q(**{f"{path}__{switch}": True}) | (Q(**{path: None}) & default)
