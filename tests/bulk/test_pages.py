"""While many rows are written little of the file is kept in memory, and as much as before afterwards."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from pakhuis.accounts.models import Tag
from pakhuis.bulk.pages import KILOBYTES, few_pages


def _kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        return int(cursor.fetchone()[0])


@pytest.mark.django_db
def test_few_pages_are_kept_meanwhile_and_as_many_as_before_again() -> None:
    if connection.vendor != "sqlite":
        with few_pages():
            assert not Tag.objects.exists()
        return
    before = _kept()
    with few_pages():
        assert _kept() == -KILOBYTES
    assert _kept() == before != -KILOBYTES


@pytest.mark.django_db
def test_what_failed_meanwhile_is_told_as_it_is() -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), few_pages():
        Tag.objects.create(pk=1, title="a")
        Tag.objects.create(pk=1, title="b")
