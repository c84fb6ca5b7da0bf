"""Tests of importing files."""
