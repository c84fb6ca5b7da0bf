"""The figures as a table for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

HEAD = (
    "engine",
    "present",
    "route",
    "orders/s",
    "p50 ms",
    "p95 ms",
    "place ms",
    "process ms",
    "queries",
    "bare SQL, all: orders/s",
    "ratio",
    "bare SQL, writes: orders/s",
    "ratio",
)


def as_markdown(results: Iterable[dict[str, Any]]) -> str:
    """One row for each engine, size and route; a ratio is the time of the doors over that of the bare SQL."""
    rows = [HEAD, tuple("---" for _ in HEAD)]
    for one in results:
        rows.append(
            (
                one["engine"],
                f"{one['size']:,}",
                one["route"],
                f"**{one['per_second']:.0f}**",
                f"{one['p50']:.1f}",
                f"{one['p95']:.1f}",
                f"{one['place']:.1f}",
                f"{one['process']:.1f}",
                span(one["queries"]),
                f"{one['bare_all']:.0f}",
                f"{one['bare_all'] / one['per_second']:.1f}",
                f"{one['bare_writes']:.0f}",
                f"{one['bare_writes'] / one['per_second']:.1f}",
            )
        )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def span(pair: list[int]) -> str:
    """From the least to the most, or the one number that both are."""
    low, high = pair
    return str(low) if low == high else f"{low}–{high}"
