"""The bol.com connector as the intake sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pakhuis.connectors import fields
from pakhuis.connectors.bol import client, offers
from pakhuis.connectors.bol.mapping import told
from pakhuis.connectors.bol.signature import is_right
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
from pakhuis.connectors.reading import joined, text_at
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import as_json, message
from pakhuis.kernel.problem import gettext_noop


class Bol(Connector):
    """Client id and secret of the Retailer API; messages are signed with bol.com's own keys."""

    kind = "bol"
    name = "bol.com"
    lists_whole = False
    tells_stock = True
    tells_shipments = True
    rate = Rate(calls=25, seconds=1)
    about_buyers = gettext_noop(
        "Every buyer is a guest behind a masked address: none is recognised, and no customer is made."
    )
    webhook_help = gettext_noop(
        "At bol.com, make a subscription for ORDER of the kind WEBHOOK to this address."
    )
    fields = (
        fields.address(default="https://api.bol.com"),
        fields.SettingField(
            name="login_address",
            label=gettext_noop("Address that gives the token"),
            default="https://login.bol.com",
        ),
        fields.secret(
            "key",
            gettext_noop("Client id"),
            hint=gettext_noop("Of the Retailer API, in the settings of your sales account."),
        ),
        fields.secret("key_secret", gettext_noop("Client secret")),
    )
    supplies = table(
        own={
            "name": "billingDetails.company, firstName, surname",
            "contact_name": "billingDetails.firstName, surname",
            "email": "billingDetails.email (masked, per order)",
            "invoice": "billingDetails",
            "delivery": "shipmentDetails",
            "language": "shipmentDetails.language",
            "vat_number": "billingDetails.vatNumber",
        },
        derived={
            "phone": "shipmentDetails.deliveryPhoneNumber",
            "remarks": "billingDetails.orderReference",
        },
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """RSA over the raw body in ``Signature``, by the key that it names."""
        return is_right(body, headers.get("signature", ""), access)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        content = as_json(body)
        resource = text_at(content, "event", "resource")
        return message(
            body,
            topic=joined(resource, text_at(content, "event", "type")),
            key=joined(text_at(content, "event", "resourceId"), text_at(content, "timestamp"), by=":"),
            order_at=(("event", "resourceId"),),
            is_about_orders=resource in ("", "ORDER"),
        )

    def fetch(self, access: Access, order_id: str) -> Payload:
        return client.fetch(access, order_id)

    def changed_since(self, access: Access, since: datetime | None, *, start: str) -> Page:
        return client.changed_since(access, since, start=start)

    def whole(self, access: Access, listed: Payload) -> Payload:
        return client.fetch(access, text_at(listed, "orderId"))

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return drafted(told(payload), options)

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        client.tell_shipment(access, parcel)

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        offers.tell_stock(access, sku, free)
