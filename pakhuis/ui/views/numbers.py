"""How orders and picklists are numbered, with an example of what comes next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from pakhuis.accounts.actions import account_settings, change_settings
from pakhuis.accounts.models import AccountSettings
from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import edited
from pakhuis.ui.entered import flag, number, text

KINDS = ("order", "picklist")


@page(Right.SETTINGS_CHANGE)
def numbers(request: HttpRequest) -> HttpResponse:
    """Prefix, year, separator, digits and the first number of each kind."""
    settings = account_settings()
    parts = ("prefix", "year", "separator", "digits", "first")
    names = [f"{kind}_number_{part}" for kind in KINDS for part in parts]

    def standing() -> dict[str, Any]:
        now_set = account_settings()
        return {name: getattr(now_set, name) for name in names}

    def save(values: QueryDict) -> AccountSettings:
        given = {}
        for name in names:
            read = {"year": flag, "digits": number, "first": number}.get(name.rsplit("_", 1)[1], text)
            given[name] = read(values, name)
        return change_settings(by=actor_of(request), now=now(), **given)

    year = timezone.localtime(now()).year
    return edited(
        request,
        "ui/numbers.html",
        initial=standing,
        save=save,
        then=reverse("numbers"),
        context={
            "order_example": settings.order_numbers.written(1, year),
            "picklist_example": settings.picklist_numbers.written(1, year),
        },
    )
