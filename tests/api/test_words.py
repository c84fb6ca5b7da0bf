"""Rows in the words of the API."""

from __future__ import annotations

import pytest

from pakhuis.api.words import Words

WORDS = Words({"idthing": "id", "tags": None, "title": "name", "portal": None}, portal=False)


def test_only_what_is_kept_is_asked_for() -> None:
    assert WORDS.columns == ("id", "name")


def test_keys_stand_in_their_order_with_what_is_usual() -> None:
    assert list(WORDS((7, "Box")).items()) == [
        ("idthing", 7),
        ("tags", None),
        ("title", "Box"),
        ("portal", False),
    ]


def test_rows_do_not_share_what_is_filled_in() -> None:
    first, second = WORDS((1, "A")), WORDS((2, "B"))
    first["tags"] = ["x"]
    assert second["tags"] is None


@pytest.mark.parametrize("row", [(1,), (1, "A", "more")])
def test_a_row_of_other_columns_is_refused(row: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="zip"):
        WORDS(row)
