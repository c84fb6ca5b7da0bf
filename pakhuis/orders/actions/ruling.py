"""Letting the account's own rules have their say about an order, just before it is divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pakhuis.accounts.actions import account_settings
from pakhuis.customers.queries import terms_of
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.checking import Checks
from pakhuis.orders.actions.rewriting import add_lines, write_values
from pakhuis.orders.change_rules import added_line
from pakhuis.orders.events import OrderRuled
from pakhuis.orders.facts import load_facts
from pakhuis.orders.intake import NewLine, NewOrder
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.order_rules import Outcome, Ruling, outcome
from pakhuis.orders.plan import PlannedLine, Source
from pakhuis.orders.rule_queries import rulings
from pakhuis.orders.seen import goods_of, seen_of
from pakhuis.orders.standing import Standing, differing, standing_of, told
from pakhuis.stock.actions import hold_warehouses

SOURCE = "rule"
"""Who speaks where a rule decided: ``("rule", title, id)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What the rules made of an order; the fact is recorded by who asked."""

    facts: tuple[OrderRuled, ...] = ()
    pause_reason: str = ""


def let_rules_decide(order: Order, lines: Sequence[OrderLine], *, now: datetime) -> Ruled:
    """Do what the rules say with a locked order and its lines; one query where there are no rules.

    Belongs in the caller's transaction. Safe to do twice, as an order may be processed anew: a product that
    a rule added before, and that is still asked for, is not added again.
    """
    found = rulings()
    if not found:
        return Ruled()
    asked = {asks.what for one in found for asks in one.conditions}
    decided = outcome(found, seen_of(order, goods_of(lines), asked))
    if not decided.held:
        return Ruled()
    standing = standing_of(order)
    values, sources = _values(decided, standing)
    values = differing(order, standing, values)
    if "warehouse_ids" in values:
        # Rows will point to them: none of them goes before the commit, nor is waited for behind the levels.
        hold_warehouses()
    changes = told(order, standing, values)
    write_values(order, values, sources if "template_id" in values else {})
    new = _new_lines(order, lines, decided, standing, now=now)
    changes += add_lines(order, new) if new else []
    if changes:
        order.version += 1
        columns = ["template"] if "template_id" in values else []
        order.save(update_fields=[*columns, "sources", "version"])
    return Ruled(facts=_facts(order, decided, changes), pause_reason=decided.pause_reason)


def _values(decided: Outcome, standing: Standing) -> tuple[dict[str, Any], dict[str, Source]]:
    """Columns with the values the rules want, and who said so."""
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    if decided.template is not None:
        values["template_id"] = decided.template.template_id
        sources["template"] = _source(decided.template)
    if decided.warehouses is not None:
        values["warehouse_ids"] = tuple(sorted(decided.warehouses.warehouse_ids))
    if decided.tag_ids:
        values["tag_ids"] = tuple(sorted({*standing.tag_ids, *decided.tag_ids}))
    return values, sources


def _source(ruling: Ruling) -> Source:
    return (SOURCE, ruling.title, ruling.id)


def _new_lines(
    order: Order, lines: Sequence[OrderLine], decided: Outcome, standing: Standing, *, now: datetime
) -> list[PlannedLine]:
    """The products to add, without those that this rule added before."""
    had = {(tuple(one.price_source)[2:3], one.product_id) for one in lines if _is_of_rule(one)}
    wanted = [(one, it) for one, it in decided.products if ((one.id,), it.product_id) not in had]
    if not wanted:
        return []
    given = [NewLine(product_id=it.product_id, amount=it.amount, price=it.price) for _, it in wanted]
    facts = load_facts(
        NewOrder(lines=tuple(given), price_list_ids=standing.price_list_ids),
        customer=terms_of(order.customer) if order.customer else None,
        webshop=None,
        settings=account_settings(),
        now=now,
    )
    checks = Checks()
    planned = [
        _of_rule(
            added_line(
                line,
                facts,
                checks,
                path=("rules", ruling.id),
                price_list_ids=standing.price_list_ids,
                who=ruling.title,
            ),
            ruling,
        )
        for line, (ruling, _) in zip(given, wanted, strict=True)
    ]
    checks.refuse_if_any()
    return planned


def _is_of_rule(line: OrderLine) -> bool:
    return bool(line.price_source) and line.price_source[0] == SOURCE and line.amount > line.amount_cancelled


def _of_rule(line: PlannedLine, ruling: Ruling) -> PlannedLine:
    """The line remembers which rule added it, also where the price is the product's own."""
    return replace(line, price_source=_source(ruling))


def _facts(order: Order, decided: Outcome, changes: Sequence[FieldChange]) -> tuple[OrderRuled, ...]:
    """What to tell: nothing when the rules found everything as they want it."""
    if not changes and not decided.pause_reason:
        return ()
    titles = tuple(one.title for one in decided.held)
    return (OrderRuled(id=order.pk, number=order.number, rules=titles, changes=tuple(changes)),)
