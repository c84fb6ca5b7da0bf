"""Products with their stock: found, made, corrected, received."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import create_product
from pakhuis.catalogue.intake import NewProduct
from pakhuis.catalogue.models import Product, VatGroup
from pakhuis.fulfilment.actions import receive_goods
from pakhuis.journal.queries import logbook
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.kernel.text import clean, fold
from pakhuis.pricing.models import PriceListEntry
from pakhuis.stock.actions import correct_stock
from pakhuis.stock.models import StockLevel, StockMove, Warehouse
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, number, text, whole
from pakhuis.ui.keyset import Sort, page_of

MOST_PIECES = 1_000_000


@page(Right.PRODUCTS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """By code, with what is there, reserved and free in each warehouse."""
    words = clean(request.GET.get("q", ""))[:100]
    rows = Product.objects.filter(active=True)
    for word in fold(words).split():
        rows = rows.filter(search_text__contains=word)
    found = page_of(rows.select_related("vat_group"), request, sort=Sort("code"))
    warehouses = list(Warehouse.objects.filter(active=True))
    levels = StockLevel.objects.filter(product__in=[one.pk for one in found.rows])
    by_place = {(level.product_id, level.warehouse_id): level for level in levels}
    stock = [
        (product, [by_place.get((product.pk, house.pk)) for house in warehouses], _total(product, by_place))
        for product in found.rows
    ]
    context = {"page": found, "stock": stock, "warehouses": warehouses, "q": words}
    return render(request, "ui/products.html", context)


def _total(product: Product, levels: dict[tuple[int, int], StockLevel]) -> int:
    """What is free of a product in all warehouses together."""
    return sum(level.free for (owner, _house), level in levels.items() if owner == product.pk)


@page(Right.PRODUCTS_SEE)
def one(request: HttpRequest, product_id: int) -> HttpResponse:
    return _product_page(request, product_id, Entered({"change": "", "pieces": ""}))


def _product_page(request: HttpRequest, product_id: int, entered: Entered) -> HttpResponse:
    product = get_object_or_404(Product.objects.select_related("vat_group"), pk=product_id)
    levels = StockLevel.objects.filter(product=product).select_related("warehouse")
    moves = StockMove.objects.filter(product=product).select_related("warehouse").order_by("-pk")[:50]
    prices = PriceListEntry.objects.filter(product=product, price_list__active=True)
    context: dict[str, Any] = {
        "product": product,
        "levels": levels.order_by("warehouse__priority", "warehouse_id"),
        "moves": moves,
        "prices": prices.select_related("price_list").order_by("price_list__name", "min_amount"),
        "facts": [one for one in logbook("product", product.pk) if one.name != "product.stock_changed"],
        "warehouses": [(str(one.pk), one.name) for one in Warehouse.objects.filter(active=True)],
        "entered": entered,
    }
    return render(request, "ui/product.html", context)


@page(Right.PRODUCTS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    entered = Entered({"price": "0", "weight": "0"})
    if request.method == "POST":
        values = request.POST
        try:
            product = create_product(
                NewProduct(
                    code=text(values, "code"),
                    name=text(values, "name"),
                    price=number(values, "price"),
                    vat_group_id=whole(values, "vat_group"),
                    barcode=text(values, "barcode"),
                    weight=number(values, "weight") or 0,
                ),
                by=actor_of(request),
                now=now(),
            )
        except Refused as refused:
            entered = Entered(values, refused.problems)
        else:
            messages.success(request, _("Product created."))
            return redirect("product", product.pk)
    groups = [
        (str(one.pk), one.name)
        for one in VatGroup.objects.filter(active=True).order_by("-is_standard", "name")
    ]
    return render(request, "ui/product_form.html", {"entered": entered, "vat_groups": groups})


def _page_of(product_id: int) -> str:
    return reverse("product", args=(product_id,))


@require_POST
@page(Right.PRODUCTS_CHANGE)
def correct(request: HttpRequest, product_id: int) -> HttpResponse:
    """Change what is on hand by so many pieces, with a reason."""
    values = request.POST
    return do(
        request,
        lambda: correct_stock(
            product_id,
            warehouse_id=whole(values, "warehouse") or 0,
            change=number(values, "change"),
            reason=text(values, "reason"),
            by=actor_of(request),
            now=now(),
        ),
        done=_("The stock is corrected."),
        then=_page_of(product_id),
    )


@require_POST
@page(Right.PRODUCTS_CHANGE, Right.PICKLISTS_WORK)
def receive(request: HttpRequest, product_id: int) -> HttpResponse:
    """Put goods on the shelf; backorders are served first."""
    values = request.POST

    def action() -> None:
        checks = Checks()
        pieces = checks.whole(("pieces",), number(values, "pieces"), low=1, high=MOST_PIECES)
        checks.refuse_if_any()
        goods = Quantities({product_id: pieces})
        warehouse_id = whole(values, "warehouse") or 0
        receive_goods(
            warehouse_id, goods=goods, by=actor_of(request), now=now(), reason=text(values, "reason")
        )

    return do(request, action, done=_("The goods are received."), then=_page_of(product_id))
