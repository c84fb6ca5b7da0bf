"""Linked webshops: one folder per shop, one intake for all."""
