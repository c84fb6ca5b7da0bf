"""*Instellingen > Regels*: what Pakhuis does by itself with orders and picklists, in its order."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import delete_picklist_rule, move_picklist_rule, switch_picklist_rule
from pakhuis.fulfilment.models import PicklistRule
from pakhuis.kernel.clock import now
from pakhuis.orders.actions import delete_order_rule, move_order_rule, switch_order_rule
from pakhuis.orders.models import OrderRule
from pakhuis.orders.rule_queries import CHILDREN, asked_of
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do
from pakhuis.ui.entered import flag
from pakhuis.ui.rule_sentences import sentences_of

MOVES = {"order": move_order_rule, "picklist": move_picklist_rule}
SWITCHES = {"order": switch_order_rule, "picklist": switch_picklist_rule}
DELETES = {"order": delete_order_rule, "picklist": delete_picklist_rule}


@page(Right.SETTINGS_CHANGE)
def overview(request: HttpRequest) -> HttpResponse:
    """All rules with what they ask and do."""
    of_orders = list(OrderRule.objects.select_related("template").prefetch_related(*CHILDREN))
    profiles = PicklistRule.objects.select_related("shipping_profile__provider", "assigned_to")
    context = {
        "order_rules": _with_sentences(of_orders),
        "picklist_rules": _with_sentences(list(profiles.prefetch_related("conditions"))),
    }
    return render(request, "ui/rules.html", context)


def _with_sentences(rules: list[Any]) -> list[dict[str, Any]]:
    asked = sentences_of(asked_of(one.conditions.all()) for one in rules)
    return [{"rule": one, "asked": said} for one, said in zip(rules, asked, strict=True)]


@require_POST
@page(Right.SETTINGS_CHANGE)
def move(request: HttpRequest, kind: str, rule_id: int) -> HttpResponse:
    """One place up or down."""
    steps = -1 if request.POST.get("to") == "up" else 1
    MOVES[kind](rule_id, steps=steps, by=actor_of(request), now=now())
    return redirect("rules")


@require_POST
@page(Right.SETTINGS_CHANGE)
def switch(request: HttpRequest, kind: str, rule_id: int) -> HttpResponse:
    """Out of use, or into use again."""
    is_on = flag(request.POST, "active")
    return do(
        request,
        lambda: SWITCHES[kind](rule_id, active=is_on, by=actor_of(request), now=now()),
        done=_("The rule is in use again.") if is_on else _("The rule is switched off."),
        then="rules",
    )


@require_POST
@page(Right.SETTINGS_CHANGE)
def delete(request: HttpRequest, kind: str, rule_id: int) -> HttpResponse:
    """Gone; what it did stays."""
    return do(
        request,
        lambda: DELETES[kind](rule_id, by=actor_of(request), now=now()),
        done=_("Rule deleted."),
        then="rules",
    )
