"""The forms in which customer data is compared: numbers, e-mails, telephones, search text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

import phonenumbers

from pakhuis.kernel.text import clean, fold, key

NAME_KEY = 100
LEAST_DIGITS = 6
"""Fewer digits than this are no telephone number but a fragment of anything."""
LONGEST_SEARCH = 200
"""Letters of a search that are looked at; what comes after them does not make it find more."""
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()./+-]*")


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


def name_key(name: str) -> str:
    """A name for sorting and for finding its beginning: without case and accents."""
    return fold(name)[:NAME_KEY]


def search_text(
    parts: Iterable[str],
    *,
    phones: Iterable[str] = (),
    zipcodes: Iterable[str] = (),
    cities: Iterable[str] = (),
) -> str:
    """All that a customer is found by, in one line, a space before every word, so that words can be asked.

    Telephones stand in it as typed and as bare digits, postcodes as typed and without their space.
    """
    phones = list(phones)
    texts = [fold(part) for part in (*parts, *phones)]
    texts += [digits_of(phone) for phone in phones]
    texts += [text for zipcode in zipcodes for text in (fold(zipcode), fold(zipcode).replace(" ", ""))]
    texts += [fold(city) for city in cities]
    found = " | ".join(dict.fromkeys(text for text in texts if text))
    return f" {found}" if found else ""


def digits_of(phone: str) -> str:
    """The digits of a telephone number, without the zero in brackets that is not dialled from abroad."""
    return "".join(one for one in phone.replace("(0)", "") if one.isdecimal())


def searched(text: str) -> list[str]:
    """What somebody typed as the folded words to search for; a telephone number in any spelling is one.

    Of a telephone only what every spelling shares is looked for: no zeros, plus or country code in front.
    """
    folded = fold(text[:LONGEST_SEARCH])
    if _PHONE.fullmatch(folded) and len(digits_of(folded)) >= LEAST_DIGITS:
        return [digits_of(folded).lstrip("0") or folded]
    return list(dict.fromkeys(folded.split()))
