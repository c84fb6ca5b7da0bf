"""The prices on a list, over the API."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing, plain
from pakhuis.api.body import EMPTY, NO_ID, Body, day, fields_of, first, identifier, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import page_of
from pakhuis.catalogue.models import Product
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import remove_price, set_price
from pakhuis.pricing.models import PriceList, PriceListEntry
from pakhuis.pricing.problems import not_a_day

router = Router(tags=["reference lists"])


@router.get("/pricelists/{int:list_id}/products")
def list_prices(request: HttpRequest, list_id: int) -> HttpResponse:
    """Every price on a list, a hundred a page."""
    _list(list_id)
    ids = page_of(PriceListEntry.objects.filter(price_list_id=list_id), request)
    rows = PriceListEntry.objects.filter(pk__in=ids).select_related("product").order_by("pk")
    return answer([_shape(one) for one in rows])


@router.post("/pricelists/{int:list_id}/products")
def post_price(request: HttpRequest, list_id: int, body: Body = EMPTY) -> HttpResponse:
    """Puts a price on a list; one of the same product, amount and first day is replaced."""
    _list(list_id)
    fields = fields_of(body)
    entry = set_price(
        list_id,
        product_id=_product(fields),
        price=number(first(fields, "price")),
        min_amount=1 if first(fields, "min_amount") in (NOT_GIVEN, None) else number(fields["min_amount"]),
        valid_from=_day(fields, "valid_from"),
        valid_until=_day(fields, "valid_until"),
        by=actor_of(request),
        now=now(),
    )
    return answer(_shape(PriceListEntry.objects.select_related("product").get(pk=entry.pk)), status=201)


@router.delete("/pricelists/{int:list_id}/products/{int:entry_id}")
def delete_price(request: HttpRequest, list_id: int, entry_id: int) -> HttpResponse:
    """Takes a price off its list; orders keep what they were told."""
    _list(list_id)
    if not PriceListEntry.objects.filter(pk=min(entry_id, HIGHEST_ID), price_list_id=list_id).exists():
        raise Http404
    remove_price(entry_id, by=actor_of(request), now=now())
    return nothing()


def _list(list_id: int) -> None:
    if not PriceList.objects.filter(pk=min(list_id, HIGHEST_ID), active=True).exists():
        raise Http404


def _product(fields: Mapping[str, Any]) -> int:
    """The product by its id or code; what is neither is refused at its place by the door."""
    code = text(first(fields, "productcode"))
    if code:
        return Product.objects.filter(code=code.strip()).values_list("pk", flat=True).first() or NO_ID
    return identifier(first(fields, "idproduct")) or NO_ID


def _day(fields: Mapping[str, Any], name: str) -> date | None:
    value = first(fields, name)
    if value in (NOT_GIVEN, None, ""):
        return None
    found = day(value)
    if found is None:
        raise Refused([not_a_day((name,), text(value))])
    return found


def _shape(entry: PriceListEntry) -> dict[str, Any]:
    return {
        "idpricelist_product": entry.pk,
        "idpricelist": entry.price_list_id,
        "idproduct": entry.product_id,
        "productcode": entry.product.code,
        "price": plain(entry.price),
        "min_amount": entry.min_amount,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
    }
