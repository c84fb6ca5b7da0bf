"""Lines of a return: what is asked for is looked up and checked, against what was delivered too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pakhuis.catalogue.models import Product, ProductPart
from pakhuis.catalogue.rules import HIGHEST_PRICE
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.money import PRICE_STEP
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Place
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Order, OrderLine
from pakhuis.orders.problems import unknown_product
from pakhuis.returns.intake import NewReturnLine, ReturnLineFields
from pakhuis.returns.models import ReturnLine, ReturnReason
from pakhuis.returns.problems import (
    came_back_already,
    more_than_delivered,
    unknown_order_line,
    unknown_reason,
)
from pakhuis.returns.rules import left_to_return
from pakhuis.stock.problems import has_parts

MOST_PIECES = 1_000_000
MOST_LINES = 500
_PRICE: dict[str, Any] = {"low": Decimal(0), "high": HIGHEST_PRICE, "step": PRICE_STEP}


def drafted_lines(
    wanted: Sequence[NewReturnLine], checks: Checks, *, order: Order | None
) -> list[ReturnLine]:
    """New lines, not saved and without their return; problems stand at ``("new_lines", i)``."""
    of_order = {one.pk: one for one in order.lines.select_related("product")} if order is not None else {}
    by_id = Product.objects.in_bulk(possible_ids(one.product_id for one in wanted))
    known = known_of(of_order.values(), [one.reason_id for one in wanted])
    codes = [clean(one.product_code) for one in wanted if one.product_code]
    by_code = Product.objects.in_bulk(codes, field_name="code")
    asked: Counter[int] = Counter()
    lines = []
    for place, one in enumerate(wanted):
        at = ("new_lines", place)
        order_line = _order_line(one, of_order, checks, at=at)
        product = (
            order_line.product if order_line is not None else _product(one, by_id, by_code, checks, at=at)
        )
        check_reason(one.reason_id, known, checks, at=at)
        line = _drafted(one, product, order_line, checks, at=at)
        if order_line is not None:
            left = known.left(order_line) - asked[order_line.pk]
            asked[order_line.pk] += line.amount
            if line.amount > left:
                checks.add(more_than_delivered(max(0, left), (*at, "amount")))
        lines.append(line)
    _check_products(lines, checks)
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What lines are checked against: the reasons there are, and by order line its lines on returns."""

    reasons: frozenset[int]
    on_returns: Mapping[int, Mapping[int, int]]

    def left(self, line: OrderLine, *, leaving: int = 0) -> int:
        """Pieces of an order line that were delivered and are on no line of a return but `leaving` yet."""
        others = self.on_returns.get(line.pk, {})
        on_returns = [pieces for pk, pieces in others.items() if pk != leaving]
        return left_to_return(delivered=line.amount_delivered, on_returns=on_returns)


def known_of(order_lines: Iterable[OrderLine], reason_ids: Iterable[int | None] = ()) -> Known:
    """Read in two queries, however many lines. Where more came back than was announced, that counts."""
    reasons = ReturnReason.objects.filter(pk__in=possible_ids(reason_ids)).values_list("pk", flat=True)
    on_returns: dict[int, dict[int, int]] = defaultdict(dict)
    for one in ReturnLine.objects.filter(order_line__in=[line.pk for line in order_lines]):
        on_returns[one.order_line_id or 0][one.pk] = max(one.amount, one.came)
    return Known(reasons=frozenset(reasons), on_returns=on_returns)


def _order_line(
    one: NewReturnLine, of_order: dict[int, OrderLine], checks: Checks, *, at: Place
) -> OrderLine | None:
    if one.order_line_id is None:
        return None
    found = of_order.get(one.order_line_id)
    if found is None or found.product_id is None:
        checks.add(unknown_order_line((*at, "order_line")))
        return None
    return found


def _product(
    one: NewReturnLine,
    by_id: dict[int, Product],
    by_code: dict[str, Product],
    checks: Checks,
    *,
    at: Place,
) -> Product | None:
    if one.order_line_id is not None:
        return None
    if one.product_id is not None:
        found = by_id.get(one.product_id)
        if found is None:
            checks.add(not_found("product", (*at, "product")))
        return found
    found = by_code.get(clean(one.product_code))
    if found is None:
        checks.add(unknown_product((*at, "product"), one.product_code))
    return found


def _drafted(
    one: NewReturnLine, product: Product | None, order_line: OrderLine | None, checks: Checks, *, at: Place
) -> ReturnLine:
    price = (
        order_line.price if order_line is not None else product.price if product is not None else Decimal(0)
    )
    if one.price is not NOT_GIVEN and one.price is not None:
        price = checks.decimal((*at, "price"), one.price, **_PRICE)
    return ReturnLine(
        product=product or Product(),
        order_line=order_line,
        reason_id=one.reason_id,
        code=product.code if product is not None else "",
        name=order_line.name if order_line is not None else product.name if product is not None else "",
        price=price,
        amount=checks.whole((*at, "amount"), one.amount, low=1, high=MOST_PIECES),
    )


def _check_products(lines: Sequence[ReturnLine], checks: Checks) -> None:
    """Of a composition its parts come back: only they are in stock."""
    ids = [one.product_id for one in lines if one.product_id is not None]
    composed = set(ProductPart.objects.filter(main__in=ids).values_list("main_id", flat=True))
    for place, one in enumerate(lines):
        if one.product_id in composed:
            checks.add(has_parts(("new_lines", place, "product")))


def check_reason(reason_id: int | None, known: Known, checks: Checks, *, at: Place) -> None:
    if reason_id is not None and reason_id not in known.reasons:
        checks.add(unknown_reason((*at, "reason")))


def checked_line(fields: ReturnLineFields, line: ReturnLine, known: Known, checks: Checks) -> dict[str, Any]:
    """What changes on a line: not below what came back, and then it cannot be taken off either."""
    at = ("lines", line.pk)
    checked: dict[str, Any] = {}
    if fields.removed:
        if line.came:
            checks.add(came_back_already(line.came, (*at, "removed")))
        return checked
    if fields.amount is not NOT_GIVEN:
        checked["amount"] = checks.whole((*at, "amount"), fields.amount, low=1, high=MOST_PIECES)
        if checked["amount"] < min(line.came, line.amount):
            checks.add(came_back_already(line.came, (*at, "amount")))
        if line.order_line is not None:
            left = known.left(line.order_line, leaving=line.pk)
            if checked["amount"] > max(left, line.amount):
                checks.add(more_than_delivered(left, (*at, "amount")))
    if fields.price is not NOT_GIVEN:
        checked["price"] = checks.decimal((*at, "price"), fields.price, **_PRICE)
    if fields.reason_id is not NOT_GIVEN:
        check_reason(fields.reason_id, known, checks, at=at)
        checked["reason_id"] = fields.reason_id
    return checked
