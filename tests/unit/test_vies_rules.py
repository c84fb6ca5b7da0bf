"""What an answer of the register means: only a plain no makes a number invalid."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.customers.vat import VatState, can_be_asked
from pakhuis.customers.vies import (
    LONGEST_PAUSE,
    MOST_TRIES,
    RAW_KEPT,
    pause_after,
    question,
    understood,
)

pytestmark = pytest.mark.once
NUMBER = "NL004495445B01"
YES: dict[str, Any] = {
    "countryCode": "NL",
    "vatNumber": "004495445B01",
    "requestDate": "2026-11-25T09:00:00.000Z",
    "valid": True,
    "requestIdentifier": "WAPIAAAAW1",
    "name": "BROUWERIJ DE LINDE",
    "address": "\nKADE 00001\n2611AB DELFT\n",
}
TROUBLES = (
    *("MS_MAX_CONCURRENT_REQ", "MS_UNAVAILABLE", "SERVICE_UNAVAILABLE", "TIMEOUT", "IP_BLOCKED"),
    *("GLOBAL_MAX_CONCURRENT_REQ", "VAT_BLOCKED", "INVALID_INPUT"),
)


def told(answer: Any, status: int = 200) -> tuple[VatState, str]:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    found = understood(NUMBER, status=status, body=body)
    return found.state, found.reason


def test_a_valid_number_comes_with_its_evidence() -> None:
    found = understood(NUMBER, status=200, body=json.dumps(YES).encode())
    assert (found.state, found.reason) == (VatState.VALID, "")
    assert (found.request_id, found.name) == ("WAPIAAAAW1", "BROUWERIJ DE LINDE")
    assert found.address == "KADE 00001\n2611AB DELFT"
    assert json.loads(found.raw) == YES


def test_what_a_member_state_does_not_tell_is_empty() -> None:
    body = json.dumps({**YES, "name": "---", "address": "---"}).encode()
    found = understood(NUMBER, status=200, body=body)
    assert (found.state, found.name, found.address) == (VatState.VALID, "", "")


def test_only_a_plain_no_is_a_no() -> None:
    assert told({**YES, "valid": False}) == (VatState.NOT_REGISTERED, "")
    assert told({"isValid": False, "userError": "INVALID"}) == (VatState.NOT_REGISTERED, "")
    assert told({"isValid": True, "userError": "VALID"}) == (VatState.VALID, "")


@pytest.mark.parametrize("trouble", TROUBLES)
@pytest.mark.parametrize("status", [200, 400, 500, 503])
def test_a_named_trouble_is_no_answer(trouble: str, status: int) -> None:
    assert told({"actionSucceed": False, "errorWrappers": [{"error": trouble}]}, status) == (
        VatState.UNREACHABLE,
        trouble,
    )
    assert told({**YES, "valid": False, "userError": trouble}, status) == (VatState.UNREACHABLE, trouble)


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (b"", 200, "nonsense"),
        (b"<html>Sorry</html>", 200, "nonsense"),
        (b"<html>Sorry</html>", 500, "HTTP 500"),
        (b"\xff\xfe\x00", 200, "nonsense"),
        ([], 200, "nonsense"),
        (None, 200, "nonsense"),
        ({}, 200, "nonsense"),
        ({"valid": "false"}, 200, "nonsense"),
        ({"valid": 0}, 200, "nonsense"),
        ({"valid": None}, 200, "nonsense"),
        ({"actionSucceed": False}, 200, "nonsense"),
        ({"errorWrappers": ["X"]}, 200, "X"),
        ({**YES, "valid": False, "vatNumber": "999999999B01"}, 200, "nonsense"),
        ({**YES, "valid": False, "countryCode": "BE"}, 200, "nonsense"),
        ({**YES, "valid": False}, 404, "HTTP 404"),
        ({**YES, "valid": False}, 302, "HTTP 302"),
        (b"[" * 100_000, 200, "nonsense"),
    ],
)
def test_everything_unclear_is_no_answer(answer: Any, status: int, reason: str) -> None:
    assert told(answer, status) == (VatState.UNREACHABLE, reason)


@given(st.binary(max_size=200), st.integers(100, 599))
def test_no_bytes_make_a_number_invalid_or_an_error(body: bytes, status: int) -> None:
    found = understood(NUMBER, status=status, body=body)
    assert found.state is VatState.UNREACHABLE
    assert "\x00" not in found.raw
    assert len(found.raw) <= RAW_KEPT


def test_the_raw_answer_is_trimmed() -> None:
    body = json.dumps({**YES, "name": "x" * 5000}).encode()
    found = understood(NUMBER, status=200, body=body)
    assert (len(found.raw), len(found.name)) == (RAW_KEPT, 300)


def test_the_question() -> None:
    assert question(NUMBER) == {"countryCode": "NL", "vatNumber": "004495445B01"}
    assert question(NUMBER, requester="BE0123456789") == {
        **question(NUMBER),
        "requesterMemberStateCode": "BE",
        "requesterNumber": "0123456789",
    }


def test_the_pauses_grow_and_end() -> None:
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES + 1)]
    assert pauses[:3] == [timedelta(minutes=1), timedelta(minutes=4), timedelta(minutes=16)]
    assert pauses[-1] is None
    kept = [pause for pause in pauses if pause is not None]
    assert kept == sorted(kept)
    assert max(kept) == LONGEST_PAUSE


@pytest.mark.parametrize(
    ("number", "state", "asked"),
    [
        (NUMBER, "shape_ok", True),
        (NUMBER, "valid", True),
        (NUMBER, "wrong_shape", False),
        ("", "unknown", False),
        ("EL094259216", "shape_ok", True),
        ("XI123456789", "unknown", True),
        ("GB123456789", "shape_ok", False),
        ("CHE123", "unknown", False),
    ],
)
def test_only_numbers_of_member_states_are_asked(number: str, state: str, asked: bool) -> None:
    assert can_be_asked(number, state) is asked
