"""How many of each thing: the arithmetic that allocation is written in."""

from __future__ import annotations

from collections.abc import Hashable, ItemsView, Iterator, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class Quantities(Generic[K]):
    """Whole, non-negative pieces per key; immutable; a key with zero pieces does not exist.

    `available & desired` is what can be had, `desired - taken` what is still missing.
    Subtracting more than there is raises `ValueError`: stock that was never there cannot be taken.
    """

    __slots__ = ("_pieces",)

    def __init__(self, pieces: Mapping[K, int] | None = None) -> None:
        kept: dict[K, int] = {}
        for key, amount in (pieces or {}).items():
            if isinstance(amount, bool) or not isinstance(amount, int):
                raise TypeError(f"pieces are whole numbers, not {amount!r}")
            if amount < 0:
                raise ValueError(f"fewer than no pieces of {key!r}: {amount}")
            if amount:
                kept[key] = amount
        self._pieces = kept

    def __getitem__(self, key: K) -> int:
        return self._pieces.get(key, 0)

    def __iter__(self) -> Iterator[K]:
        return iter(self._pieces)

    def __len__(self) -> int:
        return len(self._pieces)

    def __bool__(self) -> bool:
        return bool(self._pieces)

    def items(self) -> ItemsView[K, int]:
        return self._pieces.items()

    @property
    def total(self) -> int:
        """All pieces together."""
        return sum(self._pieces.values())

    def __add__(self, other: Quantities[K]) -> Quantities[K]:
        return Quantities({key: self[key] + other[key] for key in {**self._pieces, **other._pieces}})

    def __sub__(self, other: Quantities[K]) -> Quantities[K]:
        return Quantities({key: self[key] - other[key] for key in {**self._pieces, **other._pieces}})

    def __and__(self, other: Quantities[K]) -> Quantities[K]:
        return Quantities({key: min(amount, other[key]) for key, amount in self._pieces.items()})

    def __le__(self, other: Quantities[K]) -> bool:
        """Whether `other` has at least this many of everything."""
        return all(amount <= other[key] for key, amount in self._pieces.items())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantities) and self._pieces == other._pieces

    def __hash__(self) -> int:
        return hash(frozenset(self._pieces.items()))

    def __repr__(self) -> str:
        return f"Quantities({self._pieces!r})"
