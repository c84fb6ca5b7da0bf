"""Medusa v2: the Admin REST API with a secret key; metadata for what its core does not know."""

from pakhuis.connectors.medusa.connector import Medusa

connector = Medusa()
