"""Finding a product while typing: by code, name or barcode; and what a typed text means when it is sent."""

from __future__ import annotations

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.queries import scanned
from pakhuis.kernel.text import clean
from pakhuis.ui.access import page

SHOWN = 20
BETWEEN = " — "
"""Stands between code and name of a suggestion; the code is what counts."""


@page(Right.ORDERS_CHANGE, Right.PURCHASING_WORK)
def options(request: HttpRequest) -> HttpResponse:
    """Suggestions for whichever field is being typed in: its name does not matter."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith("product")), "")
    return render(request, "ui/parts/product_options.html", {"products": found_products(typed)})


def found_products(typed: str) -> list[Product]:
    """A few products: what begins with it first, then what contains it."""
    words = clean(typed)[:100]
    rows = Product.objects.filter(active=True)
    return list(_ranked(_matching(rows, words), words)[:SHOWN] if words else rows.order_by("code")[:SHOWN])


def _matching(rows: QuerySet[Product], words: str) -> QuerySet[Product]:
    return rows.filter(Q(code__icontains=words) | Q(barcode=words) | Q(name__icontains=words))


def _ranked(rows: QuerySet[Product], words: str) -> QuerySet[Product]:
    rank = Case(
        When(Q(code__iexact=words) | Q(barcode=words), then=Value(0)),
        When(code__istartswith=words, then=Value(1)),
        When(name__istartswith=words, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return rows.annotate(rank=rank).order_by("rank", "code")


def meant_code(typed: str) -> str:
    """The code of the product that was meant; what is not found stays as typed, to be refused."""
    text = typed.split(BETWEEN, maxsplit=1)[0]
    exact = scanned(text) or scanned(typed)
    if exact is not None:
        return exact.code
    words = clean(typed)[:100]
    alike = list(_matching(Product.objects.filter(active=True), words)[:2]) if words else []
    return alike[0].code if len(alike) == 1 else text
