"""Rows by the thousand: read and written at little more than the database asks for; knows no table."""
