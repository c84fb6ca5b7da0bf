"""Giving a concept to another customer: what was agreed is decided anew, once people have seen it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.rows import Lock, rows
from pakhuis.customers.models import Customer
from pakhuis.customers.problems import erased_already
from pakhuis.customers.queries import terms_of
from pakhuis.customers.terms import CustomerTerms
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.change import check_version
from pakhuis.orders.actions.moving import locked_order
from pakhuis.orders.actions.processing import let_go
from pakhuis.orders.actions.rewriting import mark_inherited, save_changed, write_lines, write_values
from pakhuis.orders.actions.writing import copied, set_aside
from pakhuis.orders.change_rules import Decided, StandingLine, repriced
from pakhuis.orders.facts import load_facts
from pakhuis.orders.intake import NewLine
from pakhuis.orders.models import Order
from pakhuis.orders.plan import OrderPlan
from pakhuis.orders.problems import unknown_customer
from pakhuis.orders.restating import as_given, sources_kept
from pakhuis.orders.rules import plan
from pakhuis.orders.standing import Standing, differing, kept_known, standing_of, told, told_lines
from pakhuis.orders.states import OrderMove


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What another customer makes of an order; `changes` is what people are asked about."""

    decided: Decided
    inherited_tag_ids: tuple[int, ...]
    lines: tuple[StandingLine, ...]
    changes: tuple[FieldChange, ...]


@transaction.atomic
def preview_customer(order_id: int, *, customer_id: int | None, now: datetime) -> Exchange:
    """What would change if the order were this customer's (or a guest's, with None); nothing is written."""
    _customer(customer_id)
    order = locked_order(order_id, OrderMove.CHANGE_LINES)
    return _exchanged(order, standing_of(order), customer_id, now=now)


@transaction.atomic
def change_customer(
    order_id: int, *, customer_id: int | None, by: Actor, now: datetime, version: int | None = None
) -> Order:
    """Make an expected order or concept this customer's: what was said on the order itself stays, all else
    is decided as for a new order of the customer, prices from their base. Locks the customer, then the order.
    """
    _customer(customer_id)
    order = locked_order(order_id, OrderMove.CHANGE_LINES)
    check_version(order, version)
    standing = standing_of(order)
    exchange = _exchanged(order, standing, customer_id, now=now)
    if not exchange.changes:
        return order
    values = differing(order, standing, exchange.decided.values)
    freed = let_go(order) if "autosplit" in values else []
    write_values(order, values, exchange.decided.sources)
    mark_inherited(order, exchange.inherited_tag_ids)
    write_lines(standing.lines, exchange.lines)
    if freed:
        set_aside(order, list(order.lines.order_by("position")), freed=freed, by=by, now=now)
    save_changed(order, list(values), exchange.changes, by=by, now=now)
    return order


def _exchanged(order: Order, standing: Standing, customer_id: int | None, *, now: datetime) -> Exchange:
    customer = _customer(customer_id)
    after = terms_of(customer) if customer else None
    given = as_given(order, standing)
    facts = load_facts(
        replace(given, lines=tuple(_asked(one) for one in standing.lines if one.product_id is not None)),
        customer=after,
        webshop=order.webshop,
        settings=account_settings(),
        now=now,
    )
    facts = replace(facts, known=kept_known(facts.known, order, standing))
    checks = Checks()
    planned = plan(replace(given, lines=()), facts, checks)
    checks.problems = [one for one in checks.problems if one.code != "no_lines"]
    checks.refuse_if_any()
    lines = tuple(repriced(one, facts, price_list_ids=planned.price_list_ids) for one in standing.lines)
    decided = Decided(values=_values(planned, after), sources=sources_kept(order.sources, planned.sources))
    values = differing(order, standing, decided.values)
    changes = (*told(order, standing, values), *told_lines(standing.lines, lines))
    return Exchange(
        decided=decided, inherited_tag_ids=planned.inherited_tag_ids, lines=lines, changes=changes
    )


def _customer(customer_id: int | None) -> Customer | None:
    if customer_id is None:
        return None
    found = rows(Customer, lock=Lock.CHANGE, id=possible_ids([customer_id]))
    if not found:
        raise Refused([unknown_customer()])
    if found[0].erased_at is not None:
        raise Refused([erased_already(("customer",))])
    return found[0]


def _asked(line: StandingLine) -> NewLine:
    return NewLine(product_id=line.product_id)


def _values(planned: OrderPlan, customer: CustomerTerms | None) -> dict[str, object]:
    return {
        "customer_id": customer.id if customer else None,
        **copied("delivery", planned.delivery),
        **copied("invoice", planned.invoice),
        "email": planned.email,
        "phone": planned.phone,
        "remarks": planned.remarks,
        "discount": planned.discount,
        "template_id": planned.template_id,
        "autosplit": planned.autosplit,
        "calculate_vat": planned.calculate_vat,
        "language": planned.language,
        "tag_ids": tuple(sorted(planned.tag_ids)),
        "price_list_ids": tuple(sorted(planned.price_list_ids)),
    }
