"""BigCommerce: REST v2 for orders, their products and addresses by further calls, thin messages."""

from pakhuis.connectors.bigcommerce.connector import BigCommerce

connector = BigCommerce()
