"""Batches over the API."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import User
from pakhuis.api.answers import LocalTime, answer, nothing, or_null
from pakhuis.api.body import EMPTY, Body, fields_of, first, flag, identifier, identifiers
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import by_ids, given, page_of
from pakhuis.api.picklists import paper
from pakhuis.api.product_shape import own_shapes, picture_shapes
from pakhuis.api.said import comment_counts
from pakhuis.fulfilment.actions import (
    add_to_batch,
    assign_batch,
    create_batch,
    create_batch_of_preset,
    dissolve_batch,
    remove_from_batch,
)
from pakhuis.fulfilment.models import Batch, PickingContainer
from pakhuis.fulfilment.states import OPEN_STATUSES, BatchKind, BatchStatus
from pakhuis.fulfilment.walk import Stop, walk_of
from pakhuis.kernel.clock import now
from pakhuis.kernel.given import NOT_GIVEN
from pakhuis.kernel.numbers import HIGHEST_ID
from pakhuis.papers.sheets import batch_pdf

router = Router(tags=["batches"])
MADE = 201


@router.get("/picklists/batches")
def list_batches(request: HttpRequest) -> HttpResponse:
    """Filters: status, type, idwarehouse, assigned_to_iduser."""
    ids = {"idwarehouse": "warehouse_id", "assigned_to_iduser": "assigned_to_id"}
    rows = by_ids(Batch.objects.all(), request, ids)
    for name, field, known in (("status", "status", BatchStatus), ("type", "kind", BatchKind)):
        wanted = given(request, name)
        if wanted:
            rows = rows.filter(**{field: wanted}) if wanted in tuple(known) else rows.none()
    return answer(batch_shapes(page_of(rows, request)))


@router.post("/picklists/batches")
def post_batch(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    """Put `idpicklists` into a batch, or without them what `idpicklist_batch_preset` asks for."""
    fields, by = fields_of(body), actor_of(request)
    picklists = first(fields, "idpicklists", "picklists")
    preset = identifier(first(fields, "idpicklist_batch_preset"))
    if picklists in (NOT_GIVEN, None) and preset is not None:
        batch = create_batch_of_preset(preset, by=by, now=now())
    else:
        batch = create_batch(identifiers(picklists, "idpicklist"), by=by, now=now())
    return answer(_whole(batch.pk), status=MADE)


@router.get("/picklists/batches/{int:batch_id}")
def get_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    return answer(_whole(batch_id))


@router.delete("/picklists/batches/{int:batch_id}")
def delete_batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Give it up; its open picklists go back to the queue."""
    _exists(batch_id)
    dissolve_batch(batch_id, by=actor_of(request), now=now())
    return nothing()


@router.post("/picklists/batches/{int:batch_id}/assign")
def post_assign(request: HttpRequest, batch_id: int, body: Body = EMPTY) -> HttpResponse:
    """To `iduser`; null lets go of it."""
    _exists(batch_id)
    user = identifier(first(fields_of(body), "iduser"))
    assign_batch(batch_id, user_id=user, by=actor_of(request), now=now())
    return answer(_whole(batch_id))


@router.post("/picklists/batches/{int:batch_id}/picklists")
def post_picklists(request: HttpRequest, batch_id: int, body: Body = EMPTY) -> HttpResponse:
    _exists(batch_id)
    ids = identifiers(first(fields_of(body), "idpicklists", "picklists"), "idpicklist")
    add_to_batch(batch_id, ids, by=actor_of(request), now=now())
    return answer(_whole(batch_id))


@router.delete("/picklists/batches/{int:batch_id}/picklists")
def delete_picklists(request: HttpRequest, batch_id: int, body: Body = EMPTY) -> HttpResponse:
    """Take `idpicklists` out; without any left the batch is given up."""
    _exists(batch_id)
    ids = identifiers(first(fields_of(body), "idpicklists", "picklists"), "idpicklist")
    remove_from_batch(batch_id, ids, by=actor_of(request), now=now())
    return answer(_whole(batch_id))


@router.get("/picklists/batches/{int:batch_id}/pdf")
def get_pdf(request: HttpRequest, batch_id: int) -> HttpResponse:
    """The walk, with `includePicklists` and `includePackinglists` the papers of each box too."""
    _exists(batch_id)
    pdf = batch_pdf(
        batch_id,
        language=account_settings().language,
        with_picklists=bool(flag(given(request, "includePicklists"))),
        with_slips=bool(flag(given(request, "includePackinglists"))),
    )
    return paper(request, pdf, f"batch-{batch_id}.pdf")


