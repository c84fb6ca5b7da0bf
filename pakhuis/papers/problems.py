"""The ways something about mails is refused, and the reasons why one was not sent."""

from __future__ import annotations

from pakhuis.kernel.problem import Problem, gettext_noop


def _in_text(code: str, line: int, text: str, what: str = "") -> Problem:
    return Problem(code, (), text, (("line", str(line)), ("what", what[:60])))


def cannot_read(line: int, what: str) -> Problem:
    text = gettext_noop("Line %(line)s: a brace that opens or closes nothing: “%(what)s”.")
    return _in_text("cannot_read", line, text, what)


def unknown_name(line: int, what: str) -> Problem:
    return _in_text("unknown_name", line, gettext_noop("Line %(line)s: there is no “%(what)s” here."), what)


def not_a_list(line: int, what: str) -> Problem:
    text = gettext_noop("Line %(line)s: “%(what)s” is not a list that can be gone through.")
    return _in_text("not_a_list", line, text, what)


def unknown_word(line: int, what: str) -> Problem:
    text = gettext_noop("Line %(line)s: “%(what)s” is none of if, elif, else, endif, for, endfor.")
    return _in_text("unknown_word", line, text, what)


def nothing_to_close(line: int, what: str) -> Problem:
    text = gettext_noop("Line %(line)s: “%(what)s” belongs to nothing that is open here.")
    return _in_text("nothing_to_close", line, text, what)


def never_closed(line: int, what: str) -> Problem:
    text = gettext_noop("Line %(line)s: “%(what)s” is never closed.")
    return _in_text("never_closed", line, text, what)


def too_deep(line: int) -> Problem:
    text = gettext_noop("Line %(line)s: conditions and loops stand too deep inside each other.")
    return _in_text("too_deep", line, text)


def no_email() -> Problem:
    return Problem("no_email", (), gettext_noop("The order has no e-mail address."))


def unusable_email(email: str) -> Problem:
    text = gettext_noop("“%(email)s” is not an e-mail address.")
    return Problem("unusable_email", (), text, (("email", email[:100]),))


def switched_off() -> Problem:
    return Problem("switched_off", (), gettext_noop("The template of the order does not send this mail."))


def not_closed_any_more() -> Problem:
    return Problem("not_closed_any_more", (), gettext_noop("The picklist is not closed any more."))


def broken_text() -> Problem:
    text = gettext_noop("The text of this mail cannot be read: look at the template.")
    return Problem("broken_text", (), text)


def server_refused(answer: str) -> Problem:
    text = gettext_noop("The mail server refused it: %(answer)s")
    return Problem("server_refused", (), text, (("answer", answer[:200]),))


def server_away(answer: str) -> Problem:
    text = gettext_noop("The mail server could not be reached: %(answer)s")
    return Problem("server_away", (), text, (("answer", answer[:200]),))


def not_known_whether_sent() -> Problem:
    text = gettext_noop("Pakhuis stopped while handing it over: it is not known whether it was sent.")
    return Problem("not_known_whether_sent", (), text)
