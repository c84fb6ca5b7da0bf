"""Rows of the database in the words of the API: their names for our columns, in the order of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

ADDRESS_FIELDS = {
    "name": "name",
    "contactname": "contact_name",
    "address": "line1",
    "address2": "line2",
    "zipcode": "zipcode",
    "city": "city",
    "region": "region",
    "country": "country",
}
"""What an address says, wherever it stands: their key to our field."""


class Words:
    """`names`: their key to our column; None where no column says it.

    Such a key has what `usual` says, else null, until it is filled in.
    """

    def __init__(self, names: Mapping[str, str | None], **usual: Any) -> None:
        said = {key: column for key, column in names.items() if column}
        self.columns = tuple(said.values())
        self._keys = tuple(said)
        self._blank = {**dict.fromkeys(names), **usual}

    def __call__(self, row: Sequence[Any]) -> dict[str, Any]:
        """One row of `columns`, with all keys in their order."""
        shape: dict[str, Any] = self._blank.copy()
        shape.update(zip(self._keys, row, strict=True))
        return shape