def _exists(batch_id: int) -> None:
    if not Batch.objects.filter(pk=min(batch_id, HIGHEST_ID)).exists():
        raise Http404


def batch_shapes(ids: list[int]) -> list[dict[str, Any]]:
    """The batches with these ids, in the order of the ids."""
    rows = Batch.objects.filter(pk__in=ids).select_related("assigned_to", "completed_by").order_by("pk")
    counted = rows.annotate(pieces=Sum("picklists__lines__amount"))
    lists: dict[int, int] = defaultdict(int)
    for batch_id in rows.order_by().values_list("picklists__batch_id", flat=True):
        lists[batch_id or 0] += 1
    local = LocalTime(account_settings().time_zone)
    said = comment_counts("batch", ids)
    return [
        {
            "idpicklist_batch": one.pk,
            "picklist_batchid": one.number,
            "idwarehouse": one.warehouse_id,
            "type": one.kind,
            "status": one.status,
            "assigned_to": _user(one.assigned_to),
            "completed_by": _user(one.completed_by),
            "total_products": vars(one)["pieces"] or 0,
            "total_picklists": lists[one.pk],
            "completed_at": local(one.completed_at),
            "created_at": local(one.created_at),
            "updated_at": local(one.updated_at),
            "idfulfilment_customer": None,
            "comment_count": said.get(one.pk, 0),
        }
        for one in counted
    ]


def _user(one: User | None) -> dict[str, Any] | None:
    return {"iduser": one.pk, "full_name": one.full_name, "username": one.username} if one else None


def _whole(batch_id: int) -> dict[str, Any]:
    """One batch with its picklists and what is to be taken along the walk."""
    found = batch_shapes([min(batch_id, HIGHEST_ID)])
    if not found:
        raise Http404
    inside = Batch.objects.get(pk=batch_id).picklists.select_related("order").order_by("box")
    stops = walk_of([one.pk for one in inside], warehouse_id=found[0]["idwarehouse"])
    pieces: dict[int, int] = defaultdict(int)
    picked: dict[int, int] = defaultdict(int)
    for stop in stops:
        pieces[stop.line.picklist_id] += stop.line.amount
        picked[stop.line.picklist_id] += stop.line.picked
    local = LocalTime(account_settings().time_zone)
    crates = dict(
        PickingContainer.objects.filter(picklist__in=inside, picklist__status__in=OPEN_STATUSES).values_list(
            "picklist_id", "name"
        )
    )
    picklists = [
        {
            "idpicklist": one.pk,
            "picklistid": one.number,
            "reference": or_null(one.order.reference),
            "status": one.status,
            "alias": str(one.box),
            "picking_container": {"name": crates[one.pk]} if one.pk in crates else None,
            "total_products": pieces[one.pk],
            "delivery_name": one.order.delivery_name,
            "total_collected": picked[one.pk],
            "has_notes": False,
            "has_customer_remarks": bool(one.order.remarks),
            "customer_remarks": or_null(one.order.remarks),
            "created_at": local(one.created_at),
        }
        for one in inside
    ]
    return {**found[0], "picklists": picklists, "products": _products(stops)}


def _products(stops: list[Stop]) -> list[dict[str, Any]]:
    """Each product once, in the order of the walk, with how many go to which picklist."""
    found: dict[int, dict[str, Any]] = {}
    ids = [stop.line.product_id for stop in stops]
    own, pictures = own_shapes(ids), picture_shapes(ids)
    for stop in stops:
        product = stop.line.product
        one = found.setdefault(
            product.pk,
            {
                "idproduct": product.pk,
                "name": product.name,
                "productcode": product.code,
                "productcode_supplier": or_null(product.supplier_code),
                "image": next(iter(pictures.get(product.pk, ())), None),
                "barcodes": [product.barcode] if product.barcode else [],
                "productfields": own.get(product.pk, []),
                "stock_location": or_null(stop.where),
                "picklists": [],
            },
        )
        one["picklists"].append(
            {
                "idpicklist": stop.line.picklist_id,
                "amount": stop.line.amount,
                "amount_picked": stop.line.picked,
                "amount_collected": stop.line.picked,
            }
        )
    return list(found.values())
