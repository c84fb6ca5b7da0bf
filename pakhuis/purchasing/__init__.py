"""Suppliers, what is ordered from them, and what of it has come in."""
