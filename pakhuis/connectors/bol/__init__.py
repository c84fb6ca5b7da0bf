"""bol.com, Retailer API v10: a marketplace, so every buyer is a guest behind a masked address."""

from pakhuis.connectors.bol.connector import Bol

connector = Bol()
