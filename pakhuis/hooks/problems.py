"""The ways a webhook is refused, and what went wrong with a message."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, gettext_noop


def unknown_event(event: str) -> Problem:
    text = gettext_noop("There is no event “%(event)s”.")
    return Problem("unknown_event", ("event",), text, (("event", event[:60]),))


def not_yours_to_hear() -> Problem:
    text = gettext_noop("Messages of this event hold what you may not see yourself.")
    return Problem("not_yours_to_hear", ("event",), text)


def bad_address() -> Problem:
    text = gettext_noop("This must be an address that begins with https:// or http://, without a password.")
    return Problem("bad_address", ("address",), text)


def private_address() -> Problem:
    text = gettext_noop("This address lies in a private network, where Pakhuis may not call.")
    return Problem("private_address", ("address",), text)


def hook_there_already() -> Problem:
    text = gettext_noop("There is an active webhook for this event at this address already.")
    return Problem("hook_there_already", ("address",), text)


def answered(status: int) -> Problem:
    text = gettext_noop("The other side answered with status %(status)s.")
    return Problem("answered", (), text, (("status", str(status)),))


def no_answer() -> Problem:
    return Problem("no_answer", (), gettext_noop("No connection could be made."))


def too_slow() -> Problem:
    return Problem("too_slow", (), gettext_noop("There was no answer within ten seconds."))


def gone() -> Problem:
    return Problem("gone", (), gettext_noop("What this was about has been removed meanwhile."))


def given_up_often() -> Problem:
    text = gettext_noop("Five messages were given up within a day.")
    return Problem("given_up_often", (), text)
