"""Price lists: their names and days, what stands on them, who has them, and prices from a spreadsheet."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.accounts.uses import uses_of
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.problems import unknown_code
from pakhuis.customers.models import Customer
from pakhuis.customers.search import having
from pakhuis.journal.queries import logbook
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean
from pakhuis.pricing.actions import (
    change_price,
    change_price_list,
    create_price_list,
    remove_price,
    set_price,
)
from pakhuis.pricing.models import CustomerPriceList, PriceList, PriceListEntry
from pakhuis.pricing.problems import not_a_day
from pakhuis.pricing.queries import dearer_entries, entries_of
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do, edited, retired_or_back
from pakhuis.ui.entered import Entered, amount_text, day, flag, number, text
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.seen import ChangedMeanwhile, mark_of, save_if_unchanged

CUSTOMERS_SHOWN = 20


@page(Right.PRICES_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    lists = list(PriceList.objects.order_by("name"))
    context = {
        "lists": [one for one in lists if one.active],
        "retired": [one for one in lists if not one.active],
    }
    return render(request, "ui/price_lists.html", context)


@page(Right.PRICES_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    return edited(
        request,
        "ui/price_list_form.html",
        initial={},
        save=lambda values: create_price_list(
            text(values, "name"), **_days(values), by=actor_of(request), now=now()
        ),
        then=lambda saved: reverse("price-list", args=(saved.pk,)),
        context={},
    )


@page(Right.PRICES_CHANGE)
def edit(request: HttpRequest, list_id: int) -> HttpResponse:
    found = get_object_or_404(PriceList, pk=list_id)

    def standing() -> dict[str, Any]:
        one = get_object_or_404(PriceList, pk=list_id)
        return {
            "name": one.name,
            "valid_from": _iso(one.valid_from),
            "valid_until": _iso(one.valid_until),
        }

    return edited(
        request,
        "ui/price_list_form.html",
        initial=standing,
        save=lambda values: change_price_list(
            list_id, name=text(values, "name"), **_days(values), by=actor_of(request), now=now()
        ),
        then=reverse("price-list", args=(list_id,)),
        context={
            "list": found,
            "uses": uses_of(found, leaving=("pricing.pricelistentry",)),
            "facts": logbook("price_list", list_id, limit=50),
        },
    )


@require_POST
@page(Right.PRICES_CHANGE)
def active(request: HttpRequest, list_id: int) -> HttpResponse:
    """Retire a list, or bring it back."""
    brings_back = flag(request.POST, "active")
    return do(
        request,
        lambda: change_price_list(list_id, active=brings_back, by=actor_of(request), now=now()),
        done=retired_or_back(brings_back),
        then=reverse("price-list-edit", args=(list_id,)),
    )


@page(Right.PRICES_CHANGE)
def one(request: HttpRequest, list_id: int) -> HttpResponse:
    """What stands on a list, by product code, and the first customers who have it."""
    return _shown(request, get_object_or_404(PriceList, pk=list_id), new=Entered({"min_amount": "1"}))


def _shown(
    request: HttpRequest,
    found: PriceList,
    *,
    new: Entered,
    wrong: PriceListEntry | None = None,
    entered: Entered | None = None,
) -> HttpResponse:
    """The page of a list; `wrong` is the entry whose form was refused, with what was `entered`."""
    words = clean(request.GET.get("q", ""))[:100]
    entries = page_of(entries_of(found.pk, search=words), request, sort=Sort("code"), size=25)
    dearer = dearer_entries(found.pk, product_ids=[one.product_id for one in entries.rows])
    links = CustomerPriceList.objects.filter(price_list=found)
    with_it = having(Customer.objects.filter(archived_at=None), links)
    customers = list(with_it.order_by("name_key", "pk")[: CUSTOMERS_SHOWN + 1])
    context = {
        "list": found,
        "page": entries,
        "rows": [_row(one, one.pk in dearer, wrong=wrong, entered=entered) for one in entries.rows],
        "new": new,
        "q": words,
        "customers": customers[:CUSTOMERS_SHOWN],
        "more_customers": len(customers) > CUSTOMERS_SHOWN,
    }
    is_late = entered is not None and entered.theirs is not None
    return render(request, "ui/price_list.html", context, status=409 if is_late else 200)


def _row(
    entry: PriceListEntry, is_dearer: Any, *, wrong: PriceListEntry | None, entered: Entered | None
) -> dict[str, Any]:
    standing = _standing(entry)
    is_wrong = wrong is not None and entered is not None and entry.pk == wrong.pk
    values = entered if entered is not None and is_wrong else Entered(standing)
    errors = values.others(())
    if values.theirs is not None:
        errors.append(f"{_('Saved now')}: {', '.join(filter(None, standing.values()))}")
    return {
        "entry": entry,
        "entered": values,
        "is_dearer": is_dearer,
        "errors": errors,
        "mark": mark_of(standing),
    }


def _standing(entry: PriceListEntry) -> dict[str, str]:
    return {
        "price": amount_text(entry.price),
        "min_amount": str(entry.min_amount),
        "valid_from": _iso(entry.valid_from),
        "valid_until": _iso(entry.valid_until),
    }


@require_POST
@page(Right.PRICES_CHANGE)
def add(request: HttpRequest, list_id: int) -> HttpResponse:
    """Put a price on a list, by the code of its product."""
    found = get_object_or_404(PriceList, pk=list_id)
    values = request.POST
    try:
        checks = Checks()
        code = checks.text(("code",), text(values, "code"), limit=100, required=True)
        product = Product.objects.filter(code=code).first() if code else None
        if code and product is None:
            checks.add(unknown_code(("code",), code))
        days = _days(values, checks)
        checks.refuse_if_any()
        set_price(
            list_id,
            product_id=product.pk if product else 0,
            price=number(values, "price"),
            min_amount=number(values, "min_amount") or "1",
            **days,
            by=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        return _shown(request, found, new=Entered(values, refused.problems))
    messages.success(request, _("Saved."))
    return redirect("price-list", list_id)


@require_POST
@page(Right.PRICES_CHANGE)
def change(request: HttpRequest, list_id: int, entry_id: int) -> HttpResponse:
    """Change a price where it stands, or take it off."""
    entry = get_object_or_404(
        PriceListEntry.objects.select_related("price_list"), pk=entry_id, price_list=list_id
    )
    values = request.POST
    back = f"{reverse('price-list', args=(list_id,))}?{request.GET.urlencode()}"
    if "remove" in values:
        return do(
            request,
            lambda: remove_price(entry_id, by=actor_of(request), now=now()),
            done=_("The price is taken off the list."),
            then=back,
        )
    try:
        save_if_unchanged(
            request,
            lambda: _standing(get_object_or_404(PriceListEntry, pk=entry_id)),
            lambda: change_price(
                entry_id,
                price=number(values, "price"),
                min_amount=number(values, "min_amount"),
                **_days(values),
                by=actor_of(request),
                now=now(),
            ),
        )
    except Refused as refused:
        theirs = refused.now if isinstance(refused, ChangedMeanwhile) else None
        wrong = Entered(values, refused.problems, theirs=theirs)
        return _shown(request, entry.price_list, new=Entered({"min_amount": "1"}), wrong=entry, entered=wrong)
    messages.success(request, _("Saved."))
    return redirect(back)


def _days(values: QueryDict, checks: Checks | None = None) -> dict[str, date | None]:
    """The days of a form; what is no day is refused at its field."""
    mine = checks or Checks()
    days: dict[str, date | None] = {}
    for name in ("valid_from", "valid_until"):
        days[name] = day(values, name)
        if days[name] is None and text(values, name):
            mine.add(not_a_day((name,), text(values, name)))
    if checks is None:
        mine.refuse_if_any()
    return days


def _iso(value: date | None) -> str:
    return value.isoformat() if value else ""


def prices_word(count: int) -> str:
    """So many prices, in words."""
    return ngettext("%(count)s price", "%(count)s prices", count) % {"count": count}
