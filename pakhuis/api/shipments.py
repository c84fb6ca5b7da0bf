"""Shipments over the API, and what is sent with: shipping providers and packagings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router

from pakhuis.api.answers import answer, nothing
from pakhuis.api.body import EMPTY, Body, fields_of, first, flag, identifier, number, text
from pakhuis.api.keys import actor_of
from pakhuis.api.lists import FEW, between_dates, given, listed, page_of
from pakhuis.api.picklists import exists
from pakhuis.api.shipment_shape import packaging_shape, profile_choice, provider_shape, shipment_shapes
from pakhuis.fulfilment.actions import cancel_shipment, create_shipment, save_packaging
from pakhuis.fulfilment.models import Packaging, Picklist, Shipment, ShippingProfile, ShippingProvider
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment, PackagingFields
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import HIGHEST_ID

router = Router(tags=["shipments"])
MADE = 201
PROFILE_KEYS = ("idshippingprofile", "idshippingprovider_profile", "idshippingprovider")
"""The present spelling, that of answers, and that of older clients."""


@router.get("/picklists/{int:picklist_id}/shippingmethods")
def list_shipping_methods(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """The profiles one can choose from; `selected` is the one wished for, else the standard one."""
    exists(picklist_id)
    wished = Picklist.objects.values_list("shipping_profile_id", flat=True).get(pk=picklist_id)
    in_use = ShippingProfile.objects.filter(active=True, provider__active=True).select_related("provider")
    shapes = [
        profile_choice(one, is_selected=one.pk == wished if wished else one.is_standard)
        for one in in_use.order_by("provider__name", "name")
    ]
    return listed(shapes, request)


@router.get("/picklists/{int:picklist_id}/shipments")
def list_shipments_of(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Also the cancelled ones."""
    exists(picklist_id)
    return answer(shipment_shapes(page_of(Shipment.objects.filter(picklist=picklist_id), request)))


@router.post("/picklists/{int:picklist_id}/shipments")
def post_shipment(request: HttpRequest, picklist_id: int, body: Body = EMPTY) -> HttpResponse:
    """Note a shipment. Without a profile it goes with the one wished for, else with the standard one."""
    exists(picklist_id)
    fields = fields_of(body)
    profile = identifier(
        first(fields, "idshippingprofile", "idshippingprovider_profile", "idshippingprovider")
    )
    new = NewShipment(
        profile_id=profile if profile is not None else _usual_profile(picklist_id),
        weight=number(first(fields, "weight")),
        parcels=_parcels(fields),
    )
    shipment = create_shipment(picklist_id, new, by=actor_of(request), now=now())
    return answer(shipment_shapes([shipment.pk])[0], status=MADE)


def _usual_profile(picklist_id: int) -> int | None:
    wished = Picklist.objects.values_list("shipping_profile_id", flat=True).get(pk=picklist_id)
    standard = ShippingProfile.objects.filter(is_standard=True, active=True, provider__active=True)
    return wished or standard.values_list("pk", flat=True).first()


def _parcels(fields: Mapping[str, Any]) -> tuple[NewParcel, ...]:
    given_ones = first(fields, "parcels")
    if isinstance(given_ones, Sequence) and not isinstance(given_ones, str) and given_ones:
        return tuple(_parcel(one if isinstance(one, Mapping) else {}) for one in given_ones)
    return (_parcel({**fields, "weight": None}),)


def _parcel(one: Mapping[str, Any]) -> NewParcel:
    return NewParcel(
        tracking_code=text(first(one, "tracking_code", "trackingcode")),
        packaging_id=identifier(first(one, "idpackaging")),
        weight=number(first(one, "weight")),
    )


@router.delete("/picklists/{int:picklist_id}/shipments/{int:shipment_id}")
def delete_shipment(request: HttpRequest, picklist_id: int, shipment_id: int) -> HttpResponse:
    """Call a shipment off; the carrier is not told."""
    exists(picklist_id)
    if not Shipment.objects.filter(pk=min(shipment_id, HIGHEST_ID), picklist=picklist_id).exists():
        raise Http404
    cancel_shipment(shipment_id, by=actor_of(request), now=now())
    return nothing()


