"""The one door for returns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import account_settings, yearly_number
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import possible_ids
from pakhuis.returns.actions.head import checked_texts, hold_whose, usual_head, whose
from pakhuis.returns.actions.lines import MOST_LINES, drafted_lines
from pakhuis.returns.actions.settings import usual_status
from pakhuis.returns.events import ReturnCreated
from pakhuis.returns.intake import NewReturnLine, ReturnFields
from pakhuis.returns.models import Return, ReturnLine, ReturnStatus
from pakhuis.returns.problems import too_many_return_lines, unknown_return_status


@transaction.atomic
def create_return(
    fields: ReturnFields, lines: Sequence[NewReturnLine] = (), *, by: Actor, now: datetime
) -> Return:
    """Goods are expected back: of an order, of a customer, or of somebody with a name.

    What is not said is taken from the order, else from the customer. Of an order line no more can come back
    than was delivered; two who announce the same pieces at once wait for each other at the order's row.
    """
    hold_whose(fields)
    checks = Checks()
    texts = checked_texts(fields, checks)
    customer, order = whose(fields, checks)
    head = {**usual_head(customer, order), **texts}
    if not head.get("name"):
        checks.problems = [one for one in checks.problems if one.path != ("name",)]
        checks.add(missing(("name",)))
    status = usual_status()
    if fields.status_id is not NOT_GIVEN and fields.status_id is not None:
        asked = ReturnStatus.objects.filter(pk__in=possible_ids([fields.status_id]), active=True).first()
        if asked is None:
            checks.add(unknown_return_status())
        status = asked or status
    if len(lines) > MOST_LINES:
        checks.add(too_many_return_lines(MOST_LINES))
    drafts = drafted_lines(lines[:MOST_LINES], checks, order=order)
    checks.refuse_if_any()
    made = Return.objects.create(
        **{"language": account_settings().language, **head},
        number=yearly_number("RT", series="return", now=now),
        status=status,
        customer=customer,
        order=order,
        completed_at=now if status.ends else None,
        created_at=now,
        updated_at=now,
    )
    for one in drafts:
        one.parent = made
    ReturnLine.objects.bulk_create(drafts)
    fact = ReturnCreated(id=made.pk, number=made.number, customer_id=made.customer_id, order_id=made.order_id)
    record([fact], by=by, now=now)
    return made
