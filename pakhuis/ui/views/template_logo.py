"""The logo of a template's mails: shown, chosen, taken away."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.kernel.clock import now
from pakhuis.papers.actions import remove_logo, set_logo
from pakhuis.papers.models import TemplateLogo
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.pictures import keep_picture


@page(Right.SETTINGS_CHANGE)
def one(request: HttpRequest, template_id: int) -> HttpResponse:
    """The picture itself."""
    logo = get_object_or_404(TemplateLogo, template_id=template_id)
    shown = HttpResponse(bytes(logo.picture), content_type="image/png")
    shown.headers["Cache-Control"] = "private, no-cache"
    return shown


@require_POST
@page(Right.SETTINGS_CHANGE)
def keep(request: HttpRequest, template_id: int) -> HttpResponse:
    """Keep the file that was chosen."""
    return keep_picture(
        request,
        "logo",
        lambda content: set_logo(template_id, content, by=actor_of(request), now=now()),
        done=_("The logo is kept."),
        then=reverse("template", args=(template_id,)),
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def remove(request: HttpRequest, template_id: int) -> HttpResponse:
    return do(
        request,
        lambda: remove_logo(template_id, by=actor_of(request), now=now()),
        done=_("The logo is gone."),
        then=reverse("template", args=(template_id,)),
    )
