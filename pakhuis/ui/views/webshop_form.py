"""Linking a webshop and its settings: the fields that its connector declares, and what it may decide."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pakhuis.accounts.models import Webshop
from pakhuis.accounts.rights import Right
from pakhuis.connectors.actions import save_connection
from pakhuis.connectors.contract import Connector
from pakhuis.connectors.fields import COMMON, FieldKind, SettingField
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Connection
from pakhuis.connectors.registry import connectors
from pakhuis.kernel.clock import now
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import template_choices, three_way_choices
from pakhuis.ui.doing import Initial, edited
from pakhuis.ui.entered import Entered, flag, number, text, three_way, whole

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
SENDING = ("is_live", "follows_paid", "tells_stock", "tells_shipments")
POLL_MINUTES = 10
"""How often a shop is asked for changes, as long as nobody says otherwise."""
OFF_BY_DEFAULT = ("our_prices_lead", "is_live")


@dataclass(frozen=True, slots=True)
class Shown:
    """A declared setting as the form shows it."""

    name: str
    label: str
    kind: str
    hint: str
    required: bool
    options: list[tuple[str, str]]


@page(Right.WEBSHOPS_CHANGE)
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of shop is to be linked."""
    return render(request, "ui/webshop_kinds.html", {"kinds": list(connectors().values())})


@page(Right.WEBSHOPS_CHANGE)
def new(request: HttpRequest, kind: str) -> HttpResponse:
    connector = connectors().get(kind)
    if connector is None:
        raise Http404
    switches = {name: "" if name in OFF_BY_DEFAULT else "on" for name in (*SWITCHES, *SENDING)}
    defaults = {one.name: one.default for one in (*connector.fields, *COMMON)}
    defaults["poll_minutes"] = str(POLL_MINUTES)
    return _form(request, None, connector, {**switches, **defaults})


@page(Right.WEBSHOPS_CHANGE)
def edit(request: HttpRequest, webshop_id: int) -> HttpResponse:
    webshop = get_object_or_404(Webshop, pk=webshop_id)
    connector = connectors().get(webshop.kind)
    if connector is None:
        raise Http404
    return _form(request, webshop, connector, partial(_standing, webshop_id, connector))


def _standing(webshop_id: int, connector: Connector) -> dict[str, Any]:
    """What the form is filled with; a secret is not told, and what replaced it takes nothing away."""
    webshop = get_object_or_404(Webshop, pk=webshop_id)
    connection = Connection.objects.filter(webshop=webshop).first() or Connection()
    split = {True: "yes", False: "no", None: ""}
    initial: dict[str, Any] = {one.name: one.default for one in (*connector.fields, *COMMON)}
    initial |= connection.choices
    initial |= {name: "on" if getattr(webshop, name) else "" for name in SWITCHES}
    initial |= {name: "on" if getattr(connection, name) else "" for name in SENDING}
    initial |= {
        "name": webshop.name,
        "address": connection.address or initial["address"],
        "poll_minutes": str(connection.poll_minutes),
        "template": str(webshop.template_id or ""),
        "autosplit": split[webshop.autosplit],
    }
    return initial


def _form(
    request: HttpRequest,
    webshop: Webshop | None,
    connector: Connector,
    initial: Initial,
) -> HttpResponse:
    pk = webshop.pk if webshop else None

    def save(values: QueryDict) -> Webshop:
        fields = _fields(values, connector)
        return save_connection(pk, fields, kind=connector.kind, by=actor_of(request), now=now())

    def context(entered: Entered) -> dict[str, Any]:
        connection = Connection.objects.filter(webshop=webshop).first() if webshop else None
        stored = connection.secrets if connection else {}
        not_told = connector.why_not_told(connection.choices if connection else {})
        return {
            "webshop": webshop,
            "kind": connector,
            "not_told": _(not_told) if not_told else "",
            "shown": [_shown(one, is_stored=one.name in stored) for one in (*connector.fields, *COMMON)],
            "three_way": three_way_choices(_("As agreed with the customer, else as set for the account")),
            "templates": template_choices([entered.value("template")]),
        }

    return edited(
        request,
        "ui/webshop_form.html",
        initial=initial,
        save=save,
        then=lambda saved: reverse("webshop", args=(saved.pk,)),
        context=context,
    )


def _shown(one: SettingField, *, is_stored: bool) -> Shown:
    hint = _("Leave empty to keep the one that is stored.") if is_stored else _(one.hint) if one.hint else ""
    return Shown(
        name=one.name,
        label=_(one.label),
        kind=str(one.kind),
        hint=hint,
        required=(one.required or one.kind is FieldKind.CHOICE) and not is_stored,
        options=[(code, _(label)) for code, label in one.choices],
    )


def _fields(values: QueryDict, connector: Connector) -> ConnectionFields:
    policy: dict[str, Any] = {name: flag(values, name) for name in SWITCHES}
    policy |= {"template_id": whole(values, "template"), "autosplit": three_way(values, "autosplit")}
    declared = (*connector.fields, *COMMON)
    return ConnectionFields(
        name=text(values, "name"),
        values={
            one.name: ("on" if flag(values, one.name) else "")
            if one.kind is FieldKind.CHECK
            else text(values, one.name)
            for one in declared
        },
        poll_minutes=number(values, "poll_minutes") if "poll_minutes" in values else POLL_MINUTES,
        policy=policy,
        sending={name: flag(values, name) for name in SENDING},
    )
