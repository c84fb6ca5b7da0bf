"""Pakhuis: open, self-hosted order fulfilment that knows its customers."""
