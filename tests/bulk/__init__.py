"""Rows by the thousand."""
