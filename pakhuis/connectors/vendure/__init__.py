"""Vendure 2 and 3: the Admin API in GraphQL; custom fields for what its core does not know."""

from pakhuis.connectors.vendure.connector import Vendure

connector = Vendure()
