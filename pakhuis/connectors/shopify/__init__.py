"""Shopify: GraphQL to fetch, the older REST form in webhooks, both as one."""

from pakhuis.connectors.shopify.connector import Shopify

connector = Shopify()
