"""Shipments: made when a picklist is closed or afterwards, and called off again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions.moving import locked_picklist
from pakhuis.fulfilment.carriers import tracking_url
from pakhuis.fulfilment.models import Packaging, Parcel, Shipment, ShippingProfile
from pakhuis.fulfilment.shipping_events import PicklistShipmentCancelled, PicklistShipmentCreated
from pakhuis.fulfilment.shipping_intake import NewParcel, NewShipment
from pakhuis.fulfilment.shipping_problems import (
    cancelled_already,
    profile_retired,
    too_many_parcels,
    unknown_packaging,
    unknown_profile,
)
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import RawNumber, possible_ids
from pakhuis.kernel.problem import Place, Refused
from pakhuis.orders.models import Order

MOST_PARCELS = 50
HEAVIEST = 10_000_000
"""Grams: ten tonnes are a lorry."""


@transaction.atomic
def create_shipment(picklist_id: int, new: NewShipment, *, by: Actor, now: datetime) -> Shipment:
    """Write down that the goods go with this carrier; without parcels it is one box without a code."""
    checks = Checks()
    profile = _profile(new.profile_id, checks)
    weight = _weight(("weight",), new.weight, checks)
    drafts = _parcels(new.parcels or (NewParcel(),), checks)
    checks.refuse_if_any()
    picklist = locked_picklist(picklist_id, move=PicklistMove.SHIP)
    provider = profile.provider if profile else None
    shipment = Shipment.objects.create(
        picklist=picklist,
        order_id=picklist.order_id,
        provider=provider,
        profile=profile,
        provider_name=provider.name if provider else "",
        profile_name=profile.name if profile else "",
        weight=weight,
        created_by=User(pk=by.id) if by.kind is ActorKind.PERSON else None,
        created_at=now,
        updated_at=now,
    )
    pattern = provider.tracking_pattern if provider else ""
    for one in drafts:
        one.shipment = shipment
        one.tracking_url = _url(pattern, one.tracking_code, picklist.order)
    Parcel.objects.bulk_create(drafts)
    fact = PicklistShipmentCreated(
        id=picklist.pk,
        shipment_id=shipment.pk,
        order_id=picklist.order_id,
        provider=shipment.provider_name,
        parcels=len(drafts),
    )
    record([fact], by=by, now=now)
    return shipment


@transaction.atomic
def cancel_shipment(shipment_id: int, *, by: Actor, now: datetime) -> Shipment:
    """Call a shipment off. It stays, marked; the carrier has to be told by a person."""
    wanted = Shipment.objects.filter(pk__in=possible_ids([shipment_id]))
    cancelled = wanted.filter(cancelled_at=None).update(cancelled_at=now, updated_at=now)
    shipment = wanted.first()
    if shipment is None:
        raise Refused([not_found("shipment")])
    if not cancelled:
        raise Refused([cancelled_already()])
    fact = PicklistShipmentCancelled(
        id=shipment.picklist_id,
        shipment_id=shipment.pk,
        order_id=shipment.order_id,
        provider=shipment.provider_name,
    )
    record([fact], by=by, now=now)
    return shipment


def _profile(profile_id: int | None, checks: Checks) -> ShippingProfile | None:
    if profile_id is None:
        return None
    known = ShippingProfile.objects.select_related("provider").filter(pk__in=possible_ids([profile_id]))
    profile = known.first()
    if profile is None:
        checks.add(unknown_profile())
    elif not (profile.active and profile.provider.active):
        checks.add(profile_retired())
    return profile


def _parcels(given: tuple[NewParcel, ...], checks: Checks) -> list[Parcel]:
    if len(given) > MOST_PARCELS:
        checks.add(too_many_parcels(MOST_PARCELS))
        return []
    wanted = {one.packaging_id for one in given if one.packaging_id is not None}
    known = set(Packaging.objects.filter(pk__in=possible_ids(wanted)).values_list("pk", flat=True))
    drafts = []
    for place, one in enumerate(given):
        if one.packaging_id is not None and one.packaging_id not in known:
            checks.add(unknown_packaging(("parcels", place, "packaging")))
        drafts.append(
            Parcel(
                packaging_id=one.packaging_id,
                weight=_weight(("parcels", place, "weight"), one.weight, checks),
                tracking_code=checks.text(("parcels", place, "tracking_code"), one.tracking_code, limit=100),
            )
        )
    return drafts


def _weight(path: Place, given: RawNumber, checks: Checks) -> int | None:
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    return checks.whole(path, given, low=0, high=HEAVIEST)


def _url(pattern: str, code: str, order: Order) -> str:
    return tracking_url(
        pattern,
        code=code,
        postcode=order.delivery_zipcode,
        country=order.delivery_country,
        language=order.language,
    )
