"""What waits for a person about webshops: notices, messages and tellings that failed, things without SKU."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rights import Right
from pakhuis.connectors.actions import (
    leave_delivery,
    leave_telling,
    link_product,
    retry_telling,
    see_notice,
    start_history,
)
from pakhuis.connectors.models import Delivery, Notice, ProductLink, Telling
from pakhuis.connectors.states import NEEDS_A_PERSON, RETRYABLE, TellState
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_whole
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import text
from pakhuis.ui.keyset import Sort, page_of

MOST = 100


@page(Right.WEBSHOPS_CHANGE)
def attention(request: HttpRequest) -> HttpResponse:
    """Everything of all shops that nothing happens with before somebody looks."""
    letters = Delivery.objects.filter(state__in=NEEDS_A_PERSON).select_related("webshop", "order")
    failed = Telling.objects.filter(state=TellState.FAILED).select_related("webshop", "product", "order")
    unseen = Notice.objects.filter(seen_at=None).select_related("webshop", "order")
    context = {
        "notices": unseen.order_by("-id")[:MOST],
        "links": ProductLink.objects.filter(product=None).select_related("webshop").order_by("-id")[:MOST],
        "tellings": failed.order_by("-id")[:MOST],
        "page": page_of(letters.defer("body"), request, sort=Sort(is_descending=True), size=25),
        "retryable": RETRYABLE,
        "typed": {"link": as_whole(request.GET.get("link")), "code": request.GET.get("code", "")},
    }
    return render(request, "ui/webshop_attention.html", context)


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def seen(request: HttpRequest, notice_id: int) -> HttpResponse:
    return do(
        request,
        lambda: see_notice(notice_id, by=actor_of(request), now=now()),
        done=_("Seen."),
        then=reverse("webshop-attention"),
    )


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def tell_again(request: HttpRequest, telling_id: int) -> HttpResponse:
    return do(
        request,
        lambda: retry_telling(telling_id, by=actor_of(request), now=now()),
        done=_("The shop will be told in a moment."),
        then=reverse("webshop-attention"),
    )


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def tell_no_more(request: HttpRequest, telling_id: int) -> HttpResponse:
    """The shop need not hear of it."""
    return do(
        request,
        lambda: leave_telling(telling_id, by=actor_of(request)),
        done=_("The shop is not told of it."),
        then=reverse("webshop-attention"),
    )


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def leave(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Nothing is to be done with a message that waits."""
    return do(
        request,
        lambda: leave_delivery(delivery_id, by=actor_of(request), now=now()),
        done=_("Nothing is done with it; under the messages of the shop it can still be tried again."),
        then=reverse("webshop-attention"),
    )


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def link(request: HttpRequest, webshop_id: int, link_id: int) -> HttpResponse:
    """Say which product a thing of the shop is; the orders that wait for it go on."""
    get_object_or_404(ProductLink, pk=link_id, webshop_id=webshop_id)
    code = text(request.POST, "code")
    typed = {"link": link_id, "code": code}
    return do(
        request,
        lambda: link_product(link_id, code=code),
        done=_("Linked: the orders that waited for it go on."),
        then=f"{reverse('webshop-attention')}?{urlencode(typed)}",
    )


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def history(request: HttpRequest, webshop_id: int) -> HttpResponse:
    """Begin the import of old orders as history."""
    get_object_or_404(Webshop, pk=webshop_id)
    return do(
        request,
        lambda: start_history(webshop_id, days=as_whole(text(request.POST, "days")) or 0, now=now()),
        done=_("The old orders come in, page after page."),
        then=reverse("webshop", args=(webshop_id,)),
    )
