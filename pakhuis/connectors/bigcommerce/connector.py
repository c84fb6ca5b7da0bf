"""The BigCommerce connector as the intake sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pakhuis.connectors import fields
from pakhuis.connectors.bigcommerce import client
from pakhuis.connectors.bigcommerce.mapping import told
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
from pakhuis.connectors.reading import joined, mapping, text_at
from pakhuis.connectors.supplies import table
from pakhuis.connectors.webhooks import as_json, is_signed, message
from pakhuis.kernel.problem import gettext_noop


class BigCommerce(Connector):
    """A token of an API account; webhooks carry a secret header that is given when they are made."""

    kind = "bigcommerce"
    name = "BigCommerce"
    rate = Rate(calls=130, seconds=30)
    lists_whole = False
    tells_stock = True
    tells_shipments = True
    webhook_help = gettext_noop(
        "Make webhooks for store/order/created, updated and statusUpdated with this address, and with a "
        "header X-Pakhuis-Secret that holds the webhook secret."
    )
    fields = (
        fields.address(
            default="https://api.bigcommerce.com/stores/…",
            hint=gettext_noop("The API path of the API account, without v2 or v3 at its end."),
        ),
        fields.secret("token", gettext_noop("Access token")),
        fields.webhook_secret(hint=gettext_noop("What your webhooks carry in the header X-Pakhuis-Secret.")),
        fields.unpaid(hint=gettext_noop("In BigCommerce these are “awaiting payment”.")),
        fields.vat_fields(hint=gettext_noop("Fields of the address form; the usual names are known.")),
    )
    supplies = table(
        own={
            "name": "billing_address.company, first_name, last_name",
            "contact_name": "billing_address.first_name, last_name",
            "email": "billing_address.email",
            "phone": "billing_address.phone",
            "invoice": "billing_address",
            "delivery": "shipping_addresses[0]",
            "language": "customer_locale",
            "remarks": "customer_message",
        },
        derived={"vat_number": "billing_address.form_fields", "calculate_vat": "total_tax, subtotal_ex_tax"},
        of_order=("calculate_vat",),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], access: Access) -> bool:
        """The secret header that our webhooks carry; the body itself is not signed, and only a hint."""
        secret = access["webhook_secret"]
        return is_signed(headers.get("x-pakhuis-secret", ""), secret, secret=secret)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        content = as_json(body)
        scope = text_at(content, "scope")
        return message(
            body,
            topic=scope,
            key=joined(text_at(content, "hash"), text_at(content, "created_at"), by=":"),
            order_at=(("data", "id"),),
            is_about_orders=not scope or scope.startswith("store/order/"),
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
