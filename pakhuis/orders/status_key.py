"""The key under which whoever ordered can see how an order stands, without logging in.

It is the order's id with a signature by the installation's secret key: nothing is stored, and a key that was
not given out is told from a real one before anything is looked up. See decision 0091.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.signing import BadSignature, Signer

from pakhuis.kernel.numbers import HIGHEST_ID


def _signer() -> Signer:
    return Signer(sep=".", salt="pakhuis.status page of an order")


def status_key(order_id: int) -> str:
    """The key of this order, the same each time."""
    return _signer().sign(str(order_id))


def order_of(key: str) -> int | None:
    """Whose key this is; None for one that we did not give out."""
    try:
        said = _signer().unsign(key)
    except BadSignature:
        return None
    return int(said) if int(said) <= HIGHEST_ID else None


def status_pages() -> Callable[[int], str] | None:
    """Says of an order where its status page is; None while nobody has said where Pakhuis is reached."""
    start, sign = settings.PUBLIC_ADDRESS, _signer().sign
    return (lambda order_id: f"{start}/s/{sign(str(order_id))}") if start else None


def status_address(order_id: int) -> str:
    """Where the status page of this order is; empty while nobody has said where Pakhuis is reached."""
    address_of = status_pages()
    return address_of(order_id) if address_of else ""
