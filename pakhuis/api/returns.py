"""Returns over the API: announced, changed, received, written down about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.api.answers import LocalTime, answer, nothing, or_null
from pakhuis.api.body import EMPTY, NO_ID, Body, fields_of, first, identifier, number, text
from pakhuis.api.countries import words
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import between_dates, by_ids, given, page_of
from pakhuis.api.return_shape import reason_shape, return_shapes, status_shape
from pakhuis.journal.models import Fact
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID, as_whole, possible_ids
from pakhuis.returns.actions import change_return, create_return, log_return, receive_return, remove_return
from pakhuis.returns.events import ReturnLogged
from pakhuis.returns.intake import CameBack, NewReturnLine, ReturnChange, ReturnFields
from pakhuis.returns.models import Return, ReturnReason, ReturnStatus

router = Router(tags=["returns"])
_ONE = "/returns/{int:return_id}"
NAMES = {
    "name": "name",
    "contact_name": "contactname",
    "line1": "address",
    "line2": "address2",
    "zipcode": "zipcode",
    "city": "city",
    "region": "region",
    "country": "country",
    "phone": "telephone",
    "email": "emailaddress",
    "language": "language",
    "reference": "reference",
    "tracking_code": "tracking_code",
    "remarks": "remarks",
}
"""Ours and theirs."""
IDS = {
    "customer_id": "idcustomer",
    "order_id": "idorder",
    "status_id": "idreturn_status",
    "template_id": "idtemplate",
}


@router.get("/return_statuses")
def list_statuses(request: HttpRequest) -> HttpResponse:
    ids = page_of(ReturnStatus.objects.filter(active=True), request)
    return answer([status_shape(one) for one in ReturnStatus.objects.filter(pk__in=ids).order_by("pk")])


@router.get("/return_reasons")
def list_reasons(request: HttpRequest) -> HttpResponse:
    ids = page_of(ReturnReason.objects.filter(active=True), request)
    return answer([reason_shape(one) for one in ReturnReason.objects.filter(pk__in=ids).order_by("pk")])


@router.get("/returns")
def list_returns(request: HttpRequest) -> HttpResponse:
    """Filters: search, status (id or name), emailaddress, idcustomer, idorder, and two dates."""
    rows = by_ids(Return.objects.all(), request, {"idcustomer": "customer_id", "idorder": "order_id"})
    status, words = given(request, "status"), given(request, "search")
    if status:
        meant = Q(pk__in=possible_ids([as_whole(status)])) | Q(name__iexact=status)
        rows = rows.filter(status__in=list(ReturnStatus.objects.filter(meant).values_list("pk", flat=True)))
    if given(request, "emailaddress"):
        rows = rows.filter(email=given(request, "emailaddress"))
    if words:
        rows = rows.filter(
            Q(number__icontains=words) | Q(name__icontains=words) | Q(reference__icontains=words)
        )
    dates = {"created_after": "created_at__gt", "updated_after": "updated_at__gt"}
    return answer(return_shapes(page_of(between_dates(rows, request, dates), request)))


@router.get(_ONE)
def get_return(request: HttpRequest, return_id: int) -> HttpResponse:
    return answer(one_return(return_id))


@router.post("/returns")
def post_return(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Of `idorder`, of `idcustomer`, or of a `name`; `returned_products` say what is expected back."""
    fields = fields_of(body)
    rows = fields.get("returned_products") or ()
    lines = (
        [new_line(one if isinstance(one, Mapping) else {}) for one in rows]
        if _is_list(rows)
        else [new_line({})]
    )
    made = create_return(_head(fields), lines, by=actor_of(request), now=now())
    return answer(one_return(made.pk), status=201)


@router.put(_ONE)
def put_return(request: HttpRequest, return_id: int, body: Body = EMPTY) -> HttpResponse:
    """Changes what is given, lines apart; another `idreturn_status` is written in its log."""
    standing = one_return(return_id)
    fields = fields_of(body)
    by, moment = actor_of(request), now()
    status = identifier(first(fields, "idreturn_status"))
    with transaction.atomic():
        change_return(return_id, ReturnChange(fields=_head(fields)), by=by, now=moment)
        if status is not None and status != standing["idreturn_status"]:
            log_return(return_id, status_id=status, by=by, now=moment)
    return answer(one_return(return_id))


