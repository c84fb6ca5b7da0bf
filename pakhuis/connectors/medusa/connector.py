"""The Medusa connector as the intake sees it."""

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
from pakhuis.connectors.medusa import client
from pakhuis.connectors.medusa.mapping import told
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import is_our_ping, ping_message
from pakhuis.kernel.problem import gettext_noop


class Medusa(Connector):
    """A secret API key; a subscriber of a few lines may ping."""

    kind = "medusa"
    name = "Medusa"
    tells_stock = True
    tells_shipments = True
    webhook_help = fields.PING_HELP
    fields = (
        fields.address(),
        fields.secret(
            "key",
            gettext_noop("Secret API key"),
            hint=gettext_noop("In the admin: Settings, Secret API keys."),
        ),
        fields.ping_secret(),
        fields.unpaid(hint=gettext_noop("Orders whose payment is not captured.")),
        fields.vat_fields(hint=gettext_noop("Names in the metadata; vat_id and the like are known.")),
        fields.remark_fields(),
        fields.language_fields(),
    )
    supplies = table(
        own={
            "name": "billing_address.company, customer.company_name, first_name, last_name",
            "contact_name": "billing_address.first_name, last_name",
            "email": "email, customer.email",
            "phone": "billing_address.phone, customer.phone",
            "invoice": "billing_address",
            "delivery": "shipping_address",
        },
        derived={
            "language": "metadata",
            "vat_number": "metadata, customer.metadata",
            "remarks": "metadata",
            "calculate_vat": "item_tax_total, item_subtotal",
        },
        of_order=("calculate_vat",),
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
