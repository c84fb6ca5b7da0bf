"""The Shopify connector as the intake sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pakhuis.connectors import fields
from pakhuis.connectors.contract import (
    Access,
    Connector,
    Message,
    Options,
    Page,
    Payload,
    Rate,
    Shipped,
    ShopOrderData,
)
from pakhuis.connectors.drafting import drafted
from pakhuis.connectors.shopify import client
from pakhuis.connectors.shopify.mapping import told
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import base64_sha256, is_signed, message
from pakhuis.kernel.problem import gettext_noop


class Shopify(Connector):
    """A merchant's own app: an access token to ask with, its client secret to check webhooks with."""

    kind = "shopify"
    name = "Shopify"
    rate = Rate(calls=80, seconds=60)
    tells_stock = True
    tells_shipments = True
    webhook_help = gettext_noop(
        "In the app, make webhooks for orders/create, orders/updated, orders/edited and orders/cancelled "
        "with this address."
    )
    fields = (
        fields.address(default="https://….myshopify.com"),
        fields.secret(
            "token",
            gettext_noop("Admin API access token"),
            hint=gettext_noop("Of an app of your own, with the right to read orders and customers."),
        ),
        fields.webhook_secret(hint=gettext_noop("The client secret of the same app.")),
        fields.unpaid(hint=gettext_noop("Pending, authorised and partially paid orders.")),
        fields.vat_fields(hint=gettext_noop("Names of order attributes; the usual ones are known.")),
        fields.words("location_id", gettext_noop("Location whose stock is told (its id; empty: the first)")),
        fields.SettingField(name="api_version", label=gettext_noop("Version of the API"), default="2026-01"),
    )
    supplies = table(
        own={
            "name": "billing_address.company, purchasingEntity.company, billing_address.name",
            "contact_name": "billing_address.first_name, last_name",
            "email": "email, customer.email",
            "phone": "phone, billing_address.phone, shipping_address.phone",
            "invoice": "billing_address",
            "delivery": "shipping_address",
            "language": "customer_locale",
            "remarks": "note, note_attributes",
            "calculate_vat": "customer.tax_exempt, tax_exempt",
        },
        derived={"vat_number": "purchasingEntity.location.taxRegistrationId, note_attributes"},
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """base64(HMAC-SHA256(raw body, client secret)) in ``X-Shopify-Hmac-Sha256``."""
        secret = access["webhook_secret"]
        given = headers.get("x-shopify-hmac-sha256", "")
        return is_signed(given, base64_sha256(body, secret), secret=secret)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        topic = headers.get("x-shopify-topic", "")
        return message(
            body,
            topic=topic,
            key=headers.get("x-shopify-webhook-id", "") or headers.get("x-shopify-event-id", ""),
            order_at=(("order_edit", "order_id"), ("order_id",), ("id",)),
            is_about_orders=not topic or topic.startswith(("orders/", "refunds/", "fulfillments/")),
        )

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
