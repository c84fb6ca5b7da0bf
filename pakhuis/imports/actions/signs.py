"""The decimal signs of a text file, found by one look through its numbers before the first row is taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pakhuis.imports.actions.whole_file import texts_of
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.decimal_signs import Signs
from pakhuis.imports.models import ImportRun
from pakhuis.imports.problems import read_either_way
from pakhuis.kernel.problem import Problem
from pakhuis.kernel.written_numbers import with_point


def note_signs(run: ImportRun, columns: Mapping[str, Column]) -> None:
    """Remember on a run, which the caller saves, what the numbers of its columns tell of their signs.

    Cells of a spreadsheet that are numbers have no such sign.
    """
    targets = list(enumerate(run.mapping.get("columns", ())))
    places = {place: one for place, one in targets if one in columns and columns[one].holds_numbers}
    signs = Signs()
    if run.understood["kind"] == "text":
        for texts in texts_of(run, list(places)):
            for place, target in places.items():
                signs.look(target, texts[place])
    run.mapping = {**run.mapping, "signs": {"decimal": signs.settled(), "doubtful": signs.open()}}


def with_signs(run: ImportRun, columns: Mapping[str, Column]) -> dict[str, Column]:
    """The columns, each with the decimal sign that was found to be its own."""
    known = _noted(run)["decimal"]
    return {
        target: replace(one, decimal=known[target]) if target in known else one
        for target, one in columns.items()
    }


def doubts(run: ImportRun, columns: Mapping[str, Column]) -> list[Problem]:
    """Where nothing in the file tells whether 1.500 is more than a thousand: how it was read."""
    return [
        read_either_way(
            target,
            text,
            read=with_point(text).rstrip("0").rstrip("."),
            other=re.sub("[.,]", "", text),
        )
        for target, text in _noted(run)["doubtful"].items()
        if target in columns
    ]


def _noted(run: ImportRun) -> Mapping[str, Mapping[str, Any]]:
    return run.mapping.get("signs") or {"decimal": {}, "doubtful": {}}
