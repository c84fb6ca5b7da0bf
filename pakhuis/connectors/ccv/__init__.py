"""CCV Shop: REST with signed calls and signed answers; it never says when an order changed."""

from pakhuis.connectors.ccv.connector import Ccv

connector = Ccv()
