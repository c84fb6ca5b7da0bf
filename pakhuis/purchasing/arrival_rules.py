"""Which line of a purchase order gets what came in of a product. Pure."""

from __future__ import annotations

from collections.abc import Mapping


def spread(pieces: int, expected: Mapping[int, int]) -> dict[int, int]:
    """How many of the `pieces` each line gets; only lines that get any.

    `expected`: the pieces still to come of each line of the product, by line id, in the order of the lines;
    at least one line. They are filled one after the other; what is more than all of them expect is a
    surplus of the last.
    """
    shares: dict[int, int] = {}
    left = pieces
    for line, missing in expected.items():
        shares[line] = min(left, missing)
        left -= shares[line]
    shares[list(expected)[-1]] += left
    return {line: share for line, share in shares.items() if share}
