"""What every test may use: the clock, and a fixed cast of people."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from hypothesis import HealthCheck, settings

from pakhuis.accounts.actions import create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.api.keys import limiter
from pakhuis.kernel.actor import SYSTEM
from tests.effort import IN_CI, examples
from tests.ready_database import copy_ready, ready_template
from tools.chromium import chromium

# CI runs the same examples each time, so that what it says is about the change; at a desk they are new ones.
settings.register_profile(
    "ours",
    deadline=None,
    derandomize=IN_CI,
    max_examples=examples(100),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ours")

TESTS = Path(__file__).resolve().parent
MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSWORD = "hop-en-gist-2026"
ONLY_WHEN_ASKED = ("real_shop", "long")
WITHOUT_ENGINE = ("architecture", "unit")
"""Folders of tests that ask no database, or nothing of its kind: once is enough."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Real shops and what takes long only when asked for; browser tests only where there is a browser."""
    for item in items:
        if item.path.relative_to(TESTS).parts[0] in WITHOUT_ENGINE:
            item.add_marker(pytest.mark.once)
    for marker in ONLY_WHEN_ASKED:
        if marker not in config.getoption("-m"):
            left = [one for one in items if one.get_closest_marker(marker)]
            config.hook.pytest_deselected(items=left)
            items[:] = [one for one in items if not one.get_closest_marker(marker)]
    if chromium() is not None:
        return
    skip = pytest.mark.skip(reason="Chromium is not installed")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The tables come out of a migrated database that all processes copy: migrating takes ten seconds.

    Django's own permissions and content types, which nothing here reads, are not made anew after each test
    that empties the tables: that takes longer than emptying them.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)
    test = connection.settings_dict["TEST"]
    if connection.vendor == "postgresql":
        test["TEMPLATE"] = ready_template(os.environ["DATABASE_URL"])
        yield
        return
    copied = Path(test["NAME"])
    copy_ready(copied)
    yield
    connection.close()
    for one in copied.parent.glob(f"{copied.name}*"):
        one.unlink()


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """The copied file is there when Django comes to make its database."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_createdb() -> bool:
    """Never: it was copied (SQLite) or is made of the template (PostgreSQL)."""
    return False


@pytest.fixture(autouse=True)
def no_memory() -> None:
    """Nothing is remembered from another test: counts of wrong passwords and of requests."""
    cache.clear()
    limiter.forget()


@pytest.fixture
def moment() -> datetime:
    """The time it is in a test."""
    return MOMENT


def _user(name: str, *, is_admin: bool = False, rights: tuple[Right, ...] = (), language: str = "en") -> User:
    return create_user(
        name,
        password=PASSWORD,
        is_admin=is_admin,
        rights=rights,
        language=language,
        by=SYSTEM,
        now=MOMENT,
    )


@pytest.fixture
def admin(db: None) -> User:
    """May do everything."""
    return _user("anna", is_admin=True)


@pytest.fixture
def clerk(db: None) -> User:
    """Works with customers and orders in the office."""
    rights = (
        Right.CUSTOMERS_SEE,
        Right.CUSTOMERS_CHANGE,
        Right.ORDERS_SEE,
        Right.ORDERS_CHANGE,
        Right.PRODUCTS_SEE,
    )
    return _user("kees", rights=rights)


@pytest.fixture
def packer(db: None) -> User:
    """Works with picklists in the warehouse, with and without a scanner."""
    by_hand = (Right.PICKLISTS_PICK, Right.PICKLISTS_PICK_ALL)
    return _user("piet", rights=(Right.PICKLISTS_WORK, *by_hand, Right.ORDERS_SEE, Right.PRODUCTS_SEE))


@pytest.fixture
def visitor(db: None) -> User:
    """Can log in and may do nothing."""
    return _user("vera")
