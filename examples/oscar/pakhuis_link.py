"""Links a django-oscar shop with Pakhuis: posts every order, and hears what has left and what is free.

Put this file in your shop, import it where the shop's other signal receivers are, add `from_pakhuis` to its
URLs, and set PAKHUIS_ADDRESS (from the page of the shop in Pakhuis) and PAKHUIS_SECRET in its settings.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.request
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from oscar.apps.order.models import Order, OrderNote
from oscar.apps.order.signals import order_placed, order_status_changed
from oscar.apps.partner.models import StockRecord

STATUSES = {"Pending": "paid", "Being processed": "paid", "Complete": "sent", "Cancelled": "cancelled"}
"""What the statuses of this shop mean; change it to your own pipeline."""
TIMEOUT = 10


def as_json(order: Order) -> dict[str, Any]:
    """An order as the own-shop connector of Pakhuis wants it."""
    buyer = {"name": _name(order), "email": order.email}
    if order.user is not None:
        buyer["id"] = str(order.user_id)
    return {
        "id": str(order.pk),
        "number": order.number,
        "status": STATUSES.get(order.status, "unpaid"),
        "updated_at": timezone.now().isoformat(),
        "placed_at": order.date_placed.isoformat(),
        "customer": buyer,
        "invoice": _place(order.billing_address or order.shipping_address),
        "delivery": _place(order.shipping_address),
        "prices_include_vat": False,
        "lines": [_line(one) for one in order.lines.all()],
    }


def _name(order: Order) -> str:
    address = order.billing_address or order.shipping_address
    return address.name if address else order.email


def _place(address: Any) -> dict[str, str]:
    if address is None:
        return {}
    return {
        "name": address.name,
        "line1": address.line1,
        "line2": address.line2 or "",
        "zipcode": address.postcode or "",
        "city": address.line4 or address.line3 or "",
        "country": address.country_id,
    }


def _line(line: Any) -> dict[str, Any]:
    before = line.line_price_before_discounts_excl_tax
    return {
        "sku": line.partner_sku or line.upc or "",
        "name": line.title,
        "amount": line.quantity,
        "price": str(before / line.quantity),
        "discount": str(before - line.line_price_excl_tax),
    }


def post(order: Order) -> None:
    """Post an order, signed; what fails is for the shop's own error pages, never for the buyer."""
    body = json.dumps(as_json(order)).encode()
    signature = hmac.new(settings.PAKHUIS_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Pakhuis-Signature": signature}
    # The address is one of the shop's own settings, never what somebody sent (S310).
    wanted = urllib.request.Request(settings.PAKHUIS_ADDRESS, data=body, headers=headers)  # noqa: S310
    urllib.request.urlopen(wanted, timeout=TIMEOUT).close()  # noqa: S310


def _placed(sender: Any, order: Order, **kwargs: Any) -> None:  # noqa: ARG001 - so signals call
    transaction.on_commit(lambda: post(order), robust=True)


order_placed.connect(_placed)
order_status_changed.connect(_placed)


@csrf_exempt
@require_POST
def from_pakhuis(request: HttpRequest) -> HttpResponse:
    """What Pakhuis tells: a parcel completes its order, free stock is the stock of its SKU."""
    wanted = hmac.new(settings.PAKHUIS_SECRET.encode(), request.body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(request.headers.get("X-Pakhuis-Signature", ""), wanted):
        return HttpResponse(status=401)
    told = json.loads(request.body)
    if told["event"] == "order.shipped":
        order = Order.objects.get(pk=told["order_id"])
        words = " ".join(filter(None, (told["carrier"], told["tracking_code"], told["tracking_url"])))
        OrderNote.objects.get_or_create(order=order, note_type=OrderNote.SYSTEM, message=words)
        Order.objects.filter(pk=order.pk).update(status="Complete")
    if told["event"] == "stock.changed":
        StockRecord.objects.filter(partner_sku=told["sku"]).update(num_in_stock=told["free"], num_allocated=0)
    return HttpResponse(status=204)
