"""The mails of an order and the addresses they go to, wherever a page wants to show them."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from pakhuis.accounts.mail_names import is_email
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.kernel.problem import from_stored
from pakhuis.orders.models import Order
from pakhuis.orders.states import OrderStatus
from pakhuis.papers.kinds import AGAIN_FROM, MailKind, MailState
from pakhuis.papers.models import Mail
from pakhuis.ui.entered import sentence

register = template.Library()
WITHOUT = (OrderStatus.CONCEPT, OrderStatus.EXPECTED, OrderStatus.CANCELLED)
"""Orders of which nothing is confirmed."""


@register.inclusion_tag("ui/parts/order_mails.html", takes_context=True)
def order_mails(context: template.RequestContext, order: Order) -> dict[str, Any]:
    """What was mailed about an order and what became of it; two queries."""
    mails = list(Mail.objects.filter(order=order).select_related("picklist").order_by("pk"))
    told = {one.picklist_id for one in mails if one.picklist_id}
    closed = Picklist.objects.filter(order=order, status=PicklistStatus.CLOSED).exclude(pk__in=told)
    confirmed = any(one.kind == MailKind.CONFIRMATION for one in mails)
    can: dict[str, bool] = context.get("can") or {}
    return {
        "rows": [_row(one) for one in mails],
        "order": order,
        "closed": list(closed.order_by("pk")),
        "can_confirm": not confirmed and order.status not in WITHOUT,
        "may": can.get("orders_change") or can.get("picklists_work"),
        "may_confirm": can.get("orders_change"),
        "csrf_token": context.get("csrf_token"),
    }


@register.simple_tag
def mail_address(email: str) -> SafeString:
    """An e-mail address to write to; one that no mail can go to, from a shop or a file, is marked."""
    if is_email(email.strip()):
        return format_html('<a href="mailto:{0}">{0}</a>', email)
    return format_html(
        '{} <span class="badge badge-malformed">{}</span>', email, gettext("No e-mail address")
    )


def _row(mail: Mail) -> dict[str, Any]:
    return {
        "mail": mail,
        "why": " ".join(sentence(one) for one in from_stored(mail.problem)),
        "can_again": mail.state in AGAIN_FROM,
        "can_stop": mail.state == MailState.WAITING,
    }
