"""Shopware 6: the Admin API with an integration's keys; app webhooks or a small module's ping."""

from pakhuis.connectors.shopware.connector import Shopware

connector = Shopware()
