"""The ways something about stock is refused."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, gettext_noop


def warehouse_taken(name: str) -> Problem:
    text = gettext_noop("There is a warehouse %(name)s already.")
    return Problem("name_taken", ("name",), text, (("name", name),))


def unknown_warehouse(path: Place = ("warehouse",)) -> Problem:
    return Problem("unknown_warehouse", path, gettext_noop("There is no such warehouse."))


def too_few_pieces(free: int, path: Place = ("change",)) -> Problem:
    text = gettext_noop("At most %(free)s pieces can go: the others are on picklists or reserved.")
    return Problem("too_few_pieces", path, text, (("free", str(free)),))


def nothing_changes(path: Place = ("change",)) -> Problem:
    return Problem("nothing_changes", path, gettext_noop("A change of nothing is no change."))
