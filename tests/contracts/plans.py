"""How an engine finds rows, in the words of SQLite: SCAN reads everything, SEARCH goes by a condition."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db import connection

from pakhuis.fragments.asking import AS_BEFORE, ONLY_INDEX
from tests.contracts import many_rows


def plans(ask: Callable[[], object], *, of: Callable[[str], bool]) -> list[list[str]]:
    """The plans of the questions that `ask` puts to big tables, one by one; of those that `of` says.

    Asked as the statement runs: with its parameters, and in the settings of its transaction.
    """
    found: list[list[str]] = []
    big = [f'"{name}"' for name in many_rows.tables()]

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked = bare(sql)
        if asked.startswith("SELECT") and of(asked) and any(name in asked for name in big):
            found.append(_plan(context["cursor"].cursor, asked, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        ask()
    return found


def bare(sql: str) -> str:
    """A question without the settings that are sent with it."""
    return sql.removeprefix(f"{ONLY_INDEX}; ").removesuffix(f"; {AS_BEFORE}")


def read_whole(lines: Iterable[str]) -> list[str]:
    """The lines that say a big table is read without any condition."""
    return [line for line in lines if re.match(r"SCAN \w+", line) and _table(line) in many_rows.tables()]


def _table(line: str) -> str:
    return line.split()[1].strip('"')


def _plan(cursor: Any, sql: str, params: Any) -> list[str]:
    if connection.vendor == "sqlite":
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return [str(row[-1]) for row in cursor.fetchall()]
    # Tables of this size invite it to read them whole: could it do otherwise?
    names = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
    cursor.execute("; ".join(f"SET LOCAL {name} = off" for name in names))
    cursor.execute(f"EXPLAIN (FORMAT JSON, COSTS OFF) {sql}", params)
    found = cursor.fetchone()[0]
    return list(_nodes((found if isinstance(found, list) else json.loads(found))[0]["Plan"]))


def _nodes(node: dict[str, Any]) -> Iterator[str]:
    table, index = node.get("Relation Name"), node.get("Index Name", "")
    condition = node.get("Index Cond") or node.get("Recheck Cond")
    if table:
        verb = "SEARCH" if condition else "SCAN"
        yield f"{verb} {table} USING {index} ({condition})"
    for one in node.get("Plans", ()):
        yield from _nodes(one)
