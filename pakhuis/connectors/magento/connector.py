"""The Magento connector as the intake sees it."""

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
from pakhuis.connectors.magento import client
from pakhuis.connectors.magento.mapping import told
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import is_our_ping, ping_message
from pakhuis.kernel.problem import gettext_noop


class Magento(Connector):
    """Open Source has no webhooks: a small module may ping, the poll finds everything anyway."""

    kind = "magento"
    name = "Magento 2"
    tells_stock = True
    tells_shipments = True
    webhook_help = fields.PING_HELP
    fields = (
        fields.address(),
        fields.secret(
            "token",
            gettext_noop("Access token"),
            hint=gettext_noop("Of an integration that may read sales, allowed as a bearer token by itself."),
        ),
        fields.ping_secret(),
        fields.unpaid(hint=gettext_noop("In Magento these are “new”.")),
        fields.words("store", gettext_noop("Code of the store view (empty: all)")),
        fields.words("exempt_groups", gettext_noop("Customer groups without VAT (their ids, with commas)")),
        fields.words("source", gettext_noop("Inventory source whose stock is told (empty: default)")),
    )
    supplies = table(
        own={
            "name": "billing_address.company, firstname, lastname",
            "contact_name": "billing_address.firstname, lastname",
            "email": "customer_email, billing_address.email",
            "phone": "billing_address.telephone",
            "invoice": "billing_address",
            "delivery": "extension_attributes.shipping_assignments[0].shipping.address",
            "vat_number": "billing_address.vat_id, customer_taxvat",
            "remarks": "customer_note, status_histories",
        },
        derived={
            "language": "store_id → storeConfigs.locale",
            "calculate_vat": "customer_group_id, vat_is_valid, tax_amount",
        },
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        return is_our_ping(body, headers, secret=access["webhook_secret"])

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        return ping_message(body, headers)

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
