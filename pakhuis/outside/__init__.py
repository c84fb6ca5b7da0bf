"""The world outside: calling other systems without being led into private networks, and keeping their keys."""
