"""Any shop that can post: a JSON order in our own schema, signed with HMAC."""

from pakhuis.connectors.ownshop.connector import OwnShop

connector = OwnShop()
