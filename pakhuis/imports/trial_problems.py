"""What is to be looked at in a file before it is carried out, and told of rows that go in all the same."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, counted_problem, gettext_noop


def stays_archived() -> Problem:
    text = gettext_noop("This customer is archived, and stays so: “Show again” on its page brings it back.")
    return Problem("archived", (), text)


def archived_customers(count: int) -> Problem:
    return counted_problem(
        "archived_customers",
        ("number",),
        "%(count)s row has the number of a customer that is archived here, and stays so.",
        "%(count)s rows have numbers of customers that are archived here, and stay so.",
        count=count,
    )
