"""Which connectors there are: every folder of this package that holds a `connector`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import pakhuis.connectors as here
from pakhuis.connectors.contract import Connector

NO_SHOPS = {"actions", "migrations", "models"}


@cache
def connectors() -> dict[str, Connector]:
    """Every connector by its kind, by name."""
    found: list[Connector] = [
        import_module(f"{here.__name__}.{module.name}").connector
        for module in iter_modules(here.__path__)
        if module.ispkg and module.name not in NO_SHOPS
    ]
    return {one.kind: one for one in sorted(found, key=lambda one: one.name.casefold())}
