"""What the settings page of a webshop hands in: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFields:
    """How to reach a shop and what it may decide. An empty secret keeps the one that is stored.

    `policy` are fields of `accounts.Webshop` by name, such as ``our_prices_lead``.
    """

    name: str
    address: str
    key: str = ""
    key_secret: str = ""
    webhook_secret: str = ""
    takes_on_hold: bool = False
    vat_fields: tuple[str, ...] = ()
    poll_minutes: RawNumber = 10
    policy: dict[str, Any] = field(default_factory=dict)
