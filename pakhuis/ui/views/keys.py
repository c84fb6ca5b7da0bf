"""Keys of other programs: made, shown once, limited, revoked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.actions import change_api_key, create_api_key, revoke_api_key
from pakhuis.accounts.models import ApiKey
from pakhuis.accounts.rights import Right
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.ui.access import actor_of, page, user_of
from pakhuis.ui.doing import do, edited
from pakhuis.ui.entered import Entered, flag, text


@page(Right.USERS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    keys = list(ApiKey.objects.order_by("-pk"))
    context = {
        "keys": [one for one in keys if one.revoked_at is None],
        "revoked": [one for one in keys if one.revoked_at is not None],
    }
    return render(request, "ui/api_keys.html", context)


@page(Right.USERS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    """Make a key; the answer shows it, and nothing ever does again (it is in no session, log or address)."""
    entered = Entered({"can_write": True, "all": user_of(request).is_superuser, "rights": ()})
    if request.method == "POST":
        values = request.POST
        try:
            key, secret = create_api_key(
                text(values, "name"),
                can_write=flag(values, "can_write"),
                rights=_rights(values),
                by=actor_of(request),
                now=now(),
            )
        except Refused as refused:
            entered = Entered(values, refused.problems)
        else:
            shown = render(request, "ui/api_key_made.html", {"key": key, "secret": secret})
            shown.headers["Cache-Control"] = "no-store"
            return shown
    return render(request, "ui/api_key_form.html", {"entered": entered})


@page(Right.USERS_CHANGE)
def edit(request: HttpRequest, key_id: int) -> HttpResponse:
    key = get_object_or_404(ApiKey, pk=key_id)
    if key.revoked_at is not None:
        messages.error(request, _("This key is revoked for good."))
        return redirect("api-keys")

    def standing() -> dict[str, Any]:
        one = get_object_or_404(ApiKey, pk=key_id)
        return {
            "name": one.name,
            "can_write": one.can_write,
            "all": one.has_all_rights,
            "rights": list(one.rights.values_list("right", flat=True)),
        }

    return edited(
        request,
        "ui/api_key_form.html",
        initial=standing,
        save=lambda values: change_api_key(
            key_id,
            name=text(values, "name"),
            can_write=flag(values, "can_write"),
            rights=_rights(values),
            by=actor_of(request),
            now=now(),
        ),
        then=reverse("api-keys"),
        context={"key": key, "facts": logbook("api_key", key_id)},
    )


@require_POST
@page(Right.USERS_CHANGE)
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Stop a key, for good."""
    get_object_or_404(ApiKey, pk=key_id)
    return do(
        request,
        lambda: revoke_api_key(key_id, by=actor_of(request), now=now()),
        done=_("The key works no more."),
        then=reverse("api-keys"),
    )


def _rights(values: QueryDict) -> list[str] | None:
    return None if flag(values, "all") else values.getlist("rights")
