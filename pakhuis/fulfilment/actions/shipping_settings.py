"""The settings of shipping: providers with their profiles, and packagings."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from pakhuis.fulfilment.carriers import Carrier, is_sound_pattern
from pakhuis.fulfilment.models import Packaging, ShippingProfile, ShippingProvider
from pakhuis.fulfilment.shipping_events import PackagingSaved, ShippingSaved
from pakhuis.fulfilment.shipping_intake import PackagingFields, ProfileFields, ProviderFields
from pakhuis.fulfilment.shipping_problems import (
    name_taken,
    unknown_carrier,
    unknown_profile,
    unsound_pattern,
)
from pakhuis.journal.actions import record
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import Checks, not_found
from pakhuis.kernel.numbers import possible_ids
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean, key

Setting = TypeVar("Setting", ShippingProvider, Packaging)
LONGEST = 20_000
"""Millimetres of the longest box."""


@transaction.atomic
def save_provider(
    provider_id: int | None, fields: ProviderFields, *, by: Actor, now: datetime
) -> ShippingProvider:
    """Make a provider, or change it with all its profiles; a profile that is left out stays as it is.

    A profile that is made the standard one takes that from the one that was.
    """
    provider = _found(ShippingProvider, provider_id, "shipping provider") or ShippingProvider(created_at=now)
    checks = Checks()
    provider.name = checks.text(("name",), fields.name, limit=100, required=True)
    provider.tracking_pattern = checks.text(("tracking_pattern",), fields.tracking_pattern, limit=300)
    if fields.carrier not in tuple(Carrier):
        checks.add(unknown_carrier())
    if provider.tracking_pattern and not is_sound_pattern(provider.tracking_pattern):
        checks.add(unsound_pattern())
    if ShippingProvider.objects.filter(name=provider.name).exclude(pk=provider.pk).exists():
        checks.add(name_taken())
    profiles = _profiles(provider, fields.profiles, checks)
    checks.refuse_if_any()
    provider.carrier, provider.active, provider.updated_at = fields.carrier, fields.active, now
    if any(one.is_standard for one in profiles):
        ShippingProfile.objects.filter(is_standard=True).update(is_standard=False)
    try:
        with transaction.atomic():
            provider.save()
            for one in profiles:
                one.provider = provider
                one.save()
    except IntegrityError:
        raise Refused([name_taken()]) from None
    record([ShippingSaved(id=provider.pk, title=provider.name)], by=by, now=now)
    return provider


def _profiles(
    provider: ShippingProvider, given: tuple[ProfileFields, ...], checks: Checks
) -> list[ShippingProfile]:
    """The profiles as they are to be written; an empty row of a new one is left out."""
    own = {one.pk: one for one in provider.profiles.all()} if provider.pk else {}
    profiles = []
    for place, fields in enumerate(given):
        if fields.id is None and not clean(fields.name):
            continue
        if fields.id is not None and fields.id not in own:
            checks.add(unknown_profile(("profiles", place, "name")))
            continue
        one = own[fields.id] if fields.id is not None else ShippingProfile()
        one.name = checks.text(("profiles", place, "name"), fields.name, limit=100, required=True)
        one.active, one.is_standard = fields.active, fields.is_standard
        profiles.append(one)
    told = {one.pk for one in profiles}
    names = Counter(key(one.name) for one in (*profiles, *(one for pk, one in own.items() if pk not in told)))
    for place, one in enumerate(profiles):
        if one.name and names[key(one.name)] > 1:
            checks.add(name_taken(("profiles", place, "name")))
    return profiles


@transaction.atomic
def save_packaging(
    packaging_id: int | None, fields: PackagingFields, *, by: Actor, now: datetime
) -> Packaging:
    """Make a packaging, or change one."""
    packaging = _found(Packaging, packaging_id, "packaging") or Packaging()
    checks = Checks()
    packaging.name = checks.text(("name",), fields.name, limit=100, required=True)
    packaging.barcode = checks.text(("barcode",), fields.barcode, limit=60)
    for side in ("length", "width", "height"):
        given = getattr(fields, side)
        is_empty = given is None or (isinstance(given, str) and not given.strip())
        setattr(packaging, side, 0 if is_empty else checks.whole((side,), given, low=0, high=LONGEST))
    if Packaging.objects.filter(name=packaging.name).exclude(pk=packaging.pk).exists():
        checks.add(name_taken())
    checks.refuse_if_any()
    packaging.active = fields.active
    try:
        with transaction.atomic():
            packaging.save()
    except IntegrityError:
        raise Refused([name_taken()]) from None
    record([PackagingSaved(id=packaging.pk, title=packaging.name)], by=by, now=now)
    return packaging


def _found(model: type[Setting], pk: int | None, kind: str) -> Setting | None:
    if pk is None:
        return None
    found = model._default_manager.select_for_update().filter(pk__in=possible_ids([pk])).first()
    if found is None:
        raise Refused([not_found(kind)])
    return found
