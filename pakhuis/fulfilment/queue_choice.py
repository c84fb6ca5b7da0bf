"""Choosing from the queue: which picklists meet what a batch asks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import QuerySet

from pakhuis.catalogue.models import ProductTag
from pakhuis.fulfilment.models import Picklist, PicklistLine
from pakhuis.orders.condition_checks import zip_key
from pakhuis.orders.conditions import Condition, Seen, What, all_hold
from pakhuis.orders.models import OrderTag
from pakhuis.stock.models import LocationStock

LOOKED_AT = 300
"""So many of the queue are looked at together: a handful of queries for each round."""


def first_that_meet(
    queue: QuerySet[Picklist], conditions: Sequence[Condition], *, most: int, at_once: int = LOOKED_AT
) -> list[int]:
    """The ids of the first of an ordered queue that meet all conditions, at most so many."""
    ids = queue.values_list("pk", flat=True)
    if not conditions:
        return list(ids[:most])
    asked = {one.what for one in conditions}
    found: list[int] = []
    looked = 0
    while len(found) < most and (round_of := list(ids[looked : looked + at_once])):
        seen = seen_on(round_of, asked)
        found += [pk for pk in round_of if all_hold(conditions, seen[pk])]
        looked += len(round_of)
    return found[:most]


def seen_on(picklist_ids: Collection[int], asked: Collection[What]) -> dict[int, Seen]:
    """What each of these picklists shows to the conditions: at most five queries, whatever their number."""
    of_picklist: dict[int, set[int]] = defaultdict(set)
    pieces, weight = defaultdict[int, int](int), defaultdict[int, int](int)
    rows = PicklistLine.objects.filter(picklist__in=picklist_ids)
    for pk, product, amount, grams in rows.values_list(
        "picklist_id", "product_id", "amount", "order_line__weight"
    ):
        of_picklist[pk].add(product)
        pieces[pk] += amount
        weight[pk] += amount * grams
    words = _words(picklist_ids, of_picklist, asked)
    return {
        pk: Seen(
            words={what: frozenset(found.get(pk, ())) for what, found in words.items()},
            numbers={What.PIECES: Decimal(pieces[pk]), What.WEIGHT: Decimal(weight[pk])},
        )
        for pk in picklist_ids
    }


def _words(
    picklist_ids: Collection[int], of_picklist: Mapping[int, set[int]], asked: Collection[What]
) -> dict[What, Mapping[int, Iterable[str]]]:
    """By thing asked and picklist the words that are there."""
    found: dict[What, Mapping[int, Iterable[str]]] = {
        What.PRODUCTS: {pk: map(str, products) for pk, products in of_picklist.items()}
    }
    heads = Picklist.objects.filter(pk__in=picklist_ids).values_list(
        "pk",
        "order_id",
        "warehouse_id",
        "order__delivery_country",
        "order__delivery_zipcode",
        "order__webshop_id",
    )
    kept = list(heads)
    found[What.COUNTRY] = {pk: (country,) for pk, _, _, country, _, _ in kept}
    found[What.ZIPCODE] = {pk: (zip_key(code),) for pk, _, _, _, code, _ in kept}
    found[What.WEBSHOP] = {pk: (str(shop or 0),) for pk, _, _, _, _, shop in kept}
    products = {one for several in of_picklist.values() for one in several}
    if What.TAGS in asked:
        tags = _grouped(
            OrderTag.objects.filter(order__in=[one[1] for one in kept]).values_list("order_id", "tag_id")
        )
        found[What.TAGS] = {one[0]: tags[one[1]] for one in kept}
    if What.PRODUCT_TAGS in asked:
        on = _grouped(ProductTag.objects.filter(product__in=products).values_list("product_id", "tag_id"))
        found[What.PRODUCT_TAGS] = _through(of_picklist, on)
    if What.LOCATION in asked:
        lies = LocationStock.objects.filter(
            product__in=products, warehouse__in={one[2] for one in kept}, on_hand__gt=0
        )
        at = _grouped(lies.values_list("product_id", "location__name"))
        found[What.LOCATION] = _through(of_picklist, at)
    return found


def _grouped(rows: Iterable[tuple[int, object]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for owner, word in rows:
        found[owner].add(zip_key(str(word)))
    return found


def _through(of_picklist: Mapping[int, set[int]], of_product: Mapping[int, set[str]]) -> dict[int, set[str]]:
    return {
        pk: {word for product in products for word in of_product.get(product, ())}
        for pk, products in of_picklist.items()
    }
