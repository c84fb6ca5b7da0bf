"""The Shopware connector as the intake sees it."""

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
    Shipped,
    ShopOrderData,
)
from pakhuis.connectors.drafting import drafted
from pakhuis.connectors.reading import text_at
from pakhuis.connectors.shopware import client
from pakhuis.connectors.shopware.mapping import told
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import as_json, hex_sha256, is_our_ping, is_signed, message
from pakhuis.kernel.problem import gettext_noop


class Shopware(Connector):
    """An integration's keys to ask with; an app's secret, or a module of ours, to sign with."""

    kind = "shopware"
    name = "Shopware 6"
    tells_stock = True
    tells_shipments = True
    webhook_help = gettext_noop(
        "In an app, make webhooks for checkout.order.placed and the states of orders with this address."
    )
    fields = (
        fields.address(),
        fields.secret(
            "key",
            gettext_noop("Access key ID"),
            hint=gettext_noop("In Shopware: Settings, System, Integrations; it may read orders."),
        ),
        fields.secret("key_secret", gettext_noop("Secret access key")),
        fields.webhook_secret(required=False),
        fields.unpaid(hint=gettext_noop("Open orders whose payment is not paid or authorised.")),
        fields.words(
            "paid_methods",
            gettext_noop("Ways to pay that count as paid, with commas"),
            hint=gettext_noop("Such as the name of payment by invoice, as the shop shows it."),
        ),
        fields.check("takes_numbers", gettext_noop("The shop's customer numbers are the same as here")),
    )
    supplies = table(
        own={
            "name": "orderCustomer.company, billingAddress.company, firstName, lastName",
            "contact_name": "orderCustomer.firstName, lastName",
            "email": "orderCustomer.email",
            "phone": "billingAddress.phoneNumber",
            "invoice": "billingAddress",
            "delivery": "deliveries[].shippingOrderAddress",
            "language": "language.locale.code",
            "vat_number": "orderCustomer.vatIds",
            "remarks": "customerComment",
            "calculate_vat": "taxStatus",
        },
        derived={"number": "orderCustomer.customerNumber"},
        of_order=("calculate_vat",),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """hex(HMAC-SHA256(raw body, secret)) in ``shopware-shop-signature``."""
        secret = access["webhook_secret"]
        given = headers.get("shopware-shop-signature", "").lower()
        is_theirs = is_signed(given, hex_sha256(body, secret), secret=secret)
        return is_our_ping(body, headers, secret=secret) or is_theirs

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        content = as_json(body)
        entity = text_at(content, "data", "payload", 0, "entity")
        return message(
            body,
            topic=text_at(content, "data", "event"),
            key=headers.get("x-shopware-event-id", ""),
            order_at=(
                ("data", "payload", "order", "id"),
                ("data", "payload", 0, "primaryKey"),
                ("order_id",),
            ),
            is_about_orders=entity in ("", "order"),
        )

    def fetch(self, access: Access, order_id: str) -> Payload:
        return client.fetch(access, order_id)

    def changed_since(self, access: Access, since: datetime | None, *, start: str) -> Page:
        return client.changed_since(access, since, start=start)

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return drafted(told(payload, options), options)

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        client.tell_shipment(access, parcel)

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        client.tell_stock(access, sku, free)
