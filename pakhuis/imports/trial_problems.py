"""What is to be looked at in a file before it is carried out, and told of rows that go in all the same."""

from __future__ import annotations

from collections.abc import Sequence

from pakhuis.kernel.problem import Problem, counted_problem, gettext_noop

NAMED = 10
"""So many names are told of; who has the file finds the others."""


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


def no_such_tag(title: str) -> Problem:
    text = gettext_noop("There is no tag “%(title)s”, and who imports may not make one: left out.")
    return Problem("no_such_tag", ("tags",), text, (("title", title[:60]),))


def tags_left_out(titles: Sequence[str]) -> Problem:
    text = gettext_noop(
        "Some tags are not there, and you may not make any, so rows go in without them: %(titles)s. Have them"
        " made first, or have somebody import this who may change settings."
    )
    return Problem("tags_left_out", ("tags",), text, (("titles", listed(titles)),))


def listed(names: Sequence[str]) -> str:
    """The first of these names."""
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
