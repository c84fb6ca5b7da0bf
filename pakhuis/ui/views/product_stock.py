"""The buttons on a product's page: its stock corrected and received, its places, its parts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.problems import unknown_code
from pakhuis.catalogue.queries import scanned
from pakhuis.fulfilment.actions import correct_and_hand_out, receive_goods
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.stock.actions import compose, place_product, unplace_product
from pakhuis.stock.queries import location_named
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import flag, number, text, whole

MOST_PIECES = 1_000_000


def _page_of(product_id: int) -> str:
    return reverse("product", args=(product_id,))


@require_POST
@page(Right.STOCK_CHANGE)
def correct(request: HttpRequest, product_id: int) -> HttpResponse:
    """Change what is on hand by so many pieces, or say how many were counted; with a reason."""
    values = request.POST
    warehouse_id = whole(values, "warehouse") or 0
    given: dict[str, Any] = {"change": number(values, "change") or None}
    if text(values, "amount"):
        given = {"amount": number(values, "amount")}
    if text(values, "location"):
        given["location_id"] = location_named(warehouse_id, text(values, "location")) or 0
    return do(
        request,
        lambda: correct_and_hand_out(
            product_id,
            warehouse_id=warehouse_id,
            reason=text(values, "reason"),
            by=actor_of(request),
            now=now(),
            **given,
        ),
        done=_("The stock is corrected."),
        then=_page_of(product_id),
    )


@require_POST
@page(Right.STOCK_CHANGE, Right.PURCHASING_WORK, Right.PICKLISTS_WORK)
def receive(request: HttpRequest, product_id: int) -> HttpResponse:
    """Put goods on the shelf; backorders are served first."""
    values = request.POST

    def action() -> None:
        checks = Checks()
        pieces = checks.whole(("pieces",), number(values, "pieces"), low=1, high=MOST_PIECES)
        checks.refuse_if_any()
        warehouse_id = whole(values, "warehouse") or 0
        name = text(values, "location")
        receive_goods(
            warehouse_id,
            goods=Quantities({product_id: pieces}),
            at={product_id: location_named(warehouse_id, name) or 0} if name else {},
            by=actor_of(request),
            now=now(),
            reason=text(values, "reason"),
        )

    return do(request, action, done=_("The goods are received."), then=_page_of(product_id))


@require_POST
@page(Right.STOCK_CHANGE)
def place(request: HttpRequest, product_id: int) -> HttpResponse:
    """Give the product a place, or make one it has the preferred one."""
    values = request.POST
    location_id = whole(values, "location_id")
    if location_id is None:
        location_id = location_named(whole(values, "warehouse") or 0, text(values, "location")) or 0
    return do(
        request,
        lambda: place_product(
            product_id,
            location_id=location_id,
            preferred=flag(values, "preferred"),
            note=text(values, "note"),
            by=actor_of(request),
            now=now(),
        ),
        done=_("Saved."),
        then=_page_of(product_id),
    )


@require_POST
@page(Right.STOCK_CHANGE)
def unplace(request: HttpRequest, product_id: int) -> HttpResponse:
    """The product does not belong on this location any more."""
    return do(
        request,
        lambda: unplace_product(
            product_id, location_id=whole(request.POST, "location_id") or 0, by=actor_of(request), now=now()
        ),
        done=_("Saved."),
        then=_page_of(product_id),
    )


@require_POST
@page(Right.PRODUCTS_CHANGE)
def part(request: HttpRequest, product_id: int) -> HttpResponse:
    """Put a part into the composition, change how many, or take it out with 0."""
    values = request.POST

    def action() -> None:
        part_id = whole(values, "part_id")
        if part_id is None:
            typed = text(values, "part")
            found = scanned(typed)
            if found is None:
                raise Refused([unknown_code(("part",), typed)])
            part_id = found.pk
        compose(product_id, part_id=part_id, amount=number(values, "amount"), by=actor_of(request), now=now())

    return do(request, action, done=_("Saved."), then=_page_of(product_id))
