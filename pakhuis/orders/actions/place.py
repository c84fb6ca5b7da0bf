"""The one door for orders: whatever arrives, from wherever, becomes an order here and nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings, claim, expect_foreign_numbers, next_number
from pakhuis.accounts.languages import language_of
from pakhuis.accounts.models import AccountSettings, Webshop
from pakhuis.accounts.rows import Lock, rows
from pakhuis.bulk.whole import part
from pakhuis.customers.actions import note_order, take_in
from pakhuis.customers.actions.from_webshop import renewed
from pakhuis.customers.keys import email_key
from pakhuis.customers.models import Customer
from pakhuis.customers.problems import erased_already
from pakhuis.customers.queries import Recognition, current_id, recognise, terms_of
from pakhuis.customers.rules import Match, check_person, terms_of_new
from pakhuis.customers.terms import CustomerTerms
from pakhuis.journal.actions import record, together
from pakhuis.journal.events import Event
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.field_values import checked_values, set_values
from pakhuis.orders.actions.writing import set_aside, written
from pakhuis.orders.events import OldOrderTakenIn, OrderMovedIn, OrderPlaced
from pakhuis.orders.facts import load_facts
from pakhuis.orders.intake import FromWebshop, MovedOrder, NewOrder
from pakhuis.orders.models import Order
from pakhuis.orders.problems import order_number_taken, unknown_customer, unknown_webshop
from pakhuis.orders.rules import plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What became of a new order; `is_new` is False when this webshop order was here already."""

    order: Order
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyer:
    """Who an order is for: a known customer, one to be made, or a guest without a record."""

    terms: CustomerTerms | None = None
    customer: Customer | None = None
    found: Recognition | None = None

    @property
    def is_new(self) -> bool:
        """Whether a record of this buyer is made together with the order."""
        return self.found is not None and self.found.customer is None


@part
@together()
def place_order(new: NewOrder, *, by: Actor, now: datetime, claimed: Webshop | None = None) -> Placed:
    """Take an order in: seen before? who? which terms? then write and record, all or nothing.

    Every problem is found before anything is written and raised together (`Refused`). A webshop order that
    is here already is given back as it is, however often and at however many places it arrives at once.

    `claimed`: its webshop, from who has read it and called `claim_order` in this transaction already.
    """
    webshop = claimed or _webshop(new)
    checks = Checks()
    if new.webshop is not None and webshop is not None:
        origin = _checked(new.webshop, checks)
        if claimed is None or _names(origin) != _names(new.webshop):
            claim_order(origin)
        new = replace(new, webshop=origin)
        seen = rows(Order, webshop_id=webshop.pk, external_id=origin.external_id)
        if seen:
            return Placed(order=seen[0], is_new=False)
    settings = account_settings()
    buyer = _buyer(new, webshop, checks, language=settings.language, by=by)
    facts = load_facts(new, customer=buyer.terms, webshop=webshop, settings=settings, now=now)
    decided = plan(new, facts, checks)
    if new.moved is not None:
        new = replace(new, moved=_moved(new.moved, checks))
    texts = checked_values(new.own_values, checks, had={}, by=by)
    checks.problems = list(dict.fromkeys(checks.problems))
    checks.refuse_if_any()
    customer, facts_of_customer = buyer.customer, list[Event]()
    ordered_at = new.completed_at or (new.moved.created_at if new.moved else now)
    if new.webshop is not None and webshop is not None and buyer.found is not None:
        customer, facts_of_customer = take_in(
            new.webshop.person,
            buyer.found,
            webshop=webshop,
            settings=settings,
            ordered_at=ordered_at,
            by=by,
            now=now,
        )
    if customer is not None and not buyer.is_new:
        note_order(customer.pk, at=ordered_at)
    number = new.moved.number if new.moved else _number(settings, now)
    order, lines = written(new, decided, number=number, customer=customer, by=by, now=now)
    set_values(order, texts, had={})
    if new.allocate:
        set_aside(order, lines, by=by, now=now)
    fact = _kind_of_fact(new)(
        id=order.pk,
        number=order.number,
        customer_id=customer.pk if customer else None,
        webshop_id=webshop.pk if webshop else None,
    )
    record([*facts_of_customer, fact], by=by, now=now)
    return Placed(order=order, is_new=True)


