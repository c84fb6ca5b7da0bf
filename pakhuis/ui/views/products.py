"""Products with their stock: the overview, and the page of one."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from pakhuis.accounts.models import Tag
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.field_queries import product_fields, product_texts
from pakhuis.catalogue.models import Product, ProductPart, ProductTag
from pakhuis.catalogue.search import found_by
from pakhuis.journal.queries import logbook
from pakhuis.kernel.text import clean
from pakhuis.orders.models import Backorder, BackorderState
from pakhuis.ownfields.reading import in_words
from pakhuis.pricing.models import PriceListEntry
from pakhuis.stock.models import LocationStock, StockMove, Warehouse
from pakhuis.stock.queries import for_sale, stock_of
from pakhuis.ui.access import page
from pakhuis.ui.entered import Entered, whole
from pakhuis.ui.keyset import Sort, page_of

SHOWN = 50
ROUND = (
    "warehouse__priority",
    "warehouse_id",
    "-preferred",
    "location__pick_order",
    "location__name",
)


@page(Right.PRODUCTS_SEE)
def overview(request: HttpRequest) -> HttpResponse:
    """By code, with what is there, reserved and free in each warehouse."""
    found = page_of(shown(request).select_related("vat_group"), request, sort=Sort("code"))
    warehouses = list(Warehouse.objects.filter(active=True))
    ids = [one.pk for one in found.rows]
    levels, free = stock_of(ids), for_sale(ids)
    context = {
        "page": found,
        "stock": [
            (product, [(house, levels.get((product.pk, house.pk))) for house in warehouses], free[product.pk])
            for product in found.rows
        ],
        "warehouses": warehouses,
        "q": _words(request),
        "show": request.GET.get("show", ""),
        "tag": str(whole(request.GET, "tag") or ""),
        "all_tags": Tag.objects.filter(active=True),
    }
    return render(request, "ui/products.html", context)


def shown(request: HttpRequest) -> QuerySet[Product]:
    """What the filter in the address shows."""
    show, tag = request.GET.get("show", ""), whole(request.GET, "tag")
    rows = found_by(_words(request)).filter(active=show != "retired")
    if show == "compositions":
        rows = rows.filter(Exists(ProductPart.objects.filter(main=OuterRef("pk"))))
    if tag:
        rows = rows.filter(Exists(ProductTag.objects.filter(product=OuterRef("pk"), tag=tag)))
    return rows


def _words(request: HttpRequest) -> str:
    return clean(request.GET.get("q", ""))[:100]


@page(Right.PRODUCTS_SEE)
def one(request: HttpRequest, product_id: int) -> HttpResponse:
    """Everything of one product: stock, places, parts, prices, who waits for it, what came and went."""
    product = get_object_or_404(Product.objects.select_related("vat_group"), pk=product_id)
    houses = Warehouse.objects.in_bulk()
    levels = stock_of([product_id])
    ranked = sorted(levels.values(), key=lambda one: (houses[one.warehouse_id].priority, one.warehouse_id))
    parts = list(product.parts.select_related("part").order_by("part__code"))
    of_parts = for_sale([one.part_id for one in parts])
    places = LocationStock.objects.filter(product=product)
    moves = StockMove.objects.filter(product=product)
    prices = PriceListEntry.objects.filter(product=product, price_list__active=True)
    context: dict[str, Any] = {
        "product": product,
        "levels": [(level, houses[level.warehouse_id]) for level in ranked],
        "free": for_sale([product_id])[product_id],
        "parts": [(one, of_parts[one.part_id]) for one in parts],
        "part_of": product.part_of.select_related("main").order_by("main__code")[:SHOWN],
        "places": places.select_related("location", "warehouse").order_by(*ROUND),
        "moves": moves.select_related("warehouse").order_by("-pk")[:SHOWN],
        "queue": _queue(product),
        "prices": prices.select_related("price_list").order_by("price_list__name", "min_amount"),
        "facts": [one for one in logbook("product", product.pk) if one.name != "product.stock_changed"],
        "warehouses": [(str(one.pk), one.name) for one in Warehouse.objects.filter(active=True)],
        "tags": product.tags.all(),
        "own_values": in_words(product_fields(), product_texts([product_id]).get(product_id, {})),
        "entered": Entered({}),
    }
    return render(request, "ui/product.html", context)


def _queue(product: Product) -> list[Backorder]:
    """Who waits for it, in the order in which new goods are handed out."""
    waiting = Backorder.objects.filter(product=product, state=BackorderState.OPEN)
    related = waiting.select_related("order", "line", "product", "warehouse", "customer")
    return list(related.order_by("priority", "ordered_at", "pk")[:SHOWN])
