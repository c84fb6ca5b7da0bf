"""The one customer that somebody means by what was typed in a field."""

from __future__ import annotations

from django.db.models import QuerySet

from pakhuis.customers.models import Customer
from pakhuis.customers.problems import not_one_customer
from pakhuis.customers.search import found_by
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import key

LOOKED_AT = 20


def one_customer(words: str, *, among: QuerySet[Customer]) -> int:
    """The id of the customer with this number, else of the only one found by these words; else refused."""
    if not words:
        raise Refused([not_one_customer(0)])
    found = list(among.filter(number_key=key(words)).values_list("pk", flat=True))
    found = found or list(found_by(words, among).values_list("pk", flat=True)[:LOOKED_AT])
    if len(found) != 1:
        raise Refused([not_one_customer(len(found))])
    return int(found[0])
