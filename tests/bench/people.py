"""Many customers by SQL: evenly mixed first, then one corner that is skewed on purpose."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max, Model

from pakhuis.accounts.actions import create_tag
from pakhuis.customers.keys import name_key
from pakhuis.customers.models import Address, Customer
from pakhuis.fragments.index import filling
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.text import fold

FIRST = "Jan Piet Kees Anna Sanne Emma Daan Lotte Fatima Mohamed Joost Willem Sophie Eva Lars Noor".split()
LAST = (
    "Jansen de Vries|van den Berg|Bakker|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|Peters|Hendriks|"
    "van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|van der Linden|Kok|Jacobs"
).split("|")
KINDS = "Café Restaurant Slijterij Bakkerij Hotel Brasserie Eetcafé Wijnhandel".split()
SIGNS = "De Kade|Zeezicht|De Zwaan|Het Anker|De Linde|Bellevue|De Molen|Centraal|De Haven".split("|")
CITIES = "Delft Utrecht Amsterdam Rotterdam Groningen Zwolle Arnhem Breda Gent Antwerpen".split()
SKEWED = 0.03
"""This part of all, the last that came in, has a word of its own, a name that sorts last, and a tag."""
SKEWED_NAME = "Zz Zonnebloem"
PATTERNS = 997
EVERY = {"Common": 3, "Rare": 10_000}
"""Each so many customers one has the tag; the third tag, Skewed, is that of the skewed corner."""
_FIELDS = ("place", "name", "name_key", "person", "person_key", "city", "city_key")


def make_tags(now: datetime) -> dict[str, int]:
    """The ids of the tags by title."""
    titles = (*EVERY, "Skewed")
    return {one: create_tag(one, color="#112233", inherit=False, by=SYSTEM, now=now).pk for one in titles}


def fill_evenly(size: int, tags: Mapping[str, int], now: datetime) -> None:
    """All but the skewed part. The fragment index is made afterwards, in one go."""
    index = next(one for one in Customer._meta.indexes if one.name == "customer_fragments")
    with connection.schema_editor() as editor:
        editor.remove_index(Customer, index)
    _stage(with_skew=False)
    last = size - int(size * SKEWED)
    _insert(1, last, now)
    for title, every in EVERY.items():
        _tag(1, last, tags[title], every=every)
    with connection.schema_editor() as editor:
        editor.add_index(Customer, index)
    if connection.vendor == "sqlite":
        _run(filling("customers"))
    _settle()


def fill_skewed(size: int, tags: Mapping[str, int], now: datetime) -> None:
    """The skewed part behind the others, by the same indexes that every later customer passes."""
    first = (Customer.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    _stage(with_skew=True)
    _insert(first, size, now)
    _tag(first, size, tags["Skewed"], every=1)
    _settle()
    assert Customer.objects.filter(name__startswith=SKEWED_NAME).count() == size - first + 1
    assert Customer.objects.filter(search_text__contains=fold(SKEWED_NAME)).count() == size - first + 1


def _stage(*, with_skew: bool) -> None:
    """Patterns that the customers take turns in; their number has no divisor in common with anything."""
    luck = random.Random(7)
    rows = []
    for place in range(PATTERNS):
        person, city = f"{luck.choice(FIRST)} {luck.choice(LAST)}", luck.choice(CITIES)
        name = f"{luck.choice(KINDS)} {luck.choice(SIGNS)}" if place % 3 else person
        name = SKEWED_NAME if with_skew else name
        rows.append((place, name, name_key(name), person, fold(person), city, fold(city)))
    _run("DROP TABLE IF EXISTS bench_pattern")
    _run(f"CREATE TEMP TABLE bench_pattern (place integer PRIMARY KEY, {' text, '.join(_FIELDS[1:])} text)")
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bench_pattern VALUES ({', '.join(['%s'] * len(_FIELDS))})", rows)


def _insert(first: int, last: int, now: datetime) -> None:
    mail, phone, zipcode = "'klant' || n || '@example.nl'", "(31610000000 + n)", "(1000 + n % 8999)"
    half = "CASE WHEN n % 2 = 0 THEN created_at END"
    customer = {
        "id": "n",
        "number": "'K' || (1000000 + n)",
        "number_key": "'k' || (1000000 + n)",
        "name": "p.name || ' ' || (n % 9973)",
        "name_key": "p.name_key || ' ' || (n % 9973)",
        "contact_name": "p.person",
        "email": mail,
        "email_key": mail,
        "phone": f"'+' || {phone}",
        "phone_key": f"'+' || {phone}",
        "language": "CASE WHEN n % 50 = 0 THEN 'en' ELSE 'nl' END",
        "search_text": "' ' || p.name_key || ' ' || (n % 9973) || ' | ' || p.person_key || ' | k'"
        f" || (1000000 + n) || ' | ' || {mail} || ' | +' || {phone} || ' | ' || {phone} || ' | ' || {zipcode}"
        f" || ' ab | ' || {zipcode} || 'ab | ' || p.city_key",
        "last_order_at": half.replace("created_at", _moment()),
        "archived_at": "CASE WHEN n % 100 = 0 THEN " + _moment() + " END",
    }
    address = {
        "id": "n",
        "customer_id": "n",
        "name": "p.name || ' ' || (n % 9973)",
        "line1": "'Kade ' || (n % 300)",
        "zipcode": f"{zipcode} || ' AB'",
        "city": "p.city",
    }
    plain = Customer(name="x", language="nl", created_at=now, updated_at=now, doubles_due=False)
    home = Address(name="x", country="NL", is_default_invoice=True, is_default_delivery=True)
    _select(plain, customer, first, last)
    _select(home, address, first, last)


def _tag(first: int, last: int, tag: int, *, every: int) -> None:
    _run(
        "INSERT INTO customers_customertag (customer_id, tag_id, name_key, number_key, last_order_at)"
        " SELECT id, %s, name_key, number_key, last_order_at FROM customers_customer"
        " WHERE id BETWEEN %s AND %s AND id %% %s = 0",
        [tag, first, last, every],
    )


def _moment() -> str:
    """Another second for every customer."""
    if connection.vendor == "sqlite":
        return "datetime('2026-01-01', '+' || n || ' seconds')"
    return "timestamptz '2026-01-01' + n * interval '1 second'"


def _select(plain: Model, columns: Mapping[str, str], first: int, last: int) -> None:
    """One row for each number: `columns` are SQL over `n` and the pattern, the others as in `plain`."""
    series = "WITH RECURSIVE series(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM series WHERE n < %s)"
    start: list[Any] = [first, last]
    if connection.vendor == "postgresql":
        series = "WITH series(n) AS (SELECT generate_series(%s::bigint, %s::bigint))"
    names, told, values = [], [], []
    for field in plain._meta.concrete_fields:
        names.append(f'"{field.column}"')
        sql = columns.get(str(field.column))
        told.append("%s" if sql is None else sql.replace("%", "%%"))
        if sql is None:
            values.append(field.get_db_prep_save(getattr(plain, field.attname), connection))
    _run(
        f"INSERT INTO {plain._meta.db_table} ({', '.join(names)}) {series} SELECT {', '.join(told)}"
        f" FROM series JOIN bench_pattern p ON p.place = n %% {PATTERNS} WHERE true",
        [*start, *values],
    )


def _settle() -> None:
    """Statistics as in a database that has lived for a while, and nothing left to write to disk."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Customer, Address]):
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        else:
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _run(sql: str, params: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
