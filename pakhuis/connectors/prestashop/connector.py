"""The PrestaShop connector as the intake sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from pakhuis.connectors.prestashop import client
from pakhuis.connectors.prestashop.mapping import told
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import is_our_ping, ping_message
from pakhuis.kernel.problem import gettext_noop


class PrestaShop(Connector):
    """The webservice with a key; it has no webhooks, so a small module may ping."""

    kind = "prestashop"
    name = "PrestaShop"
    lists_whole = False
    dates_every_change = False
    tells_stock = True
    tells_shipments = True
    webhook_help = fields.PING_HELP
    fields = (
        fields.address(),
        fields.secret(
            "key",
            gettext_noop("Key of the webservice"),
            hint=gettext_noop(
                "Reading: orders, order_details, order_cart_rules, order_states, customers, addresses, "
                "countries, states, languages, messages."
            ),
        ),
        fields.ping_secret(),
        fields.unpaid(hint=gettext_noop("Orders in a state that PrestaShop does not count as paid.")),
        fields.time_zone(),
    )
    supplies = table(
        own={
            "name": "address.company, customer.company, firstname, lastname",
            "contact_name": "address.firstname, lastname",
            "email": "customer.email",
            "phone": "address.phone, phone_mobile",
            "invoice": "id_address_invoice",
            "delivery": "id_address_delivery",
            "language": "id_lang → languages.locale",
            "vat_number": "address.vat_number",
        },
        derived={"remarks": "messages, gift_message", "calculate_vat": "total_products, total_products_wt"},
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

    def is_whole(self, listed: Payload) -> bool:
        return "customer" in listed

    def together(self, access: Access, listed: Sequence[Payload]) -> Sequence[Payload]:
        return client.together(access, listed)

    def whole(self, access: Access, listed: Payload) -> Payload:
        return client.whole(access, listed)

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return drafted(told(payload, options), options)

    def tell_shipment(self, access: Access, parcel: Shipped) -> None:
        client.tell_shipment(access, parcel)

    def tell_stock(self, access: Access, sku: str, free: int) -> None:
        client.tell_stock(access, sku, free)
