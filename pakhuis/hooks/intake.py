"""What others hand in about a webhook: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHook:
    """A webhook: one event, one address. An empty `secret` sends without a signature."""

    name: str = ""
    event: str = ""
    address: str = ""
    secret: str = ""
