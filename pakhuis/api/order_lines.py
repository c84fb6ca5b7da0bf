"""Lines of an order over the API; they change only while it is expected or a concept (code 33)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of
from pakhuis.api.keys import actor_of
from pakhuis.api.line_status import line_status
from pakhuis.api.lists import listed
from pakhuis.api.order_intake import line_change, new_line
from pakhuis.api.order_shape import one_order, order_exists
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.orders.actions import change_order
from pakhuis.orders.intake import OrderChange
from pakhuis.orders.models import OrderLine

router = Router(tags=["order lines"])


@router.get("/orders/{int:order_id}/products")
def get_lines(request: HttpRequest, order_id: int) -> HttpResponse:
    return listed(one_order(order_id)["products"], request)


@router.get("/orders/{int:order_id}/products/{int:line_id}")
def get_line(request: HttpRequest, order_id: int, line_id: int) -> HttpResponse:
    return answer(_line(order_id, line_id))


@router.post("/orders/{int:order_id}/products")
def post_line(request: HttpRequest, order_id: int, body: Body = EMPTY) -> HttpResponse:
    """Adds a line at the end; without a price it is the best of the order's lists, else the product's."""
    order_exists(order_id)
    change = OrderChange(add_lines=(new_line(fields_of(body)),))
    change_order(order_id, change, by=actor_of(request), now=now())
    return answer(one_order(order_id)["products"][-1], status=201)


@router.put("/orders/{int:order_id}/products/{int:line_id}")
def put_line(request: HttpRequest, order_id: int, line_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given of amount, price, name, remarks and idvatgroup."""
    _belongs(order_id, line_id)
    change = OrderChange(change_lines=(line_change(line_id, fields_of(body)),))
    change_order(order_id, change, by=actor_of(request), now=now())
    return answer(_line(order_id, line_id))


@router.delete("/orders/{int:order_id}/products/{int:line_id}")
def delete_line(request: HttpRequest, order_id: int, line_id: int) -> HttpResponse:
    """Removes a line; an order may be empty in between."""
    _belongs(order_id, line_id)
    change_order(order_id, OrderChange(remove_line_ids=(line_id,)), by=actor_of(request), now=now())
    return nothing()


@router.get("/orders/{int:order_id}/productstatus")
def get_product_status(request: HttpRequest, order_id: int) -> HttpResponse:
    """Each line with its pieces: `allocated` are those that lie ready for it, set aside or tied."""
    lines = one_order(order_id)["products"]
    status = line_status(order_id)
    there = ((line, status.get(line["idorder_product"])) for line in lines)
    return answer({"products": [{**line, **told} for line, told in there if told is not None]})


def _belongs(order_id: int, line_id: int) -> None:
    if max(order_id, line_id) > HIGHEST_ID:
        raise Http404
    if not OrderLine.objects.filter(pk=line_id, order_id=order_id).exists():
        raise Http404


def _line(order_id: int, line_id: int) -> dict[str, Any]:
    found = [one for one in one_order(order_id)["products"] if one["idorder_product"] == line_id]
    if not found:
        raise Http404
    return dict(found[0])
