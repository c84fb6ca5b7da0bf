"""Which facts lead to a mail: noted in the transaction of the fact, once per order or picklist, for good."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import connection

from pakhuis.accounts.models import Template
from pakhuis.accounts.rows import rows
from pakhuis.fulfilment.events import PicklistClosed
from pakhuis.fulfilment.models import Picklist
from pakhuis.journal.models import Fact
from pakhuis.orders.events import OrderProcessed
from pakhuis.orders.models import Order
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.models import Mail

PATIENCE = timedelta(minutes=5)
"""How long a shipping notice waits, so that it can be stopped when a picklist was closed by mistake."""


_ORDERS, _PICKLISTS, _TEMPLATES = (one._meta.db_table for one in (Order, Picklist, Template))
# The order's template has the switch on.
_SENDS = f"JOIN {_TEMPLATES} t ON t.id = o.template_id"
_CONFIRMED = f"SELECT o.id FROM {_ORDERS} o {_SENDS} WHERE t.confirms_orders AND o.id IN ({{}})"  # noqa: S608
_ANNOUNCED = (
    f"SELECT p.id FROM {_PICKLISTS} p JOIN {_ORDERS} o ON o.id = p.order_id {_SENDS}"  # noqa: S608 - our own names
    " WHERE t.announces_shipments AND p.id IN ({})"
)


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
    return [
        Mail(kind=MailKind.CONFIRMATION, order_id=pk, due_at=at[pk], created_at=at[pk])
        for pk in _found(_CONFIRMED, at)
    ]


def _notices(facts: Sequence[Fact]) -> list[Mail]:
    if not facts:
        return []
    at = {fact.subject_id: fact.at for fact in facts}
    orders = {one.pk: one.order_id for one in rows(Picklist, id=list(at))}
    return [
        Mail(
            kind=MailKind.SHIPPING,
            order_id=orders[pk],
            picklist_id=pk,
            due_at=at[pk] + PATIENCE,
            created_at=at[pk],
        )
        for pk in _found(_ANNOUNCED, at)
    ]


def _found(statement: str, ids: Collection[int]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(", ".join(["%s"] * len(ids))), list(ids))
        return [pk for (pk,) in cursor.fetchall()]
