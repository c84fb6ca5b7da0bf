"""The CCV Shop connector as the intake sees it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from pakhuis.connectors import fields
from pakhuis.connectors.ccv import client
from pakhuis.connectors.ccv.mapping import told
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
from pakhuis.connectors.reading import mapping
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import is_signed, message
from pakhuis.kernel.problem import gettext_noop


class Ccv(Connector):
    """Public and secret key; each webhook has a key of its own that signs it."""

    kind = "ccv"
    name = "CCV Shop"
    lists_whole = False
    tells_stock = True
    tells_shipments = True
    webhook_help = gettext_noop(
        "Make a webhook for orders with this address; its key belongs on the settings page as webhook secret."
    )
    fields = (
        fields.address(),
        fields.secret("key", gettext_noop("Public key"), hint=gettext_noop("In CCV Shop: My Shop, API.")),
        fields.secret("key_secret", gettext_noop("Secret key")),
        fields.webhook_secret(required=False, hint=gettext_noop("The key that CCV Shop gave the webhook.")),
        fields.unpaid(hint=gettext_noop("Orders that CCV Shop does not count as paid.")),
        fields.words("sent_statuses", gettext_noop("Numbers of the statuses that mean sent, with commas")),
        fields.words("cancelled_statuses", gettext_noop("Numbers of the statuses that mean cancelled")),
        fields.check("takes_numbers", gettext_noop("The buyer's reference is our customer number")),
    )
    supplies = table(
        own={
            "name": "customer.billingaddress.company, full_name",
            "contact_name": "customer.billingaddress.full_name",
            "email": "customer.email",
            "phone": "customer.billingaddress.telephone, mobile",
            "invoice": "customer.billingaddress",
            "delivery": "customer.deliveryaddress",
            "language": "orderedinlng",
            "vat_number": "customer.btw",
            "remarks": "customer.billingaddress.comment",
            "calculate_vat": "is_intra_community_order",
        },
        derived={"number": "customer.reference"},
        of_order=("calculate_vat",),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """hex(HMAC-SHA512(raw body, key of the webhook)) in ``x-hash``."""
        secret = access["webhook_secret"]
        wanted = hmac.new(secret.encode(), body, hashlib.sha512).hexdigest()
        return is_signed(headers.get("x-hash", "").lower(), wanted, secret=secret)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        topic = headers.get("x-event", "") or headers.get("x-webhook-event", "")
        return message(
            body,
            topic=topic,
            key="",
            order_at=(("id",), ("order", "id"), ("data", "id")),
            is_about_orders=not topic or topic.startswith("orders"),
        )

    def fetch(self, access: Access, order_id: str) -> Payload:
        return client.fetch(access, order_id)

    def changed_since(self, access: Access, since: datetime | None, *, start: str) -> Page:
        return client.changed_since(access, since, start=start)

    def whole(self, access: Access, listed: Payload) -> Payload:
        return client.whole(access, mapping(listed.get("order")))

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return drafted(told(payload, options), options)

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        client.tell_shipment(access, parcel)

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        client.tell_stock(access, sku, free)
