"""How many examples chance gets to show a fault."""

from __future__ import annotations

import os

IN_CI = os.environ.get("CI", "").lower() in ("1", "true", "yes")
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")
FEWER = 3
"""What the rules say was tried on the first engine; the second gets this part of the examples in CI."""


def examples(count: int) -> int:
    """`count` examples, or fewer on the second engine in CI."""
    return max(3, count // FEWER) if IN_CI and ON_POSTGRES else count
