"""Linked webshops: how to reach them, what they may decide, what they sent, and whether all is well."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.models import Template, Webshop
from pakhuis.accounts.rights import Right
from pakhuis.connectors.actions import retry_delivery, save_connection, test_connection
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection, Delivery
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import RETRYABLE
from pakhuis.connectors.tasks import poll
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Refused
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import three_way_choices
from pakhuis.ui.doing import do
from pakhuis.ui.entered import Entered, flag, number, sentence, text, three_way, whole
from pakhuis.ui.keyset import Sort, page_of
from pakhuis.ui.words import DELIVERY_STATE, SUPPLIED

KIND = "woocommerce"
SWITCHES = (
    "active",
    "processes_orders",
    "our_prices_lead",
    "matches_customer_id",
    "matches_customer_number",
    "matches_shop_email",
    "matches_any_email",
    "makes_customers",
    "makes_guest_customers",
)
ON_BY_DEFAULT = tuple(name for name in SWITCHES if name != "our_prices_lead")


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
    context = {
        "webshop": webshop,
        "kind": connector.name if connector else webshop.kind,
        "connection": Connection.objects.filter(webshop=webshop).first(),
        "hook": request.build_absolute_uri(reverse("webhook", args=(webshop.kind, webshop.pk))),
        "supplies": [(SUPPLIED.get(one.field, one.field), one.origin) for one in supplies],
        "page": page_of(rows, request, sort=Sort(is_descending=True), size=25),
        "state": state,
        "states": DELIVERY_STATE.items(),
        "retryable": RETRYABLE,
    }
    return render(request, "ui/webshop.html", context)


@page(Right.WEBSHOPS_CHANGE)
def new(request: HttpRequest) -> HttpResponse:
    initial = {**dict.fromkeys(ON_BY_DEFAULT, "on"), "poll_minutes": "10", "address": "https://"}
    return _edited(request, None, initial)


@page(Right.WEBSHOPS_CHANGE)
def edit(request: HttpRequest, webshop_id: int) -> HttpResponse:
    webshop = get_object_or_404(Webshop, pk=webshop_id)
    connection = Connection.objects.filter(webshop=webshop).first() or Connection()
    split = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {name: "on" if getattr(webshop, name) else "" for name in SWITCHES}
    initial |= {
        "name": webshop.name,
        "address": connection.address,
        "takes_on_hold": "on" if connection.takes_on_hold else "",
        "vat_fields": ", ".join(connection.vat_fields),
        "poll_minutes": str(connection.poll_minutes),
        "template": str(webshop.template_id or ""),
        "autosplit": split[webshop.autosplit],
    }
    return _edited(request, webshop, initial)


def _edited(request: HttpRequest, webshop: Webshop | None, initial: dict[str, Any]) -> HttpResponse:
    entered = Entered(initial)
    if request.method == "POST":
        kind = webshop.kind if webshop else KIND
        pk = webshop.pk if webshop else None
        try:
            saved = save_connection(pk, _fields(request.POST), kind=kind, by=actor_of(request), now=now())
        except Refused as refused:
            entered = Entered(request.POST, refused.problems)
        else:
            messages.success(request, _("Saved."))
            return redirect("webshop", saved.pk)
    connection = Connection.objects.filter(webshop=webshop).first() if webshop else None
    context = {
        "entered": entered,
        "webshop": webshop,
        "has_secrets": bool(connection and connection.key),
        "three_way": three_way_choices(_("As agreed with the customer, else as set for the account")),
        "templates": [(str(one.pk), one.name) for one in Template.objects.order_by("name")],
    }
    return render(request, "ui/webshop_form.html", context)


def _fields(values: QueryDict) -> ConnectionFields:
    policy: dict[str, Any] = {name: flag(values, name) for name in SWITCHES}
    policy |= {"template_id": whole(values, "template"), "autosplit": three_way(values, "autosplit")}
    return ConnectionFields(
        name=text(values, "name"),
        address=text(values, "address"),
        key=text(values, "key"),
        key_secret=text(values, "key_secret"),
        webhook_secret=text(values, "webhook_secret"),
        takes_on_hold=flag(values, "takes_on_hold"),
        vat_fields=tuple(text(values, "vat_fields").split(",")),
        poll_minutes=number(values, "poll_minutes"),
        policy=policy,
    )


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
        lambda: retry_delivery(delivery_id, by=actor_of(request), now=now()),
        done=_("The message will be worked off in a moment."),
        then=reverse("webshop", args=(webshop_id,)),
    )
