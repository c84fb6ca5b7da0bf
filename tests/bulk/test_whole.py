"""Parts of a whole need no savepoints; on their own, and where somebody goes on, each is all or nothing."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.models import Tag
from pakhuis.bulk.whole import once, part, whole

pytestmark = pytest.mark.django_db


@part
def write(title: str, *, breaks: bool = False) -> str:
    Tag.objects.create(title=title)
    if breaks:
        raise ValueError(title)
    return title


def titles() -> list[str]:
    return sorted(Tag.objects.values_list("title", flat=True))


def savepoints(captured: CaptureQueriesContext) -> int:
    return sum(one["sql"].startswith("SAVEPOINT") for one in captured)


def test_a_part_of_a_whole_has_no_savepoint() -> None:
    with CaptureQueriesContext(connection) as captured, whole():
        assert (write("a"), write("b")) == ("a", "b")
    assert savepoints(captured) == 1, "that of the whole, inside the transaction of the test"
    with CaptureQueriesContext(connection) as captured, transaction.atomic():
        write("c")
    assert savepoints(captured) == 2
    assert titles() == ["a", "b", "c"]


def test_a_whole_is_undone_by_the_first_part_that_breaks() -> None:
    with pytest.raises(ValueError, match="b"), whole():
        write("a")
        write("b", breaks=True)
    assert titles() == []


def test_whoever_goes_on_after_a_part_keeps_the_rest() -> None:
    with transaction.atomic():
        write("a")
        with pytest.raises(ValueError, match="b"):
            write("b", breaks=True)
    assert titles() == ["a"]


def test_a_whole_inside_which_somebody_goes_on_by_a_savepoint_of_their_own() -> None:
    with whole():
        write("a")
        with pytest.raises(ValueError, match="b"), transaction.atomic():
            write("b", breaks=True)
        write("c")
    assert titles() == ["a", "c"]


def test_what_is_read_once_in_a_whole_is_read_anew_in_the_next() -> None:
    reads: list[str] = []

    def read() -> int:
        reads.append("")
        return len(reads)

    assert (once("a", read), once("a", read)) == (1, 2)
    for told in (3, 4):
        with whole():
            assert (once("a", read), once("a", read), once("b", lambda: None)) == (told, told, None)
    assert once("a", read) == 5
