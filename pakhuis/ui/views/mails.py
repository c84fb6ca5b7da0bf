"""Mails of an order: sent by hand, sent again, stopped."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pakhuis.accounts.rights import Right
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.clock import now
from pakhuis.papers.actions import announce_by_hand, cancel_mail, confirm_by_hand, send_again
from pakhuis.papers.models import Mail
from pakhuis.ui.access import actor_of, page
from pakhuis.ui.doing import do


@require_POST
@page(Right.ORDERS_CHANGE)
def confirm(request: HttpRequest, order_id: int) -> HttpResponse:
    """Send the confirmation of an order."""
    return do(
        request,
        lambda: confirm_by_hand(order_id, by=actor_of(request), now=now()),
        done=_("The mail will be sent in a moment."),
        then=reverse("order", args=(order_id,)),
    )


@require_POST
@page(Right.ORDERS_CHANGE, Right.PICKLISTS_WORK)
def announce(request: HttpRequest, picklist_id: int) -> HttpResponse:
    """Send the shipping notice of a picklist."""
    picklist = get_object_or_404(Picklist, pk=picklist_id)
    return do(
        request,
        lambda: announce_by_hand(picklist_id, by=actor_of(request), now=now()),
        done=_("The mail will be sent in a moment."),
        then=reverse("order", args=(picklist.order_id,)),
    )


@require_POST
@page(Right.ORDERS_CHANGE, Right.PICKLISTS_WORK)
def again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Send a mail once more."""
    mail = get_object_or_404(Mail, pk=mail_id)
    return do(
        request,
        lambda: send_again(mail_id, by=actor_of(request), now=now()),
        done=_("The mail will be sent in a moment."),
        then=reverse("order", args=(mail.order_id,)),
    )


@require_POST
@page(Right.ORDERS_CHANGE, Right.PICKLISTS_WORK)
def stop(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Stop a mail that waits."""
    mail = get_object_or_404(Mail, pk=mail_id)
    return do(
        request,
        lambda: cancel_mail(mail_id, by=actor_of(request), now=now()),
        done=_("The mail will not be sent."),
        then=reverse("order", args=(mail.order_id,)),
    )
