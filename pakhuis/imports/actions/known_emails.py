"""Rows without a customer number that have the e-mail of a customer who is there already."""

from __future__ import annotations

from collections.abc import Iterator

from pakhuis.bulk.among import Among
from pakhuis.customers.keys import email_key
from pakhuis.customers.models import Customer
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import Outcome
from pakhuis.imports.trial_problems import known_by_email
from pakhuis.kernel.problem import Problem

LOOKED_AT = 5000
"""So many rows are looked at: whoever has a file of more sees by these what it is."""


def emails_known(run: ImportRun) -> list[Problem]:
    """What is told of such rows after a trial, with the first of them: they become new customers."""
    known = list(_known(run))
    return [known_by_email(len(known), *known[0])] if known else []


def _known(run: ImportRun) -> Iterator[tuple[int, str]]:
    """The number of each such row, and the name of who has its e-mail."""
    rows = run.rows.filter(outcome=Outcome.CREATED, subject_label="").order_by("number")
    told = rows.values_list("number", "changes")[:LOOKED_AT]
    emails = [
        (number, email_key(new)) for number, changes in told for name, _old, new in changes if name == "email"
    ]
    asked = {mail for _, mail in emails if mail}
    there = Customer.objects.filter(Among("email_key", asked), archived_at=None)
    names = dict(there.order_by("-pk").values_list("email_key", "name")) if asked else {}
    yield from ((number, names[mail]) for number, mail in emails if mail in names)
