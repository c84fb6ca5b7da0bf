"""Things that a shop gives no SKU for: remembered when an order waits, linked to a product by people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from pakhuis.accounts.models import Webshop
from pakhuis.catalogue.models import Product
from pakhuis.connectors.models import Delivery, ProductLink
from pakhuis.connectors.problems import unknown_code
from pakhuis.connectors.states import RECEIVED_ANEW, DeliveryState
from pakhuis.connectors.tasks import take_in
from pakhuis.kernel.checking import not_found
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.text import clean

AT_ONCE = 100
"""So many orders are queued by who links; the worker finds the others."""


def remember_unlinked(webshop: Webshop, problems: Iterable[Problem]) -> None:
    """Keep what an order waits for, so that it can be linked."""
    wanted = {
        said["key"]: said["name"]
        for said in (dict(one.params) for one in problems if one.code == "no_sku")
        if said.get("key")
    }
    ProductLink.objects.bulk_create(
        (ProductLink(webshop=webshop, key=key, label=name or key) for key, name in wanted.items()),
        ignore_conflicts=True,
    )


def link_product(link_id: int, *, code: str) -> ProductLink:
    """Say which product a thing of a shop is; the orders that wait for it go on by themselves."""
    with transaction.atomic():
        link = ProductLink.objects.filter(pk=link_id).first()
        if link is None:
            raise Refused([not_found("product")])
        link.product = _product(clean(code))
        link.save(update_fields=["product"])
        again = _waiting_for(link)
        for start in range(0, len(again), AT_ONCE):
            some = Delivery.objects.filter(pk__in=again[start : start + AT_ONCE], state=DeliveryState.WAITING)
            some.update(**RECEIVED_ANEW)
        for delivery_id in again[:AT_ONCE]:
            take_in.enqueue(delivery_id)
    return link


def _product(code: str) -> Product:
    """The product with this code, else the only one with it in other letters: people type as they like."""
    exact = Product.objects.filter(code=code).first()
    found = [exact] if exact else list(Product.objects.filter(code__iexact=code)[:2])
    if len(found) != 1:
        raise Refused([unknown_code(("code",), code)])
    return found[0]


def _waiting_for(link: ProductLink) -> list[int]:
    """The messages that wait for this thing; what waits for other things alone is left alone."""
    waiting = Delivery.objects.filter(webshop_id=link.webshop_id, state=DeliveryState.WAITING).order_by("pk")
    return [
        pk for pk, problems in waiting.values_list("pk", "problems").iterator() if link.key in _keys(problems)
    ]


def _keys(problems: Iterable[Mapping[str, Any]]) -> set[object]:
    """The things without SKU that stored problems name."""
    return {one.get("params", {}).get("key") for one in problems if one.get("code") == "no_sku"}
