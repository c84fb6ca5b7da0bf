"""Order lines: which product, how many, at which price and why. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from pakhuis.catalogue.problems import unknown_vat_group
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.kernel.checking import Checks, missing
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.problem import Place
from pakhuis.kernel.text import clean
from pakhuis.orders.intake import NewLine
from pakhuis.orders.plan import OrderFacts, PlannedLine, ProductFacts, Source
from pakhuis.orders.problems import no_lines, too_many_lines, unknown_product
from pakhuis.pricing.rules import ListPrice, PriceSource, best_price

MOST_PIECES = 1_000_000
MOST_LINES = 2000
NOTHING = ProductFacts(id=0, code="", name="", price=Decimal(0), vat_group_id=0, weight=0)


def planned_lines(
    given: Sequence[NewLine], facts: OrderFacts, *, price_list_ids: tuple[int, ...], checks: Checks
) -> tuple[PlannedLine, ...]:
    """Every line checked and priced; problems stand at ``("lines", i, …)``."""
    if not given:
        checks.add(no_lines())
    if len(given) > MOST_LINES:
        checks.add(too_many_lines(MOST_LINES))
        return ()
    return tuple(
        planned_line(line, ("lines", place), facts, price_list_ids=price_list_ids, checks=checks)
        for place, line in enumerate(given)
    )


def planned_line(
    given: NewLine, path: Place, facts: OrderFacts, *, price_list_ids: tuple[int, ...], checks: Checks
) -> PlannedLine:
    """One line checked and priced; problems stand below `path`."""
    if given.is_own:
        return _own_line(given, path, facts, checks)
    product = _product(given, path, facts, checks)
    amount = checks.whole((*path, "amount"), given.amount, low=1, high=MOST_PIECES)
    name = checks.text((*path, "name"), given.name, limit=300)
    if given.vat_group_id is not None and given.vat_group_id not in facts.known.vat_groups:
        checks.add(unknown_vat_group((*path, "vat_group")))
    delivered, cancelled = _gone(given, path, amount=amount, checks=checks)
    price, source = _price(
        given, path, product, facts, price_list_ids=price_list_ids, amount=amount, checks=checks
    )
    return PlannedLine(
        product=product,
        vat_group_id=given.vat_group_id or product.vat_group_id,
        name=name or product.name,
        remarks=checks.text((*path, "remarks"), given.remarks, limit=10_000),
        amount=amount,
        price=price,
        price_source=source,
        delivered=delivered,
        cancelled=cancelled,
    )


def _gone(given: NewLine, path: Place, *, amount: int, checks: Checks) -> tuple[int, int]:
    """Pieces delivered and cancelled before, together at most what was ordered."""
    delivered = checks.whole((*path, "delivered"), given.delivered, low=0, high=amount)
    cancelled = checks.whole((*path, "cancelled"), given.cancelled, low=0, high=amount - delivered)
    return delivered, cancelled


def _own_line(given: NewLine, path: Place, facts: OrderFacts, checks: Checks) -> PlannedLine:
    """A line without a product: nothing says its name and price but itself."""
    if given.vat_group_id is not None and given.vat_group_id not in facts.known.vat_groups:
        checks.add(unknown_vat_group((*path, "vat_group")))
    price = checks.decimal((*path, "price"), given.price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP)
    if given.vat_group_id is None and not facts.standard_vat_group_id:
        checks.add(unknown_vat_group((*path, "vat_group")))
    source = PriceSource.EXPLICIT if facts.webshop is None else PriceSource.WEBSHOP
    amount = checks.whole((*path, "amount"), given.amount, low=1, high=MOST_PIECES)
    delivered, cancelled = _gone(given, path, amount=amount, checks=checks)
    return PlannedLine(
        product=replace(NOTHING, price=price),
        vat_group_id=given.vat_group_id or facts.standard_vat_group_id,
        name=checks.text((*path, "name"), given.name, limit=300, required=True),
        remarks=checks.text((*path, "remarks"), given.remarks, limit=10_000),
        amount=amount,
        price=price,
        price_source=(source, ""),
        delivered=delivered,
        cancelled=cancelled,
    )


def _product(given: NewLine, path: Place, facts: OrderFacts, checks: Checks) -> ProductFacts:
    code = clean(given.product_code)
    if given.product_id is None and not code:
        checks.add(missing((*path, "product")))
        return NOTHING
    found = facts.by_code.get(code) if given.product_id is None else facts.by_id.get(given.product_id)
    if found is None:
        checks.add(unknown_product((*path, "product"), code or str(given.product_id)))
    return found or NOTHING


def _price(
    given: NewLine,
    path: Place,
    product: ProductFacts,
    facts: OrderFacts,
    *,
    price_list_ids: tuple[int, ...],
    amount: int,
    checks: Checks,
) -> tuple[Decimal, Source]:
    """The price per piece: said, or of the shop, or the best of the lists, or the product's own.

    Where our prices lead, what a shop says of prices is checked and then left aside.
    """
    if given.price is not None and given.price != "":
        price = checks.decimal(
            (*path, "price"), given.price, low=Decimal(0), high=HIGHEST_PRICE, step=PRICE_STEP
        )
        if facts.webshop is None:
            return price, (PriceSource.EXPLICIT, "")
        if facts.shop_prices_lead:
            return price, (PriceSource.WEBSHOP, "")
    return price_by_rules(
        product.price, facts.prices.get(product.id, ()), price_list_ids, amount=amount, on=facts.account.today
    )


def price_by_rules(
    base: Decimal, prices: Sequence[ListPrice], price_list_ids: Collection[int], *, amount: int, on: date
) -> tuple[Decimal, Source]:
    """The best price of these lists, or the base, with its reason. Always from the base, never twice."""
    on_lists = [one for one in prices if one.list_id in price_list_ids]
    best = best_price(base, on_lists, amount=amount, on=on)
    if best.source is PriceSource.PRICE_LIST:
        return best.price, (PriceSource.PRICE_LIST, best.list_name, best.min_amount)
    return best.price, (PriceSource.PRODUCT, "")
