"""Deeds that are transactions of their own, done as parts of a greater one without a savepoint each.

A savepoint lets whoever caught a refusal go on. Where the first refusal ends the whole, it is two statements
for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction

Given = ParamSpec("Given")
Gave = TypeVar("Gave")
Read = TypeVar("Read")
_ends_with_first: ContextVar[bool] = ContextVar("ends_with_first", default=False)
_read: ContextVar[dict[str, Any] | None] = ContextVar("what is read once in a whole", default=None)


@contextmanager
def whole() -> Iterator[None]:
    """A transaction in which nobody catches what a `part` raises and goes on."""
    with transaction.atomic():
        before, read = _ends_with_first.set(True), _read.set({})
        try:
            yield
        finally:
            _ends_with_first.reset(before)
            _read.reset(read)


def once(name: str, read: Callable[[], Read]) -> Read:
    """What `read` gives; inside `whole` it is read once, and the same for all parts of it."""
    known = _read.get()
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    found: Read = known[name]
    return found


def part(deed: Callable[Given, Gave]) -> Callable[Given, Gave]:
    """All or nothing, as `transaction.atomic`; inside `whole` it is the whole that is."""

    @wraps(deed)
    def done(*given: Given.args, **named: Given.kwargs) -> Gave:
        with transaction.atomic(savepoint=not _ends_with_first.get()):
            return deed(*given, **named)

    return done
