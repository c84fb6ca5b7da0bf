"""The WooCommerce connector as the intake sees it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pakhuis.connectors.contract import Access, Message, Options, Page, Payload, ShopOrderData, Supplied
from pakhuis.connectors.woocommerce import client, webhook
from pakhuis.connectors.woocommerce.mapping import translate


class WooCommerce:
    """Fulfils `Connector`."""

    kind = "woocommerce"
    name = "WooCommerce"
    supplies = (
        Supplied(field="name", origin="billing.company, billing.first_name, billing.last_name"),
        Supplied(field="contact_name", origin="billing.first_name, billing.last_name"),
        Supplied(field="email", origin="billing.email"),
        Supplied(field="phone", origin="billing.phone"),
        Supplied(field="invoice", origin="billing"),
        Supplied(field="delivery", origin="shipping"),
        Supplied(field="language", origin="meta_data: wpml_language (WPML)"),
        Supplied(field="vat_number", origin="meta_data"),
        Supplied(field="remarks", origin="customer_note"),
        Supplied(field="calculate_vat", origin="meta_data: is_vat_exempt, total_tax"),
        Supplied(field="number", origin=""),
    )

    def verify(self, body: bytes, headers: Mapping[str, str], *, secret: str) -> bool:
        return webhook.verify(body, headers, secret=secret)

    def read(self, body: bytes, headers: Mapping[str, str]) -> Message:
        return webhook.read(body, headers)

    def fetch(self, access: Access, order_id: str) -> Payload:
        return client.fetch(access, order_id)

    def changed_since(self, access: Access, since: datetime | None, *, page: int) -> Page:
        return client.changed_since(access, since, page=page)

    def translate(self, payload: Payload, options: Options) -> ShopOrderData:
        return translate(payload, options)
