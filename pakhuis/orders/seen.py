"""What an order shows to the rules: read only as far as they ask."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pakhuis.catalogue.models import ProductTag
from pakhuis.kernel.money import ZERO
from pakhuis.orders.condition_checks import zip_key
from pakhuis.orders.conditions import Seen, What
from pakhuis.orders.field_queries import texts_of
from pakhuis.orders.field_words import words_in
from pakhuis.orders.models import Order, OrderLine, OrderTag
from pakhuis.pricing.rules import line_total


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """So many pieces of what an order line asks for."""

    line: OrderLine
    pieces: int


def goods_of(lines: Sequence[OrderLine]) -> list[Goods]:
    """What is still to be delivered of an order; parts of compositions are bought with them."""
    return [
        Goods(line=one, pieces=one.outstanding) for one in lines if one.part_of_id is None and one.outstanding
    ]


def seen_of(order: Order, goods: Sequence[Goods], asked: Collection[What]) -> Seen:
    """The order with these goods: three queries at the most, for tags and own fields."""
    words = {what: frozenset(read(order, goods)) for what, read in WORDS.items() if what in asked}
    numbers = {what: read(order, goods) for what, read in NUMBERS.items() if what in asked}
    return Seen(words=words, numbers=numbers)


def _tags(order: Order, _goods: Sequence[Goods]) -> list[str]:
    return [str(pk) for pk in OrderTag.objects.filter(order=order).values_list("tag_id", flat=True)]


def _product_tags(_order: Order, goods: Sequence[Goods]) -> list[str]:
    products = {one.line.product_id for one in goods if one.line.product_id}
    found = ProductTag.objects.filter(product_id__in=products).values_list("tag_id", flat=True)
    return [str(pk) for pk in found.distinct()]


def _remarks(order: Order, _goods: Sequence[Goods]) -> list[str]:
    """Whether somebody said something about this order; what is on all orders of the customer is not that."""
    is_custom = (order.sources.get("remarks") or ("explicit",))[0] == "customer"
    return ["yes"] if order.remarks and not is_custom else []


def _total(order: Order, goods: Sequence[Goods]) -> Decimal:
    """Excluding VAT, after discount."""
    sums = (line_total(one.line.price, amount=one.pieces, discount=order.discount) for one in goods)
    return sum(sums, ZERO).amount


WORDS: Mapping[What, Callable[[Order, Sequence[Goods]], Collection[str]]] = {
    What.WEBSHOP: lambda order, _: (str(order.webshop_id or 0),),
    What.COUNTRY: lambda order, _: (order.delivery_country,),
    What.ZIPCODE: lambda order, _: (zip_key(order.delivery_zipcode),),
    What.LANGUAGE: lambda order, _: (order.language,),
    What.TAGS: _tags,
    What.PRODUCTS: lambda _, goods: [str(one.line.product_id) for one in goods if one.line.product_id],
    What.PRODUCT_TAGS: _product_tags,
    What.REMARKS: _remarks,
    What.WISHED_DAY: lambda order, _: ("yes",) if order.preferred_delivery_date else (),
    What.ORDER_FIELDS: lambda order, _: words_in(texts_of([order.pk]).get(order.pk, {})),
}
NUMBERS: Mapping[What, Callable[[Order, Sequence[Goods]], Decimal]] = {
    What.TOTAL: _total,
    What.PIECES: lambda _, goods: Decimal(sum(one.pieces for one in goods if one.line.product_id)),
    What.WEIGHT: lambda _, goods: Decimal(sum(one.pieces * one.line.weight for one in goods)),
}
