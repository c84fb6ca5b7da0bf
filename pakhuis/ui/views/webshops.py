"""Linked webshops: what they sent, what they tell, and whether all is well."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rights import Right
from pakhuis.connectors.actions import retry_delivery, test_connection
from pakhuis.connectors.contract import Connector
from pakhuis.connectors.models import Connection, Delivery, Telling
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import NEEDS_A_PERSON, RETRYABLE, DeliveryState, TellState
from pakhuis.connectors.tasks import poll
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import sentence
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import DELIVERY_STATE, SUPPLIED


@page(Right.WEBSHOPS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    shops = Webshop.objects.select_related("connection").order_by("name")
    names = {kind: one.name for kind, one in connectors().items()}
    return render(request, "ui/webshops.html", {"webshops": shops, "kinds": names})


@page(Right.WEBSHOPS_CHANGE)
def one(request: HttpRequest, webshop_id: int) -> HttpResponse:
    """The address for webhooks, the table of what this shop tells, and its messages."""
    webshop = get_object_or_404(Webshop.objects.select_related("template"), pk=webshop_id)
    state = request.GET.get("state", "")
    rows = Delivery.objects.filter(webshop=webshop).select_related("order").defer("body")
    if state in DELIVERY_STATE:
        rows = rows.filter(state=state)
    connector = connectors().get(webshop.kind)
    supplies = connector.supplies if connector else ()
    connection = Connection.objects.filter(webshop=webshop).first()
    context = {
        "webshop": webshop,
        "kind": connector.name if connector else webshop.kind,
        "connection": connection,
        "is_slow": bool(connection and connection.slow_until and connection.slow_until > now()),
        "hook": request.build_absolute_uri(reverse("webhook", args=(webshop.kind, webshop.pk))),
        "supplies": [(SUPPLIED.get(one.field, one.field), one) for one in supplies],
        "webhook_help": _(connector.webhook_help) if connector and connector.webhook_help else "",
        "cannot_be_told": _not_told(connector, connection),
        "page": page_of(rows, request, sort=Sort(is_descending=True), size=25),
        "state": state,
        "asks": bool(connector and not connector.posts_whole_orders),
        "queue": _queue(webshop),
        "states": DELIVERY_STATE.items(),
        "retryable": RETRYABLE,
    }
    return render(request, "ui/webshop.html", context)


def _not_told(connector: Connector | None, connection: Connection | None) -> str:
    """What the shop cannot be told, in the reader's words."""
    words = connector.why_not_told(connection.choices if connection else {}) if connector else ""
    return _(words) if words else ""


def _queue(webshop: Webshop) -> dict[str, int]:
    """How much is to be done: messages, what waits for a person, what is to be told.

    The many messages that are done are not looked at.
    """
    open_states = (DeliveryState.RECEIVED, *NEEDS_A_PERSON)
    of_shop = Delivery.objects.filter(webshop=webshop, state__in=open_states)
    received, person = Q(state=DeliveryState.RECEIVED), Q(state__in=NEEDS_A_PERSON)
    told = Telling.objects.filter(webshop=webshop)
    due, failed = Q(state=TellState.DUE), Q(state=TellState.FAILED)
    unknown = Q(state=TellState.DONE) & ~Q(problems=[])
    return {
        **of_shop.aggregate(received=Count("pk", filter=received), person=Count("pk", filter=person)),
        **told.aggregate(
            due=Count("pk", filter=due),
            failed=Count("pk", filter=failed),
            unknown=Count("pk", filter=unknown),
        ),
    }


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def test(request: HttpRequest, webshop_id: int) -> HttpResponse:
    """Ask the shop something, and say in plain words how that went."""
    get_object_or_404(Webshop, pk=webshop_id)
    problem = test_connection(webshop_id)
    if problem is None:
        messages.success(request, _("The shop answers, and its orders can be read."))
    else:
        messages.error(request, sentence(problem))
    return redirect("webshop", webshop_id)


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def poll_now(request: HttpRequest, webshop_id: int) -> HttpResponse:
    """Ask the shop what has changed, now instead of when it is due."""
    get_object_or_404(Webshop, pk=webshop_id)
    with transaction.atomic():
        poll.enqueue(webshop_id)
    messages.success(request, _("The shop will be asked in a moment."))
    return redirect("webshop", webshop_id)


@require_POST
@page(Right.WEBSHOPS_CHANGE)
def again(request: HttpRequest, webshop_id: int, delivery_id: int) -> HttpResponse:
    """Work a message off once more."""
    get_object_or_404(Delivery, pk=delivery_id, webshop_id=webshop_id)
    return do(
        request,
        lambda: retry_delivery(delivery_id, by=actor_of(request)),
        done=_("The message will be worked off in a moment."),
        then=reverse("webshop", args=(webshop_id,)),
    )
