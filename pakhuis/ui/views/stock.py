"""Stock as a whole: what came and went, receiving goods with a scanner, moving them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.catalogue.problems import unknown_code
from pakhuis.catalogue.queries import scanned
from pakhuis.catalogue.search import found_by
from pakhuis.fulfilment.actions import move_between_warehouses, receive_goods
from pakhuis.kernel.actor import ActorKind
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_whole
from pakhuis.kernel.problem import Problem, Refused
from pakhuis.kernel.quantities import Quantities
from pakhuis.kernel.text import clean
from pakhuis.stock.actions import move_between_locations
from pakhuis.stock.models import MoveKind, StockMove, Warehouse
from pakhuis.stock.problems import list_is_full
from pakhuis.stock.queries import last_check, location_named
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import everybody
from pakhuis.ui.entered import Entered, number, text, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import MOVE_KIND

MOST_PIECES = 1_000_000
MOST_ROWS = 200
"""So many products stand on the list of a delivery at most; a form of more would not be read whole."""


@page(Right.PRODUCTS_SEE)
def history(request: HttpRequest) -> HttpResponse:
    """Every change, newest first; by product, warehouse, kind of change, and who did it."""
    words, kind = clean(request.GET.get("q", ""))[:100], request.GET.get("kind", "")
    warehouse, person = whole(request.GET, "warehouse"), whole(request.GET, "person")
    rows = StockMove.objects.select_related("product", "warehouse")
    if words:
        exact = scanned(words)
        rows = rows.filter(product=exact) if exact else rows.filter(product__in=found_by(words).values("pk"))
    if warehouse:
        rows = rows.filter(warehouse=warehouse)
    if person:
        rows = rows.filter(actor_kind=ActorKind.PERSON, actor_id=person)
    if kind in MoveKind.values:
        rows = rows.filter(kind=kind)
    context = {
        "page": page_of(rows, request, sort=Sort(is_descending=True)),
        "q": words,
        "kind": kind,
        "kinds": MOVE_KIND.items(),
        "warehouse": str(warehouse or ""),
        "warehouses": Warehouse.objects.all(),
        "person": str(person or ""),
        "people": everybody(),
        "check": last_check(),
    }
    return render(request, "ui/stock_history.html", context)


def _houses() -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in Warehouse.objects.filter(active=True)]


@page(Right.STOCK_CHANGE, Right.PURCHASING_WORK, Right.PICKLISTS_WORK)
def receive(request: HttpRequest) -> HttpResponse:
    """A list that grows with every scan, and goes on the shelf all at once.

    Enter in the scan field adds a row, or counts one more of what is on the list already.
    """
    houses = _houses()
    values: dict[str, Any] = {"warehouse": houses[0][0] if houses else "", "scan_amount": "1"}
    rows: list[dict[str, Any]] = []
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        sent = request.POST
        values = {**values, "warehouse": text(sent, "warehouse"), "reason": text(sent, "reason")}
        rows = _rows(sent)
        try:
            if "receive" in sent:
                pieces = _receive(request, sent, rows)
                told = ngettext(
                    "The goods are in: %(count)s piece is reserved.",
                    "The goods are in: %(count)s pieces are reserved.",
                    pieces,
                )
                messages.success(request, told % {"count": pieces})
                return redirect("stock-receive")
            rows = _added(rows, sent)
        except Refused as refused:
            problems = refused.problems
            values |= {"scan": text(sent, "scan"), "scan_amount": text(sent, "scan_amount")}
    for place, row in enumerate(rows):
        values |= {f"rows.{place}.{name}": row[name] for name in ("code", "amount", "location")}
    entered = Entered(values, problems)
    known = ("scan", "scan_amount", "warehouse", "reason", *(f"rows.{place}" for place in range(len(rows))))
    context = {
        "entered": entered,
        "rows": rows,
        "warehouses": houses,
        "others": entered.others(known),
    }
    return render(request, "ui/stock_receive.html", context)


def _rows(sent: QueryDict) -> list[dict[str, Any]]:
    """What is on the list so far; a row whose amount was emptied or is nought is taken off it."""
    codes = [text(sent, f"rows.{place}.code") for place in range(MOST_ROWS)]
    known = {one.code: one for one in Product.objects.filter(code__in=[code for code in codes if code])}
    rows = []
    for place, code in enumerate(codes):
        amount = number(sent, f"rows.{place}.amount")
        if code and amount not in ("", "0"):
            rows.append(
                {
                    "code": code,
                    "amount": amount,
                    "location": text(sent, f"rows.{place}.location"),
                    "product": known.get(code),
                }
            )
    return rows


def _added(rows: list[dict[str, Any]], sent: QueryDict) -> list[dict[str, Any]]:
    """The list with what was scanned: one more of what stands on it, else a new row, where there is room."""
    words = text(sent, "scan")
    if not words:
        return rows
    checks = Checks()
    amount = checks.whole(("scan_amount",), number(sent, "scan_amount") or "1", low=1, high=MOST_PIECES)
    product = scanned(words)
    if product is None:
        checks.add(unknown_code(("scan",), words))
    checks.refuse_if_any()
    assert product is not None
    for row in rows:
        if row["code"] == product.code and as_whole(row["amount"]) is not None:
            row["amount"] = str((as_whole(row["amount"]) or 0) + amount)
            return rows
    if len(rows) >= MOST_ROWS:
        raise Refused([list_is_full(MOST_ROWS, ("scan",))])
    return [{"code": product.code, "amount": str(amount), "location": "", "product": product}, *rows]


def _receive(request: HttpRequest, sent: QueryDict, rows: list[dict[str, Any]]) -> int:
    """Take the whole list in; problems stand at their row."""
    checks = Checks()
    warehouse_id = whole(sent, "warehouse") or 0
    goods: dict[int, int] = {}
    at: dict[int, int] = {}
    places: dict[int, int] = {}
    for place, row in enumerate(rows):
        pieces = checks.whole(("rows", place, "amount"), row["amount"], low=1, high=MOST_PIECES)
        if row["product"] is None:
            checks.add(unknown_code(("rows", place, "amount"), row["code"]))
            continue
        product_id = row["product"].pk
        goods[product_id] = goods.get(product_id, 0) + pieces
        places[product_id] = place
        if row["location"]:
            at[product_id] = location_named(warehouse_id, row["location"]) or 0
    checks.refuse_if_any()
    try:
        return receive_goods(
            warehouse_id,
            goods=Quantities(goods),
            at=at,
            reason=text(sent, "reason"),
            by=actor_of(request),
            now=now(),
        )
    except Refused as refused:
        raise Refused(_at_row(one, places) for one in refused.problems) from None


def _at_row(problem: Problem, places: dict[int, int]) -> Problem:
    """A problem of a product, at the row in which it stands."""
    if len(problem.path) < 2 or problem.path[0] != "goods":
        return problem
    row = places[int(problem.path[1])]
    field = "location" if problem.path[-1] == "location" else "amount"
    return problem.at(("rows", row, field))


@page(Right.STOCK_CHANGE)
def move(request: HttpRequest) -> HttpResponse:
    """Move pieces of one product, between warehouses or between locations of one; then the next."""
    houses = _houses()
    first = houses[0][0] if houses else ""
    asked = {
        name: text(request.GET, name) for name in ("product", "from", "from_location") if name in request.GET
    }
    entered = Entered({"from": first, "to": first, "amount": "", **asked})
    if request.method == "POST":
        try:
            _moved(request)
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
        else:
            messages.success(request, _("Moved."))
            kept = request.POST
            entered = Entered({"from": text(kept, "from"), "to": text(kept, "to")})
    return render(request, "ui/stock_move.html", {"entered": entered, "warehouses": houses})


def _moved(request: HttpRequest) -> None:
    sent = request.POST
    typed = text(sent, "product")
    product = scanned(typed)
    if product is None:
        raise Refused([unknown_code(("product",), typed)])
    start, end = whole(sent, "from") or 0, whole(sent, "to") or 0
    here, there = (
        location_named(house, text(sent, name)) if text(sent, name) else None
        for house, name in ((start, "from_location"), (end, "to_location"))
    )
    given: dict[str, Any] = {
        "amount": number(sent, "amount"),
        "reason": text(sent, "reason"),
        "by": actor_of(request),
        "now": now(),
    }
    if start == end:
        move_between_locations(
            product.pk, warehouse_id=start, from_location_id=here, to_location_id=there, **given
        )
        return
    move_between_warehouses(
        product.pk,
        from_warehouse_id=start,
        to_warehouse_id=end,
        from_location_id=here,
        to_location_id=there,
        **given,
    )
