"""What a visitor finds in the warehouse: carriers, shipments of today, a batch, a list that is held up."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.config.demo.world import World
from pakhuis.fulfilment.actions import (
    assign_picklist,
    change_picklist,
    create_batch,
    create_shipment,
    pause_picklist,
    save_packaging,
    save_provider,
    snooze_picklist,
)
from pakhuis.fulfilment.carriers import USUAL_PATTERN, Carrier
from pakhuis.fulfilment.models import Picklist, ShippingProfile
from pakhuis.fulfilment.shipping_intake import (
    NewParcel,
    NewShipment,
    PackagingFields,
    ProfileFields,
    ProviderFields,
)
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.kernel.actor import SYSTEM

SHIPPED = 30
IN_BATCH = 4


def work_in_warehouse(world: World, now: datetime) -> None:
    """Shipments of what was closed last, and a queue in which everything there can be has happened once."""
    _settings(now)
    packer = world.account.packer.as_actor()
    profile = ShippingProfile.objects.get(is_standard=True)
    closed = Picklist.objects.filter(status=PicklistStatus.CLOSED).order_by("-closed_at", "-pk")[:SHIPPED]
    for one in closed:
        parcel = NewParcel(tracking_code=f"3SLIND{one.pk:08}")
        new = NewShipment(profile_id=profile.pk, parcels=(parcel,))
        create_shipment(one.pk, new, by=packer, now=one.closed_at or now)
    queue = list(Picklist.objects.in_queue(now=now).filter(lines__picked=0).distinct().order_by("rank", "pk"))
    if len(queue) < IN_BATCH + 4:
        return
    urgent, mine, snoozed, paused, *others = queue
    change_picklist(urgent.pk, urgent=True, by=world.account.clerk.as_actor(), now=now)
    assign_picklist(mine.pk, user_id=world.account.packer.pk, by=packer, now=now)
    snooze_picklist(snoozed.pk, until=now + timedelta(days=1), by=packer, now=now)
    pause_picklist(paused.pk, reason="Etiketten zijn op", by=packer, now=now)
    house = others[0].warehouse_id
    whole = [one.pk for one in others if one.warehouse_id == house and not _begun(one)]
    if whole:
        create_batch(whole[:IN_BATCH], by=packer, now=now)


def _begun(one: Picklist) -> bool:
    return one.lines.filter(picked__gte=1).exists()


def _settings(now: datetime) -> None:
    names = {Carrier.POSTNL: "PostNL", Carrier.DHL: "DHL"}
    for carrier, name in names.items():
        profiles = (
            ProfileFields(name="Pakket", is_standard=carrier is Carrier.POSTNL),
            ProfileFields(name="Brievenbus"),
        )
        fields = ProviderFields(
            name=name, carrier=carrier, tracking_pattern=USUAL_PATTERN[carrier], profiles=profiles
        )
        save_provider(None, fields, by=SYSTEM, now=now)
    for name, size in (("Doos 6 flessen", (290, 200, 310)), ("Doos 12 flessen", (390, 290, 310))):
        length, width, height = size
        box = PackagingFields(name=name, length=length, width=width, height=height)
        save_packaging(None, box, by=SYSTEM, now=now)
