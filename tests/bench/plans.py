"""Which of the recorded statements read a whole big table, by the engine's own account."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from django.db import connection

from tests.bench.base import COPIES
from tests.bench.statements import Statement

BIG = {copy.model._meta.db_table for copy in COPIES}


def full_scans(statements: Iterable[Statement], *, big: Collection[str] = BIG) -> list[str]:
    """The statements for which the planner walks through a table that grows with the business."""
    seen: dict[str, Statement] = {}
    for one in statements:
        if one.sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            seen.setdefault(one.sql, one)
    return [f"{table}: {one.sql[:300]}" for one in seen.values() for table in _scanned(one) if table in big]


def _scanned(one: Statement) -> list[str]:
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + one.sql, one.params[0] if one.many else one.params)
        plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
    pattern = r'\bSCAN "?(\w+)' if connection.vendor == "sqlite" else r"Seq Scan on (\w+)"
    return re.findall(pattern, plan)
