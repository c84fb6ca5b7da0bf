"""What a change makes of an order and its lines, and what each value comes from then. Pure.

A value that is set by hand remembers by whom; one that is given back to the rules is decided as for a new
order, from the base, so that a discount or a list never counts twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pakhuis.catalogue.problems import unknown_vat_group
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.rules import ADDRESS_LIMITS, check_address
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.problem import Place
from pakhuis.orders.intake import LineChange, NewLine, NewOrder, OrderChange
from pakhuis.orders.line_rules import MOST_PIECES, planned_line, price_by_rules
from pakhuis.orders.pickup import kept_point
from pakhuis.orders.plan import OrderFacts, PlannedLine, Source
from pakhuis.orders.rules import LONGEST_TEXT, check_ids, decided_terms, has_lines
from pakhuis.pricing.rules import PriceSource

TEXTS = {"reference": 200, "remarks": LONGEST_TEXT, "email": 320, "phone": 60}
TERMS = {
    "template_id": "template",
    "language": "language",
    "discount": "discount",
    "autosplit": "autosplit",
    "calculate_vat": "calculate_vat",
    "price_list_ids": "price_lists",
}
"""Field of a term and the name its source is kept under."""
FIXED_ONCE_PROCESSED = ("discount", "autosplit", "calculate_vat", "price_list_ids", "warehouse_ids")
BY_RULES = (PriceSource.PRICE_LIST, PriceSource.PRODUCT)
"""Prices that nobody said: they follow amount and lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLine:
    """A line as it stands; `base` is what the product cost when the line was made, without any list."""

    id: int
    position: int
    product_id: int | None
    code: str
    vat_group_id: int
    name: str
    remarks: str
    amount: int
    cancelled: int
    delivered: int
    base: Decimal
    price: Decimal
    price_source: Source

    @property
    def gone(self) -> int:
        """Pieces that are not to be delivered any more: the amount cannot become less."""
        return self.cancelled + self.delivered

    @property
    def label(self) -> str:
        return f"{self.amount} × {self.code or self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """New values by column, and the sources that come with them."""

    values: Mapping[str, Any]
    sources: Mapping[str, Source]


def decide(
    change: OrderChange, facts: OrderFacts, checks: Checks, *, who: str, agreed_remarks: str
) -> Decided:
    """The values a change gives an order; problems stand at the names of the fields.

    `agreed_remarks` are those that stand behind the order's own, of its customer.
    """
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    by_hand: Source = ("changed", who)
    for name, limit in TEXTS.items():
        text = getattr(change, name)
        if text is not NOT_GIVEN:
            values[name] = checks.text((name,), text, limit=limit)
            sources[name] = by_hand
    if change.own_remarks is not NOT_GIVEN:
        own = checks.text(("remarks",), change.own_remarks, limit=LONGEST_TEXT)
        agreed = "" if has_lines(own, agreed_remarks) else agreed_remarks
        values["remarks"] = "\n".join(filter(None, (own, agreed)))
        sources["remarks"] = (*by_hand, len(own)) if agreed else by_hand
    for prefix in ("delivery", "invoice"):
        address: NewAddress | Any = getattr(change, prefix)
        if address is not NOT_GIVEN:
            cleaned = check_address(address, checks, (prefix,))
            values |= {f"{prefix}_{name}": getattr(cleaned, name) for name in (*ADDRESS_LIMITS, "country")}
            sources[prefix] = by_hand
    if change.preferred_delivery_date is not NOT_GIVEN:
        wished = change.preferred_delivery_date
        values["preferred_delivery_date"] = checks.day(("preferred_delivery_date",), wished)
    if change.invoiced is not NOT_GIVEN:
        values["invoiced"] = change.invoiced
    if change.pickup_point is not NOT_GIVEN:
        values["pickup_point"] = kept_point(change.pickup_point, checks)
        sources["pickup_point"] = by_hand
    _decide_terms(change, facts, checks, values, sources, by_hand=by_hand)
    for name in ("tag_ids", "warehouse_ids"):
        if getattr(change, name) is not NOT_GIVEN:
            values[name] = tuple(sorted(set(getattr(change, name))))
    if change.tag_ids is not NOT_GIVEN:
        sources["tags"] = by_hand
    return Decided(values=values, sources=sources)


def source_name(column: str) -> str:
    """The name under which the source of a column is kept."""
    if column.startswith(("delivery_", "invoice_")):
        return column.split("_", maxsplit=1)[0]
    return {**TERMS, "tag_ids": "tags"}.get(column, column)


def sources_of_changed(decided: Decided, values: Collection[str]) -> dict[str, Source]:
    """The sources to remember: of a value that was said but is what it was, the old source stays."""
    new = {source_name(column) for column in values}
    return {name: source for name, source in decided.sources.items() if source[0] != "changed" or name in new}


def as_new(change: OrderChange) -> NewOrder:
    """The terms and ids of a change as if a new order gave them; what is not given says nothing."""
    names = (*TERMS, "tag_ids", "warehouse_ids")
    said = {name: getattr(change, name) for name in names if getattr(change, name) is not NOT_GIVEN}
    if said.get("language", "") is None:
        said["language"] = ""
    return NewOrder(**said, lines=change.add_lines)


def _decide_terms(
    change: OrderChange,
    facts: OrderFacts,
    checks: Checks,
    values: dict[str, Any],
    sources: dict[str, Source],
    *,
    by_hand: Source,
) -> None:
    new = as_new(change)
    check_ids(new, facts, checks)
    asked = {name: key for name, key in TERMS.items() if getattr(change, name) is not NOT_GIVEN}
    if not asked:
        return
    decided_from: dict[str, Source] = {}
    terms = decided_terms(new, facts, checks, decided_from)
    for name, key in asked.items():
        values[name] = getattr(terms, name)
        sources[key] = by_hand if decided_from[key][0] == "explicit" else decided_from[key]


def changed_line(
    line: StandingLine,
    change: LineChange,
    facts: OrderFacts,
    checks: Checks,
    *,
    path: Place,
    price_list_ids: Collection[int],
    price_before: Decimal,
    who: str,
) -> StandingLine:
    """A line after a change; a price by the rules follows the new amount.

    A price that is said again as it stood (`price_before`, a form sends every field) is not said.
    """
    new = line
    if change.amount is not NOT_GIVEN:
        low = max(1, line.gone)
        new = replace(new, amount=checks.whole((*path, "amount"), change.amount, low=low, high=MOST_PIECES))
    if change.name is not NOT_GIVEN:
        new = replace(new, name=checks.text((*path, "name"), change.name, limit=300, required=True))
    if change.remarks is not NOT_GIVEN:
        new = replace(new, remarks=checks.text((*path, "remarks"), change.remarks, limit=LONGEST_TEXT))
    if change.vat_group_id is not NOT_GIVEN and change.vat_group_id is not None:
        if change.vat_group_id not in facts.known.vat_groups:
            checks.add(unknown_vat_group((*path, "vat_group")))
        new = replace(new, vat_group_id=change.vat_group_id)
    if change.price is NOT_GIVEN:
        return repriced(new, facts, price_list_ids=price_list_ids) if new.amount != line.amount else new
    if change.price is None or change.price == "":
        if line.product_id is None:
            checks.add(missing((*path, "price")))
        return repriced(
            replace(new, price_source=(PriceSource.PRODUCT, "")), facts, price_list_ids=price_list_ids
        )
    price = checks.decimal(
        (*path, "price"), change.price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP
    )
    if price == price_before:
        return repriced(new, facts, price_list_ids=price_list_ids) if new.amount != line.amount else new
    return replace(new, price=price, price_source=("changed", who))


def repriced(line: StandingLine, facts: OrderFacts, *, price_list_ids: Collection[int]) -> StandingLine:
    """The line at the price by the rules, from its base; a price that somebody said stays."""
    if line.product_id is None or line.price_source[0] not in BY_RULES:
        return line
    price, source = price_by_rules(
        line.base,
        facts.prices.get(line.product_id, ()),
        price_list_ids,
        amount=line.amount,
        on=facts.account.today,
    )
    return replace(line, price=price, price_source=source)


def added_line(
    given: NewLine,
    facts: OrderFacts,
    checks: Checks,
    *,
    path: Place,
    price_list_ids: tuple[int, ...],
    who: str,
) -> PlannedLine:
    """A line that comes later: our prices lead, whoever sent the order, and a said price says by whom."""
    ours = replace(facts, webshop=None)
    line = planned_line(given, path, ours, price_list_ids=price_list_ids, checks=checks)
    if line.price_source[0] == PriceSource.EXPLICIT:
        return replace(line, price_source=("changed", who))
    return line