@router.delete(_ONE)
def delete_return(request: HttpRequest, return_id: int) -> HttpResponse:
    """Only while nothing of it has come back."""
    remove_return(return_id, by=actor_of(request), now=now())
    return nothing()


@router.post(f"{_ONE}/receive")
def post_receive(request: HttpRequest, return_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idwarehouse` and `return_products`: `idreturn_product`, `status` (`received`, or `broken`: not put
    back), and if wanted `amount` (else all that is still expected) and `idlocation`."""
    one_return(return_id)
    fields = fields_of(body)
    rows = fields.get("return_products") or ()
    asked = [one for one in rows if isinstance(one, Mapping)] if _is_list(rows) else []
    receive_return(
        return_id,
        warehouse_id=identifier(first(fields, "idwarehouse")) or NO_ID,
        goods=[_came(one) for one in asked],
        by=actor_of(request),
        now=now(),
    )
    return answer(one_return(return_id))


def _came(fields: Mapping[str, Any]) -> CameBack:
    return CameBack(
        line_id=identifier(first(fields, "idreturn_product")) or NO_ID,
        amount=number(fields["amount"]) if fields.get("amount") is not None else None,
        is_fit=text(fields.get("status")) not in ("broken", "rejected", "discarded"),
        location_id=identifier(first(fields, "idlocation")),
    )


@router.get(f"{_ONE}/logs")
def list_logs(request: HttpRequest, return_id: int) -> HttpResponse:
    """Every status it got, and what was written down."""
    one_return(return_id)
    rows = Fact.objects.filter(subject_kind="return", subject_id=return_id, name=ReturnLogged.name)
    ids = page_of(rows, request)
    return answer([_log(one) for one in Fact.objects.filter(pk__in=ids).order_by("pk")])


@router.post(f"{_ONE}/logs")
def post_log(request: HttpRequest, return_id: int, body: Body = EMPTY) -> HttpResponse:
    """`idreturn_status`, `message`, or both."""
    one_return(return_id)
    fields = fields_of(body)
    fact = log_return(
        return_id,
        status_id=identifier(first(fields, "idreturn_status")),
        message=text(fields.get("message")),
        by=actor_of(request),
        now=now(),
    )
    return answer(_log(fact), status=201)


def _log(fact: Fact) -> dict[str, Any]:
    local = LocalTime(account_settings().time_zone)
    return {
        "idreturn_log": fact.pk,
        "idreturn": fact.subject_id,
        "idreturn_status": fact.data["status_id"],
        "status": fact.data["status"],
        "message": or_null(fact.data["note"]),
        "notify_customer": False,
        "created_by": fact.actor_label,
        "created_at": local(fact.at),
    }


def _head(fields: Mapping[str, Any]) -> ReturnFields:
    given_texts: dict[str, Any] = {
        ours: words(ours, fields[theirs]) for ours, theirs in NAMES.items() if theirs in fields
    }
    ids: dict[str, Any] = {
        ours: identifier(fields[theirs]) for ours, theirs in IDS.items() if theirs in fields
    }
    return ReturnFields(**given_texts, **ids)


def new_line(fields: Mapping[str, Any]) -> NewReturnLine:
    """A line as a body has it."""
    code = text(fields.get("productcode"))
    product = identifier(first(fields, "idproduct"))
    order_line = identifier(first(fields, "idorder_product"))
    return NewReturnLine(
        product_id=product if product is not None or code or order_line is not None else NO_ID,
        product_code=code,
        order_line_id=order_line,
        amount=number(fields.get("amount")),
        reason_id=identifier(first(fields, "idreturn_reason")),
        price=number(fields["price"]) if fields.get("price") is not None else NOT_GIVEN,
    )


def _is_list(rows: Any) -> bool:
    return isinstance(rows, list | tuple)


def one_return(return_id: int) -> dict[str, Any]:
    """Its shape, or 404."""
    found = return_shapes([return_id] if return_id <= HIGHEST_ID else [])
    if not found:
        raise Http404
    return found[0]
