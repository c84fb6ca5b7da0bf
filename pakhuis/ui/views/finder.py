"""Finding a product while typing: by code, name or barcode; and what a typed text means when it is sent."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.queries import scanned
from pakhuis.catalogue.search import best_of, found_by
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
    return best_of(typed, limit=SHOWN)


def meant_code(typed: str) -> str:
    """The code of the product that was meant; what is not found stays as typed, to be refused."""
    text = typed.split(BETWEEN, maxsplit=1)[0]
    exact = scanned(text) or scanned(typed)
    if exact is not None:
        return exact.code
    words = clean(typed)[:100]
    if not words:
        return text
    named = Q(code__icontains=words) | Q(name__icontains=words)
    alike = list(found_by(words).filter(named, active=True)[:2])
    return alike[0].code if len(alike) == 1 else text
