"""Taking off one order who it was for, when whoever owns the account asks for exactly that."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.connectors.actions.forget_person import forget_messages
from pakhuis.hooks.actions.forget_person import forget_bodies
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.events import OrderAnonymized
from pakhuis.orders.models import Order
from pakhuis.privacy.actions.erase import forget_orders, forget_what_was_said
from pakhuis.privacy.problems import anonymized_before, open_order, too_young
from pakhuis.privacy.queries import FINISHED, is_anonymized
from pakhuis.privacy.rules import may_anonymize_from
from pakhuis.returns.actions.forget_person import forget_returns


@transaction.atomic
def anonymize_order(order_id: int, *, by: Actor, now: datetime) -> Order:
    """Blank names, addresses, contact data, remarks, own fields and comments of one finished order.

    Refused while it is open or younger than a week, as Picqer does. The legal period is not looked at: it
    guards erasing a person, and this is asked for one order (decision 0096). Products, amounts, VAT and
    country stay, and so does the customer, whose own data are another matter. Once more it takes what was
    written since; without anything it is refused.
    """
    found = Order.objects.select_for_update(no_key=True).filter(pk__in=possible_ids([order_id])).first()
    if found is None:
        raise Refused([not_found("order")])
    if is_anonymized(found):
        raise Refused([anonymized_before(found.number)])
    if found.status not in FINISHED:
        raise Refused([open_order(found.number)])
    first = may_anonymize_from(found.created_at)
    if now < first:
        raise Refused([too_young(found.number, first=first.date().isoformat())])
    ids = [found.pk]
    forget_messages(order_ids=ids, texts=[text for text in (found.email, found.phone) if text])
    forget_bodies({"return": forget_returns(customer_ids=[], order_ids=ids)})
    forget_what_was_said([], ids)
    forget_orders(ids, now=now)
    record([OrderAnonymized(id=found.pk, number=found.number)], by=by, now=now)
    return found
