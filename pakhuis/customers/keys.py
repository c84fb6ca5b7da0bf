"""The forms in which customer data is compared: numbers, e-mails, telephones, search text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

from pakhuis.kernel.text import clean, fold, key

NAME_KEY = 100
LEAST_DIGITS = 6
"""Fewer digits than this are no telephone number but a fragment of anything."""
LONGEST_SEARCH = 200
"""Letters of a search that are looked at; what comes after them does not make it find more."""
_PHONE = re.compile(r"[+(]?[0-9][0-9 ()./+-]*")
_DIALLED = re.compile(r"(0|\+[1-9])[0-9]*([ -][0-9]+)*", re.ASCII)
_NO_SIGNS = str.maketrans("", "", "+ -")
_NO_DIGIT = re.compile(r"\D+")


def number_key(number: str) -> str | None:
    """A customer number for comparing: trimmed, NFKC, without case, zeros kept; None when there is none."""
    return key(number) or None


def email_key(email: str) -> str:
    """An e-mail for matching: trimmed, NFKC, lower case; no dot or plus tricks. Empty is no key."""
    return key(email)


def phone_key(phone: str, *, country: str) -> str:
    """A telephone number as +31201234567, dialled as in `country`; empty when it is none."""
    if not phone:
        return ""
    usual = _of_usual_shape(phone, country)
    if usual:
        return usual
    try:
        number = phonenumbers.parse(clean(phone), country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _of_usual_shape(phone: str, country: str) -> str:
    """What the library makes of most numbers, at a twentieth of its time; empty where it is to be asked.

    Usual is: dialled with one zero in front, or with a plus and the country's own code, and then a number as
    the plan of that country has them.
    """
    if not _DIALLED.fullmatch(phone):
        return ""
    plan = _plan_of(country)
    if plan is None:
        return ""
    code, national = plan
    digits = phone if phone.isdecimal() else phone.translate(_NO_SIGNS)
    if phone[0] == "+":
        rest = digits.removeprefix(code)
        if rest == digits:
            return ""
    else:
        rest = digits[1:]
    return f"+{code}{rest}" if rest[:1] != "0" and national.fullmatch(rest) else ""


@cache
def _plan_of(country: str) -> tuple[str, re.Pattern[str]] | None:
    """The code of a country and the shape of its numbers, where only a zero in front is to be left out."""
    plan = PhoneMetadata.metadata_for_region(country, None) if country else None
    if plan is None or plan.national_prefix_for_parsing != "0" or plan.national_prefix_transform_rule:
        return None
    if not (plan.international_prefix or "").startswith("00") or plan.general_desc is None:
        return None
    code = plan.country_code or 0
    if phonenumbers.region_code_for_country_code(code) != country:
        return None
    return str(code), re.compile(plan.general_desc.national_number_pattern or "")


def name_key(name: str) -> str:
    """A name for sorting and for finding its beginning: without case and accents."""
    return _folded(name)[:NAME_KEY]


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
    typed = [phone for phone in phones if phone]
    digits = [digits_of(phone) for phone in typed]
    texts = [_folded(part) for part in parts if part]
    texts += [
        phone if bare.isascii() and phone.removeprefix("+") == bare else fold(phone)
        for phone, bare in zip(typed, digits, strict=True)
    ]
    texts += digits
    for zipcode in map(_folded, zipcodes):
        texts += (zipcode, zipcode.replace(" ", ""))
    texts += map(_folded, cities)
    found = " | ".join(dict.fromkeys(filter(None, texts)))
    return f" {found}" if found else ""


_folded = lru_cache(maxsize=4000)(fold)
"""Names are folded for two columns, postcodes and cities for many customers."""


def digits_of(phone: str) -> str:
    """The digits of a telephone number, without the zero in brackets that is not dialled from abroad."""
    bare = phone.removeprefix("+")
    return bare if bare.isdecimal() else _NO_DIGIT.sub("", phone.replace("(0)", ""))


def searched(text: str) -> list[str]:
    """What somebody typed as the folded words to search for; a telephone number in any spelling is one.

    Of a telephone only what every spelling shares is looked for: no zeros, plus or country code in front.
    """
    folded = fold(text[:LONGEST_SEARCH])
    if _PHONE.fullmatch(folded) and len(digits_of(folded)) >= LEAST_DIGITS:
        return [digits_of(folded).lstrip("0") or folded]
    return list(dict.fromkeys(folded.split()))
