"""The world outside: calling other systems, never into private networks, and keeping their keys."""
