"""The WooCommerce connector as the intake sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from pakhuis.connectors import fields
from pakhuis.connectors.contract import (
    Access,
    Connector,
    Message,
    Options,
    Page,
    Payload,
    Shipped,
    ShopOrderData,
)
from pakhuis.connectors.drafting import drafted
from pakhuis.connectors.problems import not_an_order
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import base64_sha256, is_signed, message
from pakhuis.connectors.woocommerce import client
from pakhuis.connectors.woocommerce.mapping import told
from pakhuis.kernel.problem import gettext_noop
from pakhuis.kernel.text import clean


class WooCommerce(Connector):
    """REST v3 for orders, signed webhooks, plug-ins for VAT numbers and languages."""

    kind = "woocommerce"
    name = "WooCommerce"
    tells_stock = True
    tells_shipments = True
    ping = re.compile(rb"webhook_id=\d{1,20}")
    """Posted when a webhook is saved; anything but 200 is shown as an error there."""
    webhook_help = gettext_noop(
        "In the shop, make a webhook for created orders and one for updated orders, with this address "
        "and the secret of the settings page."
    )
    fields = (
        fields.address(),
        fields.secret(
            "key",
            gettext_noop("Consumer key"),
            hint=gettext_noop(
                "In WooCommerce: Settings, Advanced, REST API; reading is enough to take orders in, telling "
                "the shop anything needs “Read/Write”."
            ),
        ),
        fields.secret("key_secret", gettext_noop("Consumer secret")),
        fields.webhook_secret(),
        fields.unpaid(hint=gettext_noop("In WooCommerce these are “on hold”.")),
        fields.check("takes_completed", gettext_noop("Take in completed orders as new ones too")),
        fields.vat_fields(),
    )
    supplies = table(
        own={
            "name": "billing.company, billing.first_name, billing.last_name",
            "contact_name": "billing.first_name, billing.last_name",
            "email": "billing.email",
            "phone": "billing.phone",
            "invoice": "billing",
            "delivery": "shipping",
            "remarks": "customer_note",
        },
        derived={
            "language": "meta_data: wpml_language (WPML), pll_language (Polylang)",
            "vat_number": "meta_data",
            "calculate_vat": "meta_data: is_vat_exempt, total_tax",
        },
        of_order=("calculate_vat",),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """base64(HMAC-SHA256(raw body, secret)) in ``X-WC-Webhook-Signature``."""
        secret = access["webhook_secret"]
        given = headers.get("x-wc-webhook-signature", "")
        return is_signed(given, base64_sha256(body, secret), secret=secret)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        """The order itself, or of a webhook for an action of the shop's own its id as the argument."""
        topic = clean(headers.get("x-wc-webhook-topic", ""))[:60]
        found = message(
            body,
            topic=topic,
            key=headers.get("x-wc-webhook-delivery-id", ""),
            order_at=(("id",), ("order", "id"), ("arg",)),
            is_about_orders=not topic or topic.startswith(("order.", "action.woocommerce_")),
        )
        if found.order_id and not (found.order_id.isdigit() and len(found.order_id) <= 18):
            return replace(found, order_id="", problem=not_an_order())
        return found

    def fetch(self, access: Access, order_id: str) -> Payload:
        return client.fetch(access, order_id)

    def changed_since(self, access: Access, since: datetime | None, *, start: str) -> Page:
        return client.changed_since(access, since, start=start)

    def is_whole(self, listed: Payload) -> bool:
        return client.is_whole(listed)

    def whole(self, access: Access, listed: Payload) -> Payload:
        return client.whole(access, listed)

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return drafted(told(payload, options), options)

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        client.tell_shipment(access, parcel)

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        client.tell_stock(access, sku, free)
