"""Names and addresses that stand in the head of a mail: one line, and nothing that could start another."""

from __future__ import annotations

import re
import unicodedata

from pakhuis.accounts.problems import bad_email
from pakhuis.kernel.checking import Checks
from pakhuis.kernel.problem import Place

LONGEST = 254
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)


def is_email(text: str) -> bool:
    """Whether a mail can be sent there: one address, no name, no spaces, a domain with a dot."""
    return len(text) <= LONGEST and _ADDRESS.fullmatch(text) is not None and ".." not in text


def usable_email(text: str) -> str:
    """`text` where a mail can be sent there, else nothing."""
    return text if is_email(text) else ""


def checked_email(checks: Checks, path: Place, value: str) -> str:
    """`value` cleaned: an address, or empty."""
    text = checks.text(path, value, limit=LONGEST)
    if text and not is_email(text):
        checks.add(bad_email(path, text))
        return ""
    return text


def one_line(text: str) -> str:
    """`text` with every line break and control character made a space, so that no header can begin in it."""
    plain = "".join(" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    return " ".join(plain.split())
