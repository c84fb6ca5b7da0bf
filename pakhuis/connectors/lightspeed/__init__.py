"""Lightspeed eCom (C-Series): REST with key and secret, lines by a second call, messages only a hint."""

from pakhuis.connectors.lightspeed.connector import Lightspeed

connector = Lightspeed()
