"""REST API v1: translate, no rules."""
