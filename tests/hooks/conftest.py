"""A receiver, and a hook that points to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from pakhuis.hooks.actions import create_hook
from pakhuis.hooks.intake import NewHook
from pakhuis.hooks.models import Hook
from pakhuis.kernel.actor import SYSTEM
from tests.factories import MOMENT
from tests.hooks.receiver import Receiver, open_receiver


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with open_receiver() as one:
        yield one


@pytest.fixture
def hooked(db: None, receiver: Receiver) -> Callable[..., Hook]:
    """Makes a hook for an event that points to the receiver."""

    def make(event: str, *, secret: str = "", address: str = "") -> Hook:
        new = NewHook(name=event, event=event, address=address or receiver.address, secret=secret)
        return create_hook(new, by=SYSTEM, now=MOMENT)

    return make
