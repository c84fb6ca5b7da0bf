"""The plans of a request's statements on customers, by the engine's own account, when they ran."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from pakhuis.fragments.asking import AS_BEFORE, ONLY_INDEX
from tests.contracts.plans import bare

BIG = r"(customers_(?:customer|address|customertag))\b"


class Plans:
    """What one request had done: the plan of each kind of statement, whole tables read, statements."""

    def __init__(self) -> None:
        self.nodes: dict[str, list[str]] = {}
        self.scans: set[str] = set()
        self.statements = 0

    def explain(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Ask for the plan with the settings that are sent with it; then run it."""
        self.statements += 1
        asked = bare(sql)
        if asked.startswith("SELECT") and re.search(BIG, asked):
            self._ask(context["cursor"].cursor, asked, params, settings=ONLY_INDEX if asked != sql else "")
        return execute(sql, params, many, context)

    def _ask(self, raw: Any, sql: str, params: Any, *, settings: str) -> None:
        with transaction.atomic():
            if settings:
                raw.execute(settings)
            raw.execute(
                f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else '(COSTS OFF)'} {sql}", params
            )
            lines = [str(one[-1]) for one in raw]
            if settings:
                raw.execute(AS_BEFORE)
        kind = re.sub(r"\((?:%s, )*%s\)", "(…)", sql)
        self.nodes[kind] = list(self._nodes(lines, is_limited="LIMIT" in sql))

    def _nodes(self, lines: list[str], *, is_limited: bool) -> Iterator[str]:
        for line in lines:
            if connection.vendor == "sqlite":
                yield line.strip()
                scan = re.match(rf'SCAN "?{BIG}(.*)', line)
                # Along an index, or the ids, until the page is full is no reading of the whole table.
                is_walk = is_limited and not any("TEMP B-TREE FOR ORDER BY" in one for one in lines)
                if scan and not is_walk:
                    self.scans.add(scan[1])
                continue
            node = re.match(r"\s*(?:->\s+)?((?:\w+ )*(?:Scan|Sort|Aggregate|Join|Loop|Limit|Hash)\b.*)", line)
            if node:
                yield node[1]
            self.scans |= set(re.findall(rf"Seq Scan on {BIG}", line))


@contextmanager
def explained() -> Iterator[Plans]:
    plans = Plans()
    with connection.execute_wrapper(plans.explain):
        yield plans


class Clock:
    """Seconds that the statements of a request took, seen from the server."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def run(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - start
