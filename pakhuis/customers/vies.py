"""The European register of VAT numbers (VIES): what is sent, and what an answer means. Pure.

Source: the register's own REST service, `POST /check-vat-number`. It says `valid: false` for a number that is
not registered, and names an error, with status 200 or another, when it or a member state cannot answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pakhuis.customers.vat import VatState

RAW_KEPT = 2_000
NOT_TOLD = "---"
"""How the register spells that a member state gives no name or address."""
PLAIN = ("VALID", "INVALID", None)
"""What `userError` may say of an answer that is one."""
NONSENSE = "nonsense"
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(days=1)
MOST_TRIES = 14
"""Questions in a row without an answer, about ten days; then a person has to ask again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAnswer:
    """What came of a question: `reason` says why there is no answer, the rest is the register's evidence."""

    state: VatState
    reason: str = ""
    request_id: str = ""
    name: str = ""
    address: str = ""
    raw: str = ""


def question(number: str, *, requester: str = "") -> dict[str, str]:
    """The body that asks about a number; with one's own number the answer carries a proof of the question."""
    asked = {"countryCode": number[:2].upper(), "vatNumber": number[2:]}
    if requester:
        asked |= {"requesterMemberStateCode": requester[:2].upper(), "requesterNumber": requester[2:]}
    return asked


def unanswered(reason: str, *, raw: str = "") -> RegisterAnswer:
    return RegisterAnswer(state=VatState.UNREACHABLE, reason=reason[:60], raw=raw[:RAW_KEPT])


def understood(number: str, *, status: int, body: bytes) -> RegisterAnswer:
    """The meaning of an answer: only a plain no makes a number invalid, everything unclear is no answer."""
    raw = body.decode("utf-8", "replace").replace("\x00", "")[:RAW_KEPT]
    told = _object(body)
    trouble = _trouble(told)
    if trouble:
        return unanswered(trouble, raw=raw)
    if status != 200:
        return unanswered(f"HTTP {status}", raw=raw)
    valid = told.get("valid", told.get("isValid"))
    if not isinstance(valid, bool) or not _is_about(told, number):
        return unanswered(NONSENSE, raw=raw)
    return RegisterAnswer(
        state=VatState.VALID if valid else VatState.NOT_REGISTERED,
        request_id=_text(told, "requestIdentifier", 100),
        name=_text(told, "name", 300),
        address=_text(told, "address", 2_000),
        raw=raw,
    )


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many questions in a row without an answer; None to stop asking."""
    if tries >= MOST_TRIES:
        return None
    times: int = 4 ** max(0, tries - 1)
    return min(FIRST_PAUSE * times, LONGEST_PAUSE)


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _trouble(told: Mapping[str, Any]) -> str:
    """The error an answer names, such as MS_UNAVAILABLE; empty when it names none."""
    wrappers = told.get("errorWrappers")
    if isinstance(wrappers, list) and wrappers:
        first = wrappers[0]
        return str(first.get("error") if isinstance(first, dict) else first)[:60] or NONSENSE
    error = told.get("userError")
    if error not in PLAIN:
        return str(error)[:60]
    return NONSENSE if told.get("actionSucceed") is False else ""


def _is_about(told: Mapping[str, Any], number: str) -> bool:
    """Whether the answer is about the number that was asked; what it does not repeat counts as the same."""
    country, rest = told.get("countryCode", number[:2]), told.get("vatNumber", number[2:])
    same = f"{country}{rest}".replace(" ", "").upper()
    return same in (number.upper(), f"{country}{number}".upper())


def _text(told: Mapping[str, Any], name: str, limit: int) -> str:
    value = told.get(name)
    text = value.replace("\x00", "").strip() if isinstance(value, str) else ""
    return "" if text == NOT_TOLD else text[:limit]
