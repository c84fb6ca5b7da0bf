"""The Vendure connector as the intake sees it."""

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
from pakhuis.connectors.supplies import table
from pakhuis.connectors.vendure import client
from pakhuis.connectors.vendure.mapping import told
from pakhuis.connectors.webhooks import is_our_ping, ping_message
from pakhuis.kernel.problem import gettext_noop


class Vendure(Connector):
    """An administrator's name and password; a plug-in of a few lines may ping."""

    kind = "vendure"
    name = "Vendure"
    tells_stock = True
    tells_shipments = True
    webhook_help = fields.PING_HELP
    fields = (
        fields.address(),
        fields.SettingField(
            name="user",
            label=gettext_noop("User name"),
            hint=gettext_noop("Of an administrator who may read orders and customers."),
        ),
        fields.secret("password", gettext_noop("Password")),
        fields.ping_secret(),
        fields.unpaid(hint=gettext_noop("Orders whose payment is authorised but not settled.")),
        fields.words("channel", gettext_noop("Token of the channel (empty: the default one)")),
        fields.vat_fields(hint=gettext_noop("Custom fields of the order.")),
        fields.remark_fields(),
        fields.language_fields(),
    )
    supplies = table(
        own={
            "name": "billingAddress.company, customer.firstName, lastName",
            "contact_name": "billingAddress.fullName, customer.firstName, lastName",
            "email": "customer.emailAddress",
            "phone": "customer.phoneNumber",
            "invoice": "billingAddress, shippingAddress",
            "delivery": "shippingAddress",
        },
        derived={
            "language": "customFields",
            "vat_number": "customFields",
            "remarks": "customFields",
            "calculate_vat": "subTotal, subTotalWithTax",
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
