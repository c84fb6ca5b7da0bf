"""Lines of returns over the API."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, first, identifier, number
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import listed
from pakhuis.api.return_shape import line_shape
from pakhuis.api.returns import new_line, one_return
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.returns.actions import change_return
from pakhuis.returns.intake import ReturnChange, ReturnLineFields
from pakhuis.returns.models import ReturnLine

router = Router(tags=["returns"])
_LINES = "/returns/{int:return_id}/returned_products"
_LINE = f"{_LINES}/{{int:return_line_id}}"


@router.get(_LINES)
def list_lines(request: HttpRequest, return_id: int) -> HttpResponse:
    return listed(one_return(return_id)["returned_products"], request)


@router.post(_LINES)
def post_line(request: HttpRequest, return_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idorder_product`, `idproduct` or `productcode`; `amount`, and if wanted `idreturn_reason`, `price`."""
    one_return(return_id)
    change = ReturnChange(new_lines=(new_line(fields_of(body)),))
    change_return(return_id, change, by=actor_of(request), now=now())
    made = ReturnLine.objects.filter(parent=return_id).order_by("-pk").values_list("pk", flat=True)[0]
    return answer(_one(return_id, made), status=201)


@router.get(_LINE)
def get_line(request: HttpRequest, return_id: int, return_line_id: int) -> HttpResponse:
    return answer(_one(return_id, return_line_id))


@router.put(_LINE)
def put_line(request: HttpRequest, return_id: int, return_line_id: int, body: Body = EMPTY) -> HttpResponse:
    """`amount` (not below what came back), `idreturn_reason`, `price`."""
    _one(return_id, return_line_id)
    fields = fields_of(body)
    line = ReturnLineFields(
        id=return_line_id,
        amount=number(fields["amount"]) if "amount" in fields else NOT_GIVEN,
        price=number(fields["price"]) if "price" in fields else NOT_GIVEN,
        reason_id=identifier(first(fields, "idreturn_reason")) if "idreturn_reason" in fields else NOT_GIVEN,
    )
    change_return(return_id, ReturnChange(lines=(line,)), by=actor_of(request), now=now())
    return answer(_one(return_id, return_line_id))


@router.delete(_LINE)
def delete_line(request: HttpRequest, return_id: int, return_line_id: int) -> HttpResponse:
    """Only while nothing of it has come back."""
    _one(return_id, return_line_id)
    line = ReturnLineFields(id=return_line_id, removed=True)
    change_return(return_id, ReturnChange(lines=(line,)), by=actor_of(request), now=now())
    return nothing()


def _one(return_id: int, line_id: int) -> dict[str, Any]:
    rows = ReturnLine.objects.select_related("reason")
    found = rows.filter(parent=min(return_id, HIGHEST_ID), pk=min(line_id, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return line_shape(found)
