"""Of which products the stock changed, when that happened to an order or to a part of a composition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from pakhuis.catalogue.models import ProductPart
from pakhuis.journal.models import Fact
from pakhuis.orders.models import OrderLine

PRODUCT = "product"
LOCATION_MOVE = "location_move"
PARTS_CHANGED = "product.parts_changed"
Products = Mapping[int, set[int]]
"""Products by the id of the fact."""


def products_of(facts: Collection[Fact]) -> Products:
    """By fact: the product it happened to, or those on the order. One query at most."""
    orders = {fact.subject_id for fact in facts if fact.subject_kind != PRODUCT}
    ordered: dict[int, set[int]] = defaultdict(set)
    if orders:
        lines = OrderLine.objects.filter(order_id__in=orders, product__isnull=False)
        for order_id, product_id in lines.values_list("order_id", "product_id"):
            ordered[order_id].add(product_id)
    return {
        fact.pk: {fact.subject_id} if fact.subject_kind == PRODUCT else ordered[fact.subject_id]
        for fact in facts
    }


def compositions_of(facts: Collection[Fact], products: Products) -> Products:
    """By fact: the compositions of which another number can be made up now. Two queries.

    Those with a part of which the stock changed, be it ordered by itself or in a composition; and the one
    that got other parts.
    """
    touched = {one for of_fact in products.values() for one in of_fact}
    parts_in: dict[int, set[int]] = defaultdict(set)
    for main, part in ProductPart.objects.filter(main__in=touched).values_list("main_id", "part_id"):
        parts_in[main].add(part)
    wanted = touched.union(*parts_in.values())
    mains_of: dict[int, set[int]] = defaultdict(set)
    for main, part in ProductPart.objects.filter(part__in=wanted).values_list("main_id", "part_id"):
        mains_of[part].add(main)
    found: dict[int, set[int]] = {}
    for fact in facts:
        if fact.name == PARTS_CHANGED:
            found[fact.pk] = {fact.subject_id}
        else:
            pieces = products[fact.pk].union(*(parts_in[one] for one in products[fact.pk]))
            found[fact.pk] = {main for one in pieces for main in mains_of[one]}
    return found
