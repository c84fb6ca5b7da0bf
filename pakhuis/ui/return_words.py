"""The words on the screen for returns."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

RETURN_FACT: dict[str, Any] = {
    "return.created": _("Return announced"),
    "return.changed": _("Return changed"),
    "return.status_changed": _("Status and notes"),
    "return.goods_received": _("Goods came back"),
    "return.removed": _("Return removed"),
    "return_reason.saved": _("Reason of returns saved"),
    "return_status.saved": _("Status of returns saved"),
}
RETURN_FIELD: dict[str, Any] = {
    "customer_id": _("Customer"),
    "order_id": _("Order"),
    "reason_id": _("Reason"),
    "tracking_code": _("Tracking code"),
    "ends": _("Nothing is to be done any more"),
}
RETURN_KIND: dict[str, Any] = {
    "return": _("return"),
    "return status": _("status of returns"),
    "reason": _("reason"),
    "returns.Return": _("Returns"),
}
