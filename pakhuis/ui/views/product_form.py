"""The form of a product: made, changed, retired."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import create_product, update_product
from pakhuis.catalogue.field_queries import product_fields, product_texts
from pakhuis.catalogue.intake import NewProduct, ProductFields
from pakhuis.catalogue.models import Product
from pakhuis.kernel.clock import now
from pakhuis.ownfields.reading import to_fill_in
from pakhuis.ownfields.values import OwnFieldSpec, OwnText
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import country_choices, tag_choices, vat_group_choices
from pakhuis.ui.doing import do, edited, retired_or_back
from pakhuis.ui.entered import Entered, amount_text, flag, number, text, whole, wholes
from pakhuis.ui.own_inputs import own_entered, own_initial, own_inputs

TEXTS = ("code", "name", "barcode", "supplier_code", "description", "hs_code", "country_of_origin")
NUMBERS = ("price", "cost_price", "weight", "minimum_purchase", "purchase_multiple")
PERHAPS = ("length", "width", "height", "delivery_days")
ZERO_WHEN_EMPTY = ("cost_price", "weight")
ONE_WHEN_EMPTY = ("minimum_purchase", "purchase_multiple")


def _given(values: QueryDict, product_id: int | None = None) -> ProductFields:
    numbers: dict[str, Any] = {name: number(values, name) for name in NUMBERS}
    numbers |= {name: numbers[name] or 0 for name in ZERO_WHEN_EMPTY}
    numbers |= {name: numbers[name] or 1 for name in ONE_WHEN_EMPTY}
    given: dict[str, Any] = {name: text(values, name) for name in TEXTS}
    given |= {name: number(values, name) for name in PERHAPS}
    return ProductFields(
        **given,
        **numbers,
        vat_group_id=whole(values, "vat_group") or 0,
        tag_ids=wholes(values, "tags"),
        own_values=own_entered(_own(product_id)[0], values),
    )


def _own(product_id: int | None) -> tuple[list[OwnFieldSpec], dict[int, tuple[OwnText, ...]]]:
    """The own fields in use, and what stands in them."""
    texts = product_texts([product_id]).get(product_id, {}) if product_id is not None else {}
    return to_fill_in(product_fields(), texts)


def _context(entered: Entered, product: Product | None = None) -> dict[str, Any]:
    return {
        "product": product,
        "vat_groups": vat_group_choices([entered.value("vat_group")]),
        "tags": tag_choices(entered.chosen("tags")),
        "countries": country_choices(),
        "own": own_inputs(*_own(product.pk if product is not None else None)),
    }


def _page_of(product: Product) -> str:
    return reverse("product", args=(product.pk,))


@page(Right.PRODUCTS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    initial = {"price": "0", "weight": "0", "minimum_purchase": "1", "purchase_multiple": "1"}

    def save(values: QueryDict) -> Product:
        return create_product(
            NewProduct(
                code=text(values, "code"),
                name=text(values, "name"),
                price=number(values, "price"),
                vat_group_id=whole(values, "vat_group"),
                barcode=text(values, "barcode"),
                weight=number(values, "weight") or 0,
                more=_given(values),
            ),
            by=actor_of(request),
            now=now(),
        )

    return edited(
        request, "ui/product_form.html", initial=initial, save=save, then=_page_of, context=_context
    )


@page(Right.PRODUCTS_CHANGE)
def edit(request: HttpRequest, product_id: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=product_id)
    return edited(
        request,
        "ui/product_form.html",
        initial=lambda: _standing(product_id),
        save=lambda values: update_product(
            product_id, _given(values, product_id), by=actor_of(request), now=now()
        ),
        then=_page_of,
        context=lambda entered: _context(entered, product),
    )


def _standing(product_id: int) -> dict[str, Any]:
    product = get_object_or_404(Product, pk=product_id)
    values = {name: getattr(product, name) for name in (*TEXTS, *NUMBERS, *PERHAPS)}
    return {
        **{name: amount_text(one) if isinstance(one, Decimal) else one for name, one in values.items()},
        **own_initial(*_own(product_id)),
        "vat_group": str(product.vat_group_id),
        "tags": [str(pk) for pk in product.product_tags.values_list("tag_id", flat=True)],
    }


@require_POST
@page(Right.PRODUCTS_CHANGE)
def active(request: HttpRequest, product_id: int) -> HttpResponse:
    """Retire a product, or bring it back: orders that have it go on."""
    brings_back = flag(request.POST, "active")
    return do(
        request,
        lambda: update_product(
            product_id, ProductFields(active=brings_back), by=actor_of(request), now=now()
        ),
        done=retired_or_back(brings_back),
        then=reverse("product", args=(product_id,)),
    )
