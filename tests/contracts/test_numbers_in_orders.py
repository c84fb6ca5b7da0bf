"""A number is the same number however a shop sends it: 5, "5", 5.0; PHP changes its mind between versions.

Every number of every example and every recorded order, one at a time, in its other spellings.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pakhuis.connectors.contract import Options, Payload
from pakhuis.connectors.registry import connectors
from pakhuis.kernel.numbers import as_decimal
from tests.connectors.recorded import KINDS, REAL
from tests.connectors.standin import Order, example

pytestmark = pytest.mark.once
Place = tuple[str | int, ...]


def places(value: Any, so_far: Place = ()) -> Iterator[Place]:
    """Where the numbers of a document stand; also those that were written as text."""
    if isinstance(value, dict | list):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(inner, (*so_far, step))
    elif spellings(value):
        yield so_far


def spellings(value: Any) -> list[Any]:
    """The other ways to send the same number; text with leading noughts has none."""
    if isinstance(value, bool):
        return [int(value), str(int(value))]
    number = as_decimal(value)
    if number is None or abs(number) > 10**15 or (isinstance(value, str) and str(number) != value):
        return []
    ways = [str(value), int(number) if number == number.to_integral_value() else float(number), float(number)]
    return [way for way in ways if type(way) is not type(value)]


def changed(payload: Payload, place: Place, value: Any) -> Any:
    document = json.loads(json.dumps(payload))
    inner = document
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return document


def said(kind: str, payload: Payload) -> list[Any]:
    """What an order says that matters: who, what, at which prices, when, and in which state."""
    options = Options(webshop_id=1, country="NL", values={**example(kind).values, "unpaid": "take"})
    data = connectors()[kind].translate(payload, options)
    person = data.new.webshop.person if data.new.webshop else None
    lines = [
        (one.product_code, *(as_decimal(part) for part in (one.amount, one.price, one.delivered)))
        for one in data.new.lines
    ]
    return [data.external_id, data.new.reference, data.stage, data.modified_at, data.problems, person, lines]


def originals(kind: str) -> list[Payload]:
    shop = example(kind)
    return [shop.payload(Order(id=shop.id_of(501))), *(payload for one, _, payload, _ in REAL if one == kind)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_may_be_sent_in_any_spelling(kind: str) -> None:
    tried = set[tuple[Any, ...]]()
    """Of a list once is enough, in all orders together."""
    for payload in originals(kind):
        document = json.loads(json.dumps(payload))
        wanted = said(kind, document)
        for place in places(document):
            value = document
            for step in place:
                value = value[step]
            for way in spellings(value):
                again = (*("[]" if isinstance(step, int) else step for step in place), type(way))
                if again in tried:
                    continue
                tried.add(again)
                assert said(kind, changed(document, place, way)) == wanted, (place, value, way)
    assert len(tried) > 5


def test_what_is_no_number_has_no_other_spelling() -> None:
    assert spellings("0016") == spellings("Markt 2") == spellings(None) == []
    assert spellings("10.50") == [10.5, 10.5]
    assert as_decimal(spellings(3)[-1]) == Decimal(3)
