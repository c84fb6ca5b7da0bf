"""The connector for a shop of one's own, as the intake sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pakhuis.connectors import fields
from pakhuis.connectors.contract import (
    Access,
    Connector,
    Message,
    Options,
    OrderGone,
    Page,
    Payload,
    Shipped,
    ShopOrderData,
)
from pakhuis.connectors.drafting import drafted
from pakhuis.connectors.ownshop import client
from pakhuis.connectors.ownshop.mapping import told
from pakhuis.connectors.problems import gone
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import is_our_ping, message
from pakhuis.kernel.problem import gettext_noop


class OwnShop(Connector):
    """The shop posts each order whole, whenever it changes; it is called only to be told things."""

    kind = "ownshop"
    name = gettext_noop("Own shop (JSON)")
    posts_whole_orders = True
    tells_stock = True
    tells_shipments = True
    needs_for_telling = ("tell_address",)
    cannot_be_told = gettext_noop("Anything, as long as no address for messages is entered.")
    webhook_help = gettext_noop(
        "Post each order as JSON to this address, signed with the secret; the guide shows how."
    )
    fields = (
        fields.address(hint=gettext_noop("Only to know it by: orders are posted to us.")),
        fields.webhook_secret(hint=gettext_noop("What your shop signs its orders with: a long random text.")),
        fields.SettingField(
            name="tell_address",
            label=gettext_noop("Address for our messages"),
            hint=gettext_noop("Where parcels that left and free stock are posted to; empty: nowhere."),
            required=False,
        ),
        fields.unpaid(hint=gettext_noop("Orders with the status “unpaid”.")),
    )
    supplies = table(
        own={
            "name": "customer.company, customer.name, invoice.company, invoice.name",
            "contact_name": "customer.name, invoice.name",
            "email": "customer.email",
            "phone": "customer.phone",
            "invoice": "invoice",
            "delivery": "delivery",
            "language": "customer.language",
            "vat_number": "customer.vat_number",
            "remarks": "remarks",
            "calculate_vat": "customer.vat_exempt",
            "number": "customer.number",
        }
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """hex(HMAC-SHA256(raw body, secret)) in ``X-Pakhuis-Signature``."""
        return is_our_ping(body, headers, secret=access["webhook_secret"])

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        return message(body, topic="order", key=headers.get("x-pakhuis-delivery", ""), order_at=(("id",),))

    def fetch(self, access: Access, order_id: str) -> Payload:
        raise OrderGone(gone())

    def changed_since(self, access: Access, since: datetime | None, *, start: str) -> Page:
        return Page(orders=())

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return drafted(told(payload, options), options)

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        client.tell_shipment(access, parcel)

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        client.tell_stock(access, sku, free)
