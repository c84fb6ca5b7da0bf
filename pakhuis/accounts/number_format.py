"""How numbers of orders and picklists are written: ``O2026-1042``. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFormat:
    """A prefix, perhaps the year, a separator, and a number of at least `digits` digits from `first` on.

    With the year each year begins anew at `first`; without it the numbers go on for ever.
    """

    prefix: str
    with_year: bool
    separator: str
    digits: int
    first: int

    def series(self, kind: str, year: int) -> str:
        """The name of the counter these numbers are taken from."""
        return f"{kind}:{year}" if self.with_year else kind

    def written(self, count: int, year: int) -> str:
        """The number of the `count`-th of its series."""
        beginning = f"{self.prefix}{year}" if self.with_year else self.prefix
        return f"{beginning}{self.separator}{self.first - 1 + count:0{self.digits}d}"