@router.get("/shipments")
def list_shipments(request: HttpRequest) -> HttpResponse:
    """All of them. Filters: search (tracking code, picklist or order number), sincedate, untildate."""
    rows = between_dates(
        Shipment.objects.all(),
        request,
        {"sincedate": "created_at__gte", "untildate": "created_at__lte"},
    )
    words = given(request, "search")
    if words:
        spelt = {words, words.upper(), words.lower()}
        parts = ("parcels__tracking_code__in", "picklist__number__in", "order__number__in")
        # One question for each: together no index serves them.
        found = [Shipment.objects.filter(**{one: spelt}).values_list("pk", flat=True)[:FEW] for one in parts]
        rows = rows.filter(pk__in={pk for part in found for pk in part})
    return answer(shipment_shapes(page_of(rows, request)))


@router.get("/shipments/{int:shipment_id}")
def get_shipment(request: HttpRequest, shipment_id: int) -> HttpResponse:
    found = shipment_shapes([min(shipment_id, HIGHEST_ID)])
    if not found:
        raise Http404
    return answer(found[0])


@router.get("/shippingproviders")
def list_providers(request: HttpRequest) -> HttpResponse:
    ids = page_of(ShippingProvider.objects.all(), request)
    rows = ShippingProvider.objects.filter(pk__in=ids).prefetch_related("profiles").order_by("pk")
    return answer([provider_shape(one) for one in rows])


@router.get("/packagings")
def list_packagings(request: HttpRequest) -> HttpResponse:
    """Those in use; all with `inactive=1`."""
    rows = (
        Packaging.objects.all() if flag(given(request, "inactive")) else Packaging.objects.filter(active=True)
    )
    ids = page_of(rows, request)
    return answer([packaging_shape(one) for one in Packaging.objects.filter(pk__in=ids).order_by("pk")])


@router.get("/packagings/{int:packaging_id}")
def get_packaging(request: HttpRequest, packaging_id: int) -> HttpResponse:
    return answer(packaging_shape(_packaging(packaging_id)))


@router.post("/packagings")
def post_packaging(request: HttpRequest, body: Body = EMPTY) -> HttpResponse:
    made = save_packaging(None, _packaging_fields(fields_of(body), None), by=actor_of(request), now=now())
    return answer(packaging_shape(made), status=MADE)


@router.put("/packagings/{int:packaging_id}")
def put_packaging(request: HttpRequest, packaging_id: int, body: Body = EMPTY) -> HttpResponse:
    """What is not sent stays as it is."""
    fields = _packaging_fields(fields_of(body), _packaging(packaging_id))
    return answer(packaging_shape(save_packaging(packaging_id, fields, by=actor_of(request), now=now())))


def _packaging(packaging_id: int) -> Packaging:
    found = Packaging.objects.filter(pk=min(packaging_id, HIGHEST_ID)).first()
    if found is None:
        raise Http404
    return found


def _packaging_fields(sent: Mapping[str, Any], old: Packaging | None) -> PackagingFields:
    kept: Mapping[str, Any] = (
        {"name": "", "barcode": "", "length": 0, "width": 0, "height": 0, "active": True}
        if old is None
        else {name: getattr(old, name) for name in ("name", "barcode", "length", "width", "height", "active")}
    )
    given_ones = {**kept, **{name: value for name, value in sent.items() if name in kept}}
    is_active = flag(given_ones["active"])
    return PackagingFields(
        name=text(given_ones["name"]),
        barcode=text(given_ones["barcode"]),
        length=number(given_ones["length"]),
        width=number(given_ones["width"]),
        height=number(given_ones["height"]),
        active=kept["active"] if is_active is None else is_active,
    )
