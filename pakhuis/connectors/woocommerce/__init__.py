"""WooCommerce: REST v3 for orders, signed webhooks, plug-ins for VAT numbers and languages."""

from pakhuis.connectors.woocommerce.connector import WooCommerce

connector = WooCommerce()
