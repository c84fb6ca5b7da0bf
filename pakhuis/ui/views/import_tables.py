"""Products and the prices of a list as spreadsheets that an import takes in again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pakhuis.accounts.rights import Right
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.states import Subject
from pakhuis.pricing.models import PriceList
from pakhuis.ui.access import page
from pakhuis.ui.views.products import shown
from pakhuis.ui.workbook import workbook

PRODUCT = ("code", "name", "price", "vat_group_id", "barcode", "weight", "active")
PRICE = ("price_list_id", "code", "price", "min_amount", "valid_from", "valid_until")
Cells = Sequence[str | int | Decimal]


@page(Right.PRODUCTS_SEE)
def products(request: HttpRequest) -> FileResponse:
    """Everything the filter shows. Stock is left out: in a file it would be opening stock."""
    rows = (
        shown(request)
        .order_by("code")
        .values_list(*("code", "name", "price", "vat_group__name", "barcode", "weight", "active"))
    )
    words = {True: _("yes"), False: _("no")}
    table = ((*row, words[active]) for *row, active in rows.iterator())
    return workbook(_headed(Subject.PRODUCTS, PRODUCT, table), name="products.xlsx")


@page(Right.PRICES_CHANGE)
def prices(request: HttpRequest, list_id: int) -> FileResponse:
    """All prices of a list, past and coming ones too."""
    found = get_object_or_404(PriceList, pk=list_id)
    rows = found.entries.order_by("product__code", "min_amount", "valid_from").values_list(
        *("product__code", "price", "min_amount", "valid_from", "valid_until")
    )
    table = (
        (found.name, code, price, amount, str(first or ""), str(last or ""))
        for code, price, amount, first, last in rows.iterator()
    )
    return workbook(_headed(Subject.PRICES, PRICE, table), name=f"{slugify(found.name) or list_id}.xlsx")


def _headed(subject: Subject, targets: Sequence[str], rows: Iterable[Cells]) -> Iterator[Cells]:
    """The rows below the words by which an import knows its columns, in the reader's language."""
    columns = columns_of(subject, own_fields=())
    yield [_(columns[target].label) for target in targets]
    yield from rows
