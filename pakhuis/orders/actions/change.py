"""Changing an order: the one door for people and API, fields and lines together, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from pakhuis.accounts.actions import account_settings
from pakhuis.customers.queries import terms_of
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions.field_values import checked_values, set_values
from pakhuis.orders.actions.moving import locked_order
from pakhuis.orders.actions.processing import let_go
from pakhuis.orders.actions.rewriting import (
    add_lines,
    mark_inherited,
    remove_lines,
    save_changed,
    write_lines,
    write_values,
)
from pakhuis.orders.actions.writing import set_aside
from pakhuis.orders.change_rules import (
    FIXED_ONCE_PROCESSED,
    StandingLine,
    added_line,
    as_new,
    changed_line,
    decide,
    repriced,
    sources_of_changed,
)
from pakhuis.orders.facts import load_facts
from pakhuis.orders.field_queries import texts_of
from pakhuis.orders.intake import NewLine, OrderChange
from pakhuis.orders.line_rules import MOST_LINES
from pakhuis.orders.models import Order
from pakhuis.orders.plan import OrderFacts, PlannedLine
from pakhuis.orders.problems import (
    changed_meanwhile,
    lines_are_fixed,
    order_is_fixed,
    too_many_lines,
    unknown_line,
)
from pakhuis.orders.restating import own_letters
from pakhuis.orders.standing import Standing, differing, kept_known, standing_of, told
from pakhuis.orders.states import OrderMove
from pakhuis.ownfields.reading import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesAfter:
    """What the lines of an order become: `kept` in their new shape, `removed` as they were, `added`."""

    kept: tuple[StandingLine, ...]
    removed: tuple[StandingLine, ...]
    added: tuple[PlannedLine, ...]


@transaction.atomic
def change_order(
    order_id: int, change: OrderChange, *, by: Actor, now: datetime, version: int | None = None
) -> Order:
    """Change what is given and nothing else; every problem is told at once, at its place.

    With `version` the order must still be as the caller saw it (`changed_meanwhile`). What is set aside for
    the order is set aside anew when its lines change. Nothing different: no fact.
    """
    order = locked_order(order_id, OrderMove.CHANGE)
    check_version(order, version)
    standing = standing_of(order)
    checks = Checks()
    if not order.can(OrderMove.CHANGE_LINES) and _touches_lines(change):
        checks.add(lines_are_fixed(order.status))
    facts = _facts(order, change, standing, now=now)
    agreed = order.remarks[own_letters(order) :].strip("\n")
    decided = decide(change, facts, checks, who=by.label[:100], agreed_remarks=agreed)
    values = differing(order, standing, decided.values)
    if not order.can(OrderMove.CHANGE_LINES):
        fixed = [name for name in FIXED_ONCE_PROCESSED if name in values]
        checks.problems += [order_is_fixed((name,), order.status) for name in fixed]
    had = texts_of([order.pk]).get(order.pk, {})
    texts = _own_texts(change, checks, had=had, by=by)
    after = _lines_after(change, standing, facts, values.get("price_list_ids"), checks, by=by)
    checks.refuse_if_any()
    changes = [*told(order, standing, values), *set_values(order, texts, had=had)]
    sources = sources_of_changed(decided, values)
    is_known = all(order.sources.get(name) == list(source) for name, source in sources.items())
    write_values(order, values, sources)
    if "tag_ids" in values:
        mark_inherited(order, ())
    is_divided_anew = bool({"autosplit", "warehouse_ids"} & set(values))
    changes += _lines_written(order, standing, after, is_divided_anew=is_divided_anew, by=by, now=now)
    if changes or not is_known:
        save_changed(order, list(values), changes, by=by, now=now)
    return order


def _own_texts(change: OrderChange, checks: Checks, *, had: Texts, by: Actor) -> Texts:
    """What is to stand in own fields; nothing is asked of whoever does not fill them in."""
    if change.own_values is NOT_GIVEN:
        return {}
    return checked_values(change.own_values, checks, had=had, by=by)


def check_version(order: Order, version: int | None) -> None:
    """Refused when the order is not as the caller saw it."""
    if version is not None and version != order.version:
        raise Refused([changed_meanwhile()])


def _touches_lines(change: OrderChange) -> bool:
    return bool(change.add_lines or change.change_lines or change.remove_line_ids)


def _facts(order: Order, change: OrderChange, standing: Standing, *, now: datetime) -> OrderFacts:
    """What the rules need: of every product on the order, old and new, what stands on its lists."""
    new = as_new(change)
    if change.price_list_ids is NOT_GIVEN:
        new = replace(new, price_list_ids=standing.price_list_ids)
    groups = [one.vat_group_id for one in change.change_lines if one.vat_group_id is not NOT_GIVEN]
    known = [NewLine(product_id=one.product_id) for one in standing.lines if one.product_id is not None]
    asked = [NewLine(is_own=True, vat_group_id=one) for one in groups]
    facts = load_facts(
        replace(new, lines=(*new.lines[:MOST_LINES], *known, *asked)),
        customer=terms_of(order.customer) if order.customer else None,
        webshop=order.webshop,
        settings=account_settings(),
        now=now,
    )
    return replace(facts, known=kept_known(facts.known, order, standing))


def _lines_after(
    change: OrderChange,
    standing: Standing,
    facts: OrderFacts,
    new_lists: tuple[int, ...] | None,
    checks: Checks,
    *,
    by: Actor,
) -> LinesAfter:
    lists = standing.price_list_ids if new_lists is None else new_lists
    by_id = {one.id: one for one in standing.lines}
    who = by.label[:100]
    for line_id in (*change.remove_line_ids, *(one.line_id for one in change.change_lines)):
        if line_id not in by_id:
            checks.add(unknown_line(("lines", line_id, "line")))
    removed = set(change.remove_line_ids)
    kept = {pk: line for pk, line in by_id.items() if pk not in removed}
    if new_lists is not None:
        kept = {pk: repriced(line, facts, price_list_ids=lists) for pk, line in kept.items()}
    for one in change.change_lines:
        if one.line_id in kept:
            kept[one.line_id] = changed_line(
                kept[one.line_id],
                one,
                facts,
                checks,
                path=("lines", one.line_id),
                price_list_ids=lists,
                price_before=by_id[one.line_id].price,
                who=who,
            )
    if len(kept) + len(change.add_lines) > MOST_LINES:
        checks.add(too_many_lines(MOST_LINES))
        return LinesAfter(kept=(), removed=(), added=())
    return LinesAfter(
        kept=tuple(kept.values()),
        removed=tuple(line for pk, line in by_id.items() if pk in removed),
        added=tuple(
            added_line(line, facts, checks, path=("new_lines", place), price_list_ids=lists, who=who)
            for place, line in enumerate(change.add_lines)
        ),
    )


def _lines_written(
    order: Order, standing: Standing, after: LinesAfter, *, is_divided_anew: bool, by: Actor, now: datetime
) -> list[FieldChange]:
    """Write the lines; what was set aside is let go before, and set aside anew."""
    amounts = {one.id: one.amount for one in standing.lines}
    moves_goods = (
        bool(after.added or after.removed)
        or any(one.amount != amounts[one.id] for one in after.kept)
        or is_divided_anew
    )
    freed = let_go(order) if moves_goods else []
    changes: Sequence[FieldChange] = [
        *write_lines(standing.lines, after.kept),
        *(add_lines(order, after.added) if after.added else ()),
        *(remove_lines(order, after.removed) if after.removed else ()),
    ]
    if freed:
        set_aside(order, list(order.lines.order_by("position")), freed=freed, by=by, now=now)
    return list(changes)
