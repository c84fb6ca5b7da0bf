"""What the settings page of a webshop hands in: frozen, not yet checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionFields:
    """How to reach a shop and what it may decide.

    `values` are the settings that its connector declares, by name, the address among them; an empty secret
    keeps the one that is stored. `policy` are fields of `accounts.Webshop`, such as ``our_prices_lead``;
    `sending` are the switches of `Connection` for what is told back.
    """

    name: str
    values: Mapping[str, str] = field(default_factory=dict)
    poll_minutes: RawNumber = 10
    policy: dict[str, Any] = field(default_factory=dict)
    sending: dict[str, bool] = field(default_factory=dict)
