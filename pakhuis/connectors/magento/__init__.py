"""Magento 2 and Adobe Commerce: REST with an integration token; it sends no messages by itself."""

from pakhuis.connectors.magento.connector import Magento

connector = Magento()
