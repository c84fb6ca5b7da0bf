"""The Lightspeed connector as the intake sees it."""

from __future__ import annotations

import hashlib
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
from pakhuis.connectors.lightspeed import client
from pakhuis.connectors.lightspeed.mapping import told
from pakhuis.connectors.reading import mapping
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import is_signed, message
from pakhuis.kernel.problem import gettext_noop


class Lightspeed(Connector):
    """Key and secret as Basic; 300 calls in five minutes, of which some are left to others."""

    kind = "lightspeed"
    name = "Lightspeed eCom"
    lists_whole = False
    tells_stock = True
    tells_shipments = True
    rate = Rate(calls=280, seconds=300)
    webhook_help = gettext_noop(
        "In Lightspeed, make webhooks for created, updated and paid orders with this address. They are "
        "only a hint: each order is asked for with our own keys."
    )
    fields = (
        fields.address(
            default="https://api.webshopapp.com",
            hint=gettext_noop("Of the API: api.webshopapp.com in Europe, api.shoplightspeed.com elsewhere."),
        ),
        fields.secret("key", gettext_noop("API key")),
        fields.secret("key_secret", gettext_noop("API secret")),
        fields.unpaid(hint=gettext_noop("Orders that Lightspeed does not count as paid.")),
        fields.SettingField(name="language", label=gettext_noop("Language of the shop"), default="nl"),
    )
    supplies = table(
        own={
            "name": "companyName, firstname, middlename, lastname",
            "contact_name": "firstname, middlename, lastname",
            "email": "email",
            "phone": "phone, mobile",
            "invoice": "addressBilling…",
            "delivery": "addressShipping…",
            "language": "language.locale, language.code",
            "vat_number": "companyVatNumber",
            "remarks": "comment",
        },
        derived={"calculate_vat": "priceIncl, priceExcl"},
        of_order=("calculate_vat",),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """hex(MD5(raw body + API secret)) in ``X-Signature``; weak, and so never more than a hint."""
        secret = access["key_secret"]
        wanted = hashlib.md5(body + secret.encode(), usedforsecurity=False).hexdigest()
        return is_signed(headers.get("x-signature", "").lower(), wanted, secret=secret)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        topic = headers.get("x-event", "")
        return message(
            body,
            topic=topic,
            key="",
            order_at=(("order", "id"), ("id",)),
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
