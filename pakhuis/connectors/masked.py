"""E-mail addresses that are not the buyer's own: marketplaces give one per order, or one for everybody."""

from __future__ import annotations

from collections.abc import Iterable

from pakhuis.customers.keys import email_key

KNOWN = (
    "verkopen.bol.com",
    "members.ebay.com",
    "allegromail.pl",
    "user.allegrogroup.pl",
    "message.manomano.com",
    "notification.mirakl.net",
    "shop.kaufland.de",
)
KNOWN_BEGINNINGS = ("marketplace.amazon.", "members.ebay.", "verkopen.")
"""Amazon and others use a domain per country, and one more for trying out."""


def is_masked(email: str, others: Iterable[str] = ()) -> bool:
    """Whether the address stands in a marketplace's domain or one that the shop's settings name."""
    domain = email_key(email).rpartition("@")[2]
    if not domain:
        return False
    named = {*KNOWN, *(email_key(one).lstrip("@") for one in others if email_key(one).lstrip("@"))}
    return domain.startswith(KNOWN_BEGINNINGS) or any(
        domain == one or domain.endswith(f".{one}") for one in named
    )


def usable(email: str) -> str:
    """The address, or nothing for what can be none, such as “geen” or “-”: that is no key either."""
    before, sign, after = email.strip().rpartition("@")
    return email if sign and before and after and " " not in email.strip() else ""
