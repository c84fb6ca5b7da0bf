"""After every test of customers the copies that tags are sorted by are compared with the customers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pakhuis.customers.actions.tag_rows import drifted


@pytest.fixture(autouse=True)
def nothing_drifts(request: pytest.FixtureRequest) -> Iterator[None]:
    """Not where a test makes something drift on purpose."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or "drift" in request.node.name:
        yield
        return
    request.getfixturevalue("transactional_db" if marker.kwargs.get("transaction") else "db")
    yield
    assert drifted() == []
