"""The forms in which customer data is compared: numbers, e-mails, telephones, search text. Pure."""

from __future__ import annotations

from collections.abc import Iterable

import phonenumbers

from pakhuis.kernel.text import clean, fold, key


def number_key(number: str) -> str | None:
    """A customer number for comparing: trimmed, NFKC, without case, zeros kept; None when there is none."""
    return key(number) or None


def email_key(email: str) -> str:
    """An e-mail for matching: trimmed, NFKC, lower case; no dot or plus tricks. Empty is no key."""
    return key(email)


def phone_key(phone: str, *, country: str) -> str:
    """A telephone number as +31201234567, dialled as in `country`; empty when it is none."""
    try:
        number = phonenumbers.parse(clean(phone), country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def search_text(parts: Iterable[str]) -> str:
    """All that a customer is found by, in one line; telephones also as bare digits."""
    texts = [fold(part) for part in parts]
    digits = [
        "".join(filter(str.isdigit, text)) for text in texts if text[:1] in "+0(" and text[-1:].isdigit()
    ]
    seen = dict.fromkeys(text for text in [*texts, *digits] if text)
    return " | ".join(seen)
