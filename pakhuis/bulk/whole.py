"""Deeds that are transactions of their own, done as parts of a greater one without a savepoint each.

A savepoint lets whoever caught a refusal go on. Where the first refusal ends the whole, it is two statements
for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

Given = ParamSpec("Given")
Gave = TypeVar("Gave")
_ends_with_first: ContextVar[bool] = ContextVar("ends_with_first", default=False)


@contextmanager
def whole() -> Iterator[None]:
    """A transaction in which nobody catches what a `part` raises and goes on."""
    with transaction.atomic():
        before = _ends_with_first.set(True)
        try:
            yield
        finally:
            _ends_with_first.reset(before)


def part(deed: Callable[Given, Gave]) -> Callable[Given, Gave]:
    """All or nothing, as `transaction.atomic`; inside `whole` it is the whole that is."""

    @wraps(deed)
    def done(*given: Given.args, **named: Given.kwargs) -> Gave:
        with transaction.atomic(savepoint=not _ends_with_first.get()):
            return deed(*given, **named)

    return done
