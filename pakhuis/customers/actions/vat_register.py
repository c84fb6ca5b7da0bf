"""Asking the register of VAT numbers: in the background, one number at a time, again until it answers."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import httpx
from django.conf import settings as configured
from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.customers.actions.held import hold_customer
from pakhuis.customers.events import VatNumberAsked, VatNumberChecked
from pakhuis.customers.models import Customer, VatCheck
from pakhuis.customers.problems import cannot_be_asked, register_is_off
from pakhuis.customers.tasks import ask_vat_register
from pakhuis.customers.vat import VatState, can_be_asked
from pakhuis.customers.vies import RegisterAnswer, pause_after, question, unanswered, understood
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import SYSTEM, Actor
from pakhuis.kernel.problem import Refused
from pakhuis.outside import guard

PATIENCE = 5.0
LARGEST = 64 * 1024
LEASE = timedelta(minutes=2)
"""After so long a question that never came back is asked again."""
AT_ONCE = 10
"""Questions started at one look: the register turns away who asks for more at the same time."""


def ask_due_numbers(*, now: datetime) -> int:
    """Start the questions that are due; several workers may do this at the same moment. Gives how many."""
    due = Customer.objects.filter(vat_ask_at__lte=now).order_by("vat_ask_at")
    ids = list(due.values_list("pk", flat=True)[:AT_ONCE])
    if not ids or not account_settings().asks_vat_register:
        return 0
    started = 0
    for customer_id in ids:
        with transaction.atomic():
            claimed = Customer.objects.filter(pk=customer_id, vat_ask_at__lte=now)
            if claimed.update(vat_ask_at=now + LEASE):
                ask_vat_register.enqueue(customer_id)
                started += 1
    return started


@transaction.atomic
def ask_again(customer_id: int, *, by: Actor, now: datetime) -> None:
    """Have the register asked about this customer's number now, whatever is known of it."""
    customer = hold_customer(customer_id)
    if not account_settings().asks_vat_register:
        raise Refused([register_is_off()])
    if not can_be_asked(customer.vat_number, customer.vat_state):
        raise Refused([cannot_be_asked()])
    Customer.objects.filter(pk=customer_id).update(vat_ask_at=now + LEASE, vat_tries=0)
    ask_vat_register.enqueue(customer_id)
    record([VatNumberAsked(id=customer_id, number=customer.vat_number)], by=by, now=now)


def check_vat_number(customer_id: int, *, now: datetime, patience: float = PATIENCE) -> str:
    """Ask about one number and write down what came of it; nothing when nobody wants to know any more.

    The call is made outside a transaction. The answer counts only if the number is still the same then. A
    definite answer of before stays until there is another: that the register sleeps says nothing about it.
    """
    found = Customer.objects.filter(pk=customer_id, vat_ask_at__isnull=False)
    number = found.values_list("vat_number", flat=True).first()
    if not number or not account_settings().asks_vat_register:
        return ""
    answer = _asked(number, patience)
    with transaction.atomic():
        customer = (
            Customer.objects.select_for_update(no_key=True).filter(pk=customer_id, vat_number=number).first()
        )
        if customer is None or customer.vat_ask_at is None:
            return ""
        _written(customer, answer, now=now)
    return answer.state


def _asked(number: str, patience: float) -> RegisterAnswer:
    """The register's answer about a number; every trouble on the way is no answer, and never an error."""
    body = json.dumps(question(number, requester=configured.VAT_REQUESTER)).encode()
    try:
        answer = guard.call(
            "POST",
            f"{configured.VAT_REGISTER.rstrip('/')}/check-vat-number",
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            content=body,
            timeout=httpx.Timeout(patience),
            within=patience,
            largest=LARGEST,
        )
    except httpx.TimeoutException:
        return unanswered("timeout")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError) as error:
        return unanswered(type(error).__name__)
    return understood(number, status=answer.status, body=answer.body)


def _written(customer: Customer, answer: RegisterAnswer, *, now: datetime) -> None:
    VatCheck.objects.create(
        customer=customer,
        number=customer.vat_number,
        state=answer.state,
        reason=answer.reason,
        request_id=answer.request_id,
        name=answer.name,
        address=answer.address,
        raw=answer.raw,
        at=now,
    )
    before = customer.vat_state
    if answer.state is VatState.UNREACHABLE:
        customer.vat_tries += 1
        pause = pause_after(customer.vat_tries)
        customer.vat_ask_at = now + pause if pause else None
        if before not in (VatState.VALID, VatState.NOT_REGISTERED):
            customer.vat_state, customer.vat_checked_at = answer.state, now
    else:
        customer.vat_state, customer.vat_checked_at = answer.state, now
        customer.vat_tries, customer.vat_ask_at = 0, None
    customer.save(update_fields=["vat_state", "vat_checked_at", "vat_tries", "vat_ask_at"])
    if customer.vat_state != before:
        fact = VatNumberChecked(id=customer.pk, number=customer.vat_number, state=customer.vat_state)
        record([fact], by=SYSTEM, now=now)
