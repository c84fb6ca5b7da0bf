"""What a message says: asked of whoever gives out the same things elsewhere (a setting names it)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from pakhuis.accounts.actions import account_settings
from pakhuis.hooks.models import Message

DataOf = Callable[[Message], dict[str, Any] | None]


@cache
def _maker() -> DataOf:
    """`settings.HOOK_DATA`: the shapes belong to the API, which stands above this package."""
    return cast(DataOf, import_string(settings.HOOK_DATA))


def data_of(message: Message) -> dict[str, Any] | None:
    """The `data` of a message; None when its subject is gone."""
    return _maker()(message)


def local_time(at: datetime) -> str:
    """A moment as receivers read it: in the account's time zone, without saying so."""
    return at.astimezone(ZoneInfo(account_settings().time_zone)).strftime("%Y-%m-%d %H:%M:%S")
