"""The forms of an order rule and a picklist rule."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.actions import change_picklist_rule, create_picklist_rule
from pakhuis.fulfilment.models import PicklistRule
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.journal.queries import logbook
from pakhuis.kernel.clock import now
from pakhuis.kernel.numbers import as_whole
from pakhuis.orders.actions import change_order_rule, create_order_rule
from pakhuis.orders.conditions import OF_ORDER, OF_PICKLIST, What
from pakhuis.orders.models import OrderRule
from pakhuis.orders.rule_intake import GivenRuleProduct, OrderRuleFields
from pakhuis.orders.rule_queries import CHILDREN, asked_of
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.choices import (
    picker_choices,
    profile_choices,
    tag_choices,
    template_choices,
    warehouse_choices,
)
from pakhuis.ui.doing import Initial, edited
from pakhuis.ui.entered import Entered, amount_text, flag, text, whole, wholes
from pakhuis.ui.rule_input import askable, conditions_of, shown


@page(Right.SETTINGS_CHANGE)
def order_new(request: HttpRequest) -> HttpResponse:
    return _order_form(request, None)


@page(Right.SETTINGS_CHANGE)
def order_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    return _order_form(request, get_object_or_404(OrderRule, pk=rule_id))


@page(Right.SETTINGS_CHANGE)
def picklist_new(request: HttpRequest) -> HttpResponse:
    return _picklist_form(request, None)


@page(Right.SETTINGS_CHANGE)
def picklist_edit(request: HttpRequest, rule_id: int) -> HttpResponse:
    return _picklist_form(request, get_object_or_404(PicklistRule, pk=rule_id))


def _order_form(request: HttpRequest, rule: OrderRule | None) -> HttpResponse:
    by, at = actor_of(request), now()

    def save(values: QueryDict) -> object:
        given = _order_rule(values)
        if rule is None:
            return create_order_rule(given, by=by, now=at)
        return change_order_rule(rule.pk, given, by=by, now=at)

    def context(entered: Entered) -> dict[str, Any]:
        return {
            "kind": "order",
            "templates": template_choices([entered.value("template")]),
            "tags": tag_choices(entered.chosen("add_tags")),
            "warehouses": warehouse_choices(entered.chosen("set_warehouses")),
        }

    initial: Initial = {} if rule is None else partial(_of_order_rule, rule.pk)
    return _form(request, rule, OF_ORDER, initial=initial, save=save, context=context)


def _of_order_rule(rule_id: int) -> dict[str, Any]:
    rule = get_object_or_404(OrderRule.objects.prefetch_related(*CHILDREN), pk=rule_id)
    return {
        "title": rule.title,
        "template": str(rule.template_id or ""),
        "set_warehouses": [one.warehouse_id for one in rule.warehouses.all()],
        "add_tags": [one.tag_id for one in rule.tags.all()],
        "add_products": "\n".join(
            f"{one.product.code}; {one.amount}; {'' if one.price is None else amount_text(one.price)}"
            for one in rule.products.all()
        ),
        "pause_reason": rule.pause_reason,
        **shown(asked_of(rule.conditions.all())),
    }


def _order_rule(values: QueryDict) -> OrderRuleFields:
    return OrderRuleFields(
        title=text(values, "title"),
        conditions=conditions_of(values, OF_ORDER),
        template_id=whole(values, "template"),
        warehouse_ids=wholes(values, "set_warehouses"),
        tag_ids=wholes(values, "add_tags"),
        products=tuple(_product(line) for line in text(values, "add_products").splitlines() if line.strip()),
        pause_reason=text(values, "pause_reason"),
    )


def _product(line: str) -> GivenRuleProduct:
    """``FLYER``, ``FLYER; 2``, ``GIFT; 1; 2,50``; without a price free, with an empty one by the rules."""
    code, *rest = (one.strip() for one in line.split(";"))
    price = rest[1].replace(",", ".") if len(rest) > 1 else "0"
    return GivenRuleProduct(code=code, amount=(rest and rest[0]) or "1", price=price)


def _picklist_form(request: HttpRequest, rule: PicklistRule | None) -> HttpResponse:
    by, at = actor_of(request), now()

    def save(values: QueryDict) -> object:
        given = PicklistRuleFields(
            title=text(values, "title"),
            conditions=conditions_of(values, OF_PICKLIST),
            profile_id=whole(values, "profile"),
            user_id=whole(values, "assigned_to"),
            is_urgent=flag(values, "urgent"),
        )
        if rule is None:
            return create_picklist_rule(given, by=by, now=at)
        return change_picklist_rule(rule.pk, given, by=by, now=at)

    def context(entered: Entered) -> dict[str, Any]:
        kept = as_whole(entered.value("profile"))
        return {
            "kind": "picklist",
            "profiles": [(str(pk), name) for pk, name in profile_choices(kept)],
            "users": picker_choices([entered.value("assigned_to")]),
        }

    initial: Initial = {} if rule is None else partial(_of_picklist_rule, rule.pk)
    return _form(request, rule, OF_PICKLIST, initial=initial, save=save, context=context)


def _of_picklist_rule(rule_id: int) -> dict[str, Any]:
    rule = get_object_or_404(PicklistRule, pk=rule_id)
    return {
        "title": rule.title,
        "profile": str(rule.shipping_profile_id or ""),
        "assigned_to": str(rule.assigned_to_id or ""),
        "urgent": "on" if rule.urgent else "",
        **shown(asked_of(rule.conditions.all())),
    }


def _form(
    request: HttpRequest,
    rule: OrderRule | PicklistRule | None,
    whats: tuple[What, ...],
    *,
    initial: Initial,
    save: Callable[[QueryDict], object],
    context: Callable[[Entered], dict[str, Any]],
) -> HttpResponse:
    def whole_context(entered: Entered) -> dict[str, Any]:
        own = context(entered)
        facts = logbook(f"{own['kind']}_rule", rule.pk) if rule else []
        return {"rule": rule, "asked": askable(whats), "facts": facts, **own}

    return edited(
        request,
        "ui/rule_form.html",
        initial=initial,
        save=save,
        then=reverse("rules"),
        context=whole_context,
    )
