"""Shipments on the pages of picklists, orders and customers."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils.translation import gettext

from pakhuis.customers.models import Customer
from pakhuis.fulfilment.models import Picklist, Shipment, ShippingWish
from pakhuis.fulfilment.states import PicklistMove
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderMove
from pakhuis.ui.choices import profile_choices
from pakhuis.ui.entered import Entered
from pakhuis.ui.shipping_input import ways_to_ship

register = template.Library()
LAST_OF_CUSTOMER = 20


def _listed(found: QuerySet[Shipment]) -> list[Shipment]:
    related = found.select_related("picklist", "order", "created_by").prefetch_related("parcels__packaging")
    return list(related.order_by("-pk")[:LAST_OF_CUSTOMER])


@register.inclusion_tag("ui/parts/shipments.html")
def shipments_of_order(order: Order) -> dict[str, Any]:
    """The shipments of an order, newest first; nothing where there are none."""
    return {"shipments": _listed(Shipment.objects.filter(order=order)), "with_picklist": True}


@register.inclusion_tag("ui/parts/order_profile.html", takes_context=True)
def profile_of_order(context: template.Context, order: Order) -> dict[str, Any]:
    """How an order is to be sent, and the form to say so."""
    wish = ShippingWish.objects.filter(order=order).first()
    wished = wish.profile_id if wish else None
    return {
        "order": order,
        "wished": wished,
        "profiles": profile_choices(wished),
        "may_change": context["can"]["orders_change"] and order.can(OrderMove.CHANGE),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/parts/shipments.html")
def shipments_of_customer(customer: Customer) -> dict[str, Any]:
    """The last shipments to a customer."""
    found = Shipment.objects.filter(picklist__customer=customer)
    return {"shipments": _listed(found), "with_picklist": True, "with_order": True}


@register.inclusion_tag("ui/parts/picklist_shipments.html", takes_context=True)
def shipments_of_picklist(context: template.Context, picklist: Picklist) -> dict[str, Any]:
    """The shipments of a picklist, and the form to note one."""
    may_ship = bool(context["can"]["picklists_work"]) and picklist.can(PicklistMove.SHIP)
    return {
        "picklist": picklist,
        "shipments": _listed(Shipment.objects.filter(picklist=picklist)),
        "may_ship": may_ship,
        **(ways_to_ship(preferred=picklist.shipping_profile_id) if may_ship else {}),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/parts/profile_row.html")
def profile_row(entered: Entered, row: int) -> dict[str, Any]:
    """One profile of a carrier, or an empty row for a new one, which is in use unless somebody says no."""
    names = {field: f"profiles.{row}.{field}" for field in ("id", "name", "active")}
    pk = entered.value(names["id"])
    return {
        "entered": entered,
        "row": row,
        "label": gettext("Profile %(number)s") % {"number": row + 1},
        "names": names,
        "id": pk,
        "is_active": bool(entered.value(names["active"])) or not pk,
        "is_standard": entered.value("standard") == str(row),
    }
