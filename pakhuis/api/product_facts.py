"""What was and what will be of a product over the API: its prices before, and the pieces announced."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, plain
from pakhuis.api.lists import PAGE, listed, start_of
from pakhuis.api.products import exists
from pakhuis.catalogue.events import ProductChanged
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import ActorKind
from pakhuis.purchasing.queries import announced

router = Router(tags=["products"])


@router.get("/products/{int:product_id}/pricehistory")
def list_prices(request: HttpRequest, product_id: int) -> HttpResponse:
    """Every change of its price, the newest last."""
    exists(product_id)
    local = LocalTime(account_settings().time_zone)
    facts = Fact.objects.filter(
        subject_kind=ProductChanged.kind, subject_id=product_id, name=ProductChanged.name
    )
    told = [one for fact in facts.order_by("pk") for one in _changes(fact, local)]
    return listed(told, request)


def _changes(fact: Fact, local: LocalTime) -> Iterator[dict[str, Any]]:
    for change in fact.data["changes"]:
        old, new = _price(change["old"]), _price(change["new"])
        # An own field of the account may be called so as well; what stands there need be no number.
        if change["field"] == "price" and old is not None and new is not None:
            yield {
                "idproduct": fact.subject_id,
                "old_price": old,
                "price": new,
                "iduser": fact.actor_id if fact.actor_kind == ActorKind.PERSON else None,
                "changed_at": local(fact.at),
            }


def _price(said: str) -> int | float | None:
    try:
        return plain(Decimal(said))
    except InvalidOperation:
        return None


@router.get("/products/{int:product_id}/expected")
def list_expected(request: HttpRequest, product_id: int) -> HttpResponse:
    """The lines of purchase orders by which pieces are still to come, the soonest first."""
    exists(product_id)
    start = start_of(request)
    lines = announced([product_id]).select_related("order")[start : start + PAGE]
    return answer(
        [
            {
                "idpurchaseorder": one.order_id,
                "purchaseorderid": one.order.number,
                "idpurchaseorder_product": one.pk,
                "idproduct": one.product_id,
                "idsupplier": one.order.supplier_id,
                "supplier_name": one.order.supplier_name,
                "idwarehouse": one.order.warehouse_id,
                "amount": one.amount,
                "amountreceived": one.received,
                "amount_expected": one.amount - one.received,
                "delivery_date": one.on and one.on.isoformat(),
            }
            for one in lines
        ]
    )
