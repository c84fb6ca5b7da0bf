"""Settings of shipping: carriers with their profiles, and packagings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import save_packaging, save_provider
from pakhuis.fulfilment.carriers import USUAL_PATTERN, Carrier
from pakhuis.fulfilment.models import Packaging, PickingContainer, ShippingProvider
from pakhuis.fulfilment.shipping_intake import PackagingFields, ProfileFields, ProviderFields
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import Initial, edited
from pakhuis.ui.entered import flag, number, row_count, text, whole
from pakhuis.ui.picking_words import CARRIER

SPARE_ROWS = 2


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    context = {
        "providers": ShippingProvider.objects.prefetch_related("profiles"),
        "packagings": Packaging.objects.all(),
        "containers": PickingContainer.objects.select_related("picklist"),
    }
    return render(request, "ui/shipping.html", context)


@page(Right.SETTINGS_CHANGE)
def new_provider(request: HttpRequest) -> HttpResponse:
    carrier = request.GET.get("carrier", Carrier.POSTNL)
    carrier = carrier if carrier in tuple(Carrier) else Carrier.OTHER
    initial = {
        "name": str(CARRIER[carrier]) if carrier != Carrier.OTHER else "",
        "carrier": carrier,
        "tracking_pattern": USUAL_PATTERN[Carrier(carrier)],
        "active": "on",
    }
    return _provider_form(request, None, initial)


@page(Right.SETTINGS_CHANGE)
def provider(request: HttpRequest, provider_id: int) -> HttpResponse:
    one = get_object_or_404(ShippingProvider, pk=provider_id)
    return _provider_form(request, one, lambda: _of_provider(provider_id))


def _of_provider(provider_id: int) -> dict[str, Any]:
    one = get_object_or_404(ShippingProvider, pk=provider_id)
    initial: dict[str, Any] = {
        "name": one.name,
        "carrier": one.carrier,
        "tracking_pattern": one.tracking_pattern,
        "active": "on" if one.active else "",
    }
    for row, profile in enumerate(one.profiles.all()):
        initial[f"profiles.{row}.id"] = profile.pk
        initial[f"profiles.{row}.name"] = profile.name
        initial[f"profiles.{row}.active"] = "on" if profile.active else ""
        if profile.is_standard:
            initial["standard"] = str(row)
    return initial


def _provider_form(
    request: HttpRequest,
    one: ShippingProvider | None,
    initial: Initial,
) -> HttpResponse:
    return edited(
        request,
        "ui/shipping_provider.html",
        initial=initial,
        save=lambda given: save_provider(
            one.pk if one else None, _provider_fields(given), by=actor_of(request), now=now()
        ),
        then=reverse("shipping"),
        context=lambda entered: {
            "provider": one,
            "carriers": [(code, str(word)) for code, word in CARRIER.items()],
            "rows": range(entered.row_count("profiles") + SPARE_ROWS),
        },
    )


def _provider_fields(given: QueryDict) -> ProviderFields:
    profiles = tuple(
        ProfileFields(
            id=whole(given, f"profiles.{row}.id"),
            name=text(given, f"profiles.{row}.name"),
            active=flag(given, f"profiles.{row}.active"),
            is_standard=given.get("standard") == str(row),
        )
        for row in range(row_count(given, "profiles"))
    )
    return ProviderFields(
        name=text(given, "name"),
        carrier=text(given, "carrier"),
        tracking_pattern=text(given, "tracking_pattern"),
        active=flag(given, "active"),
        profiles=profiles,
    )


@page(Right.SETTINGS_CHANGE)
def new_packaging(request: HttpRequest) -> HttpResponse:
    return _packaging_form(request, None, {"active": "on"})


@page(Right.SETTINGS_CHANGE)
def packaging(request: HttpRequest, packaging_id: int) -> HttpResponse:
    one = get_object_or_404(Packaging, pk=packaging_id)
    return _packaging_form(request, one, lambda: _of_packaging(packaging_id))


def _of_packaging(packaging_id: int) -> dict[str, Any]:
    one = get_object_or_404(Packaging, pk=packaging_id)
    return {
        "name": one.name,
        "barcode": one.barcode,
        **{side: getattr(one, side) or "" for side in ("length", "width", "height")},
        "active": "on" if one.active else "",
    }


def _packaging_form(
    request: HttpRequest,
    one: Packaging | None,
    initial: Initial,
) -> HttpResponse:
    return edited(
        request,
        "ui/packaging.html",
        initial=initial,
        save=lambda given: save_packaging(
            one.pk if one else None,
            PackagingFields(
                name=text(given, "name"),
                barcode=text(given, "barcode"),
                length=number(given, "length"),
                width=number(given, "width"),
                height=number(given, "height"),
                active=flag(given, "active"),
            ),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("shipping"),
        context={"packaging": one},
    )
