"""Webhooks out: who wants to hear of which fact, and every message with what came of it."""
