"""Saying how an order is to be sent."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from pakhuis.fulfilment.models import ShippingProfile, ShippingWish
from pakhuis.fulfilment.shipping_problems import profile_retired, unknown_profile
from pakhuis.journal.actions import record
from pakhuis.journal.events import FieldChange
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.orders.actions import locked_order
from pakhuis.orders.events import OrderChanged
from pakhuis.orders.states import OrderMove


@transaction.atomic
def wish_profile(order_id: int, *, profile_id: int | None, by: Actor, now: datetime) -> None:
    """Let the picklists that are made of an order from now on begin with this profile; None: with none.

    Picklists that are there already keep what they have. The same again: no fact.
    """
    order = locked_order(order_id, OrderMove.CHANGE)
    had = ShippingWish.objects.filter(order=order).select_related("profile__provider").first()
    before = had.profile if had else None
    wanted = _profile(profile_id, before)
    if wanted == before:
        return
    ShippingWish.objects.filter(order=order).delete()
    if wanted is not None:
        ShippingWish.objects.create(order=order, profile=wanted)
    change = FieldChange(field="shipping_profile_id", old=_told(before), new=_told(wanted))
    record([OrderChanged(id=order.pk, number=order.number, changes=(change,))], by=by, now=now)


def _profile(profile_id: int | None, before: ShippingProfile | None) -> ShippingProfile | None:
    """The profile; a retired one may only stay where it is."""
    if profile_id is None:
        return None
    known = (
        ShippingProfile.objects.select_related("provider").filter(pk__in=possible_ids([profile_id])).first()
    )
    if known is None:
        raise Refused([unknown_profile()])
    if known != before and not (known.active and known.provider.active):
        raise Refused([profile_retired()])
    return known


def _told(profile: ShippingProfile | None) -> str:
    return f"{profile.provider.name} · {profile.name}" if profile else ""
