"""The way into all settings, those of the account itself, and who changed what of them."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from pakhuis.accounts.actions import account_settings, change_settings
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions.numbers import next_customer_number, set_next_number
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page, rights_of
from pakhuis.ui.choices import Choices, country_choices, language_choices
from pakhuis.ui.doing import all_or_none, edited
from pakhuis.ui.entered import flag, number, text
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.settings_menu import SECTIONS, SETTINGS_RIGHTS
from pakhuis.ui.words import SETTINGS_KIND

TEXTS = (
    "company_name",
    "company_address",
    "company_email",
    "company_phone",
    "country",
    "language",
    "time_zone",
    "customer_number_prefix",
)
NUMBERS = ("customer_number_digits", "legal_period_years")
FLAGS = (
    *("autosplit", "processes_backorders_itself", "numbers_customers", "asks_vat_register"),
    "shows_status_pages",
)


@page(*SETTINGS_RIGHTS)
def overview(request: HttpRequest) -> HttpResponse:
    """Every page of settings the reader may open."""
    shown = [section for section in SECTIONS if section.right in rights_of(request)]
    return render(request, "ui/settings.html", {"sections": shown})


@page(Right.SETTINGS_CHANGE)
def account(request: HttpRequest) -> HttpResponse:
    """Company, language and time, numbers, and how orders are delivered."""
    coming = str(next_customer_number())

    def standing() -> dict[str, Any]:
        settings = account_settings()
        shown = {name: getattr(settings, name) for name in (*TEXTS, *NUMBERS, *FLAGS)}
        return {**shown, "customer_number_next": coming}

    def save(values: QueryDict) -> None:
        by, moment = actor_of(request), now()
        texts = {name: text(values, name) for name in TEXTS}
        numbers = {name: number(values, name) for name in NUMBERS}
        flags = {name: flag(values, name) for name in FLAGS}
        first = number(values, "customer_number_next")
        # A number that nobody touched may have been handed out since the form was opened.
        is_touched = first != values.get("customer_number_shown", "")
        all_or_none(
            lambda: change_settings(by=by, now=moment, **texts, **numbers, **flags),
            lambda: set_next_number(first, by=by, now=moment) if is_touched else None,
        )

    return edited(
        request,
        "ui/account.html",
        initial=standing,
        loose=("customer_number_next",),
        save=save,
        then=reverse("account"),
        context={
            "countries": country_choices(),
            "languages": language_choices(),
            "time_zones": _time_zones(),
            "facts": logbook("account", 1, limit=20),
            "customer_number_shown": request.POST.get("customer_number_shown", coming),
        },
    )


def _time_zones() -> Choices:
    """The zones of the world by their names, those near by first."""
    near = ("Europe/Amsterdam", "Europe/Brussels", "Europe/Berlin", "UTC")
    rest = sorted(zone for zone in available_timezones() if "/" in zone and zone not in near)
    return [(zone, zone.replace("_", " ")) for zone in (*near, *rest)]


@page(Right.SETTINGS_CHANGE)
def changes(request: HttpRequest) -> HttpResponse:
    """The logbook of all settings together, the newest first."""
    kind = request.GET.get("kind", "")
    kinds = [kind] if kind in SETTINGS_KIND else list(SETTINGS_KIND)
    found = page_of(Fact.objects.filter(subject_kind__in=kinds), request, sort=Sort(is_descending=True))
    context = {"page": found, "facts": found.rows, "kind": kind, "kinds": SETTINGS_KIND.items()}
    return render(request, "ui/settings_changes.html", context)