def _kind_of_fact(new: NewOrder) -> type[OrderPlaced | OrderMovedIn | OldOrderTakenIn]:
    if new.moved is not None:
        return OrderMovedIn
    return OrderPlaced if new.completed_at is None else OldOrderTakenIn


def _moved(moved: MovedOrder, checks: Checks) -> MovedOrder:
    """Its number, which no order may have; numbers that are given out later pass it over."""
    number = checks.text(("number",), moved.number, limit=40, required=True)
    if Order.objects.filter(number=number).exists():
        checks.add(order_number_taken(number))
    expect_foreign_numbers()
    return replace(moved, number=number)


def _webshop(new: NewOrder) -> Webshop | None:
    if new.webshop is None:
        return None
    found = rows(Webshop, id=possible_ids([new.webshop.webshop_id]))
    if not found:
        raise Refused([unknown_webshop()])
    return found[0]


def _checked(origin: FromWebshop, checks: Checks) -> FromWebshop:
    external_id = checks.text(("external_id",), origin.external_id, limit=100, required=True)
    return replace(origin, external_id=external_id, person=check_person(origin.person, checks))


def claim_order(origin: FromWebshop) -> None:
    """Hold until the commit what another delivery at the same moment may be about: this order, its buyer."""
    claim(*_names(origin))


def _names(origin: FromWebshop) -> list[str]:
    """All that two deliveries may have in common and must not do twice at the same time."""
    person = origin.person
    names = [f"order:{origin.webshop_id}:{origin.external_id}"]
    if person.external_id:
        names.append(f"customer:{origin.webshop_id}:{person.external_id}")
    if person.number:
        names.append(f"customer-number:{person.number.casefold()}")
    if person.email and not person.is_masked:
        names.append(f"customer-email:{email_key(person.email)}")
    return names


def _buyer(new: NewOrder, webshop: Webshop | None, checks: Checks, *, language: str, by: Actor) -> Buyer:
    """`language` is the account's, for a customer who is to be made and says none.

    What the shop says anew of its customer holds for this order already.
    """
    if new.customer_id is not None:
        customer = _customer(new.customer_id)
        if customer is None:
            checks.add(unknown_customer())
            return Buyer()
        if customer.erased_at is not None:
            checks.add(erased_already(("customer",)))
        return Buyer(terms=terms_of(customer), customer=customer)
    if new.webshop is None or webshop is None:
        return Buyer()
    person = new.webshop.person
    found = recognise(person, webshop=webshop)
    if found.customer is not None:
        terms = terms_of(found.customer, addresses=found.book)
        if found.match is Match.SHOP_ID:
            terms = terms.with_said(renewed(found.customer, person, by=by))
        return Buyer(terms=terms, found=found)
    if found.match is Match.NONE:
        return Buyer(found=found)
    terms = terms_of_new(person, language=language_of(person.locale) or language)
    return Buyer(terms=terms, found=found)


def _customer(customer_id: int) -> Customer | None:
    """The customer, or the one it went up in; held until the commit, so that no merge comes in between."""
    ids = possible_ids([customer_id])
    found = _held(ids) or _held([current_id(pk) for pk in ids])
    return found[0] if found else None


def _held(ids: Collection[int]) -> list[Customer]:
    return rows(Customer, lock=Lock.CHANGE, id=ids)


def _number(account: AccountSettings, now: datetime) -> str:
    """The next order number, such as O2026-1001; the year is the account's. Taken late, as others wait.

    One that is in use already (the format was changed, or numbers were brought along) is passed over.
    """
    form, year = account.order_numbers, now.astimezone(ZoneInfo(account.time_zone)).year
    number = form.written(next_number(form.series("order", year)), year)
    while account.numbers_may_meet and Order.objects.filter(number=number).exists():
        number = form.written(next_number(form.series("order", year)), year)
    return number
