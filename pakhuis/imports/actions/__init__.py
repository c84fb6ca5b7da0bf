"""Everything that writes imports: the run, its rows, and by the doors of others what they ask for."""

from pakhuis.imports.actions.beside import keeper
from pakhuis.imports.actions.runs import (
    begin,
    choose_columns,
    choose_duplicates,
    columns_for,
    read_otherwise,
    stop,
    upload,
)
from pakhuis.imports.actions.sweep import claim_left_behind, forget_old
from pakhuis.imports.actions.working import work_a_while, work_until

__all__ = [
    "begin",
    "choose_columns",
    "choose_duplicates",
    "claim_left_behind",
    "columns_for",
    "forget_old",
    "keeper",
    "read_otherwise",
    "stop",
    "upload",
    "work_a_while",
    "work_until",
]
