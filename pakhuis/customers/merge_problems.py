"""The ways a merge or its undo is refused, and the notes of what stayed as somebody changed it since."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def merge_with_itself() -> Problem:
    return Problem("merge_with_itself", (), gettext_noop("A customer cannot be merged with itself."))


def relation_without_rule(name: str) -> Problem:
    text = gettext_noop("Nobody has said what becomes of “%(name)s” in a merge, so nothing was merged.")
    return Problem("relation_without_rule", (), text, (("name", name),))


def undone_already() -> Problem:
    return Problem("undone_already", (), gettext_noop("This merge was undone already."))


def later_merge_first(name: str) -> Problem:
    text = gettext_noop("Undo the later merge of “%(name)s” first.")
    return Problem("later_merge_first", (), text, (("name", name),))


def field_was_edited(field: str) -> Problem:
    text = gettext_noop("%(field)s was changed after the merge and stays as it is.")
    return Problem("edited_since", (field,), text, (("field", field),))


def number_used_meanwhile(number: str) -> Problem:
    text = gettext_noop("Customer number %(number)s is in use meanwhile; it was not given back.")
    return Problem("number_used_meanwhile", ("number",), text, (("number", number),))


def rows_came_since(kind: str, count: int) -> Problem:
    text = gettext_noop("%(kind)s that came after the merge stay where they are: %(count)s.")
    return Problem("came_since", (), text, (("kind", kind), ("count", str(count))))


def rows_gone_since(kind: str, count: int) -> Problem:
    text = gettext_noop("%(kind)s that were removed or moved after the merge did not come back: %(count)s.")
    return Problem("gone_since", (), text, (("kind", kind), ("count", str(count))))


def rows_edited_since(kind: str, count: int) -> Problem:
    text = gettext_noop("%(kind)s that were changed after the merge keep the change: %(count)s.")
    return Problem("rows_edited_since", (), text, (("kind", kind), ("count", str(count))))


def unknown_field(place: Place) -> Problem:
    return Problem("unknown_field", place, gettext_noop("There is no such field to choose."))


def unknown_side(place: Place) -> Problem:
    text = gettext_noop("Choose winner or loser; both only for texts that can stand under each other.")
    return Problem("unknown_side", place, text)
