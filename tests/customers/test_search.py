"""Finding customers: what is found, in which order, that the index never drifts, and that it is asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhuis.customers.actions import delete_customer, merge_customers, update_customer
from pakhuis.customers.intake import BookAddress, CustomerFields, NewAddress
from pakhuis.customers.keys import digits_of, name_key, search_text, searched
from pakhuis.customers.models import Customer, CustomerAlias, Merge
from pakhuis.customers.search import USUAL, Effort, best_of, exact_ids, former_owners, found_by
from pakhuis.fragments.index import checking
from pakhuis.kernel.actor import SYSTEM
from tests.effort import examples
from tests.factories import MOMENT, a_customer

INDEXED = Effort(small=0, common=10**6)
"""As with very many customers: everything is thought rare, so that the index answers."""
WALKED = USUAL
BOTH = pytest.mark.parametrize("effort", [INDEXED, WALKED], ids=["indexed", "walked"])


def in_delft(name: str, **fields: Any) -> Customer:
    address = NewAddress(name=name, zipcode="2611 AB", city="'s-Hertogenbosch", country="NL")
    return a_customer(name, addresses=(BookAddress(address=address),), **fields)


def names(text: str, effort: Effort) -> list[str]:
    return [one.name for one in found_by(text, effort=effort).order_by("pk")]


@BOTH
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "kade",
        "CAFÉ",
        "cafe",
        "kade café",
        "afé de",
        "joke",
        "00123",
        "k-00123",
        "joke@kade.example",
        "kade.ex",
        "2611 ab",
        "2611AB",
        "hertogen",
        "'s-h",
        "015-212 34 56",
        "0152123456",
        "+31 15 2123456",
        "+31 (0)15 212 34 56",
        "0031152123456",
        "2123456",
        "jo kade",
        "d",
        "de",
        " De ",
    ],
)
def test_found_by_whatever_people_type(text: str, effort: Effort) -> None:
    in_delft(
        "De Kade Café",
        contact_name="Joke",
        number="K-00123",
        email="Joke@Kade.example",
        phone="015 - 2123456",
    )
    a_customer("Zeezicht", addresses=(), number="9", phone="+32 9 000 00 00")
    assert names(text, effort) == ["De Kade Café"]


@BOTH
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        *("%", "_", "%%%", "d%k", "kad_", "\\", '"', '"""', "kade OR zee", "kade*", "NEAR(kade)", "-kade"),
        *(
            "kade'--",
            "a" * 5000,
            "🍺",
            "🍺🍺🍺",
            "search_text:kade",
            "^kade",
            "(((",
            "000000",
            "+",
            "٠١٢٣٤٥٦",
        ),
    ],
)
def test_signs_of_query_languages_mean_nothing(text: str, effort: Effort) -> None:
    in_delft("De Kade Café")
    assert names(text, effort) == []


@BOTH
@pytest.mark.django_db
def test_such_signs_are_found_where_they_stand(effort: Effort) -> None:
    odd = in_delft('100% "Bier" _*_ 🍺🍺🍺 \\o/')
    in_delft("1000 Bier")
    for text in ("100%", '"bier"', "_*_", "🍺🍺🍺", "\\o/"):
        assert names(text, effort) == [odd.name], text


@BOTH
@pytest.mark.django_db
def test_letters_that_touch_nowhere_are_no_fragment(effort: Effort) -> None:
    """All groups of three letters are there, but not in a row."""
    in_delft("abcd bcde")
    assert names("abcde", effort) == []


@BOTH
@pytest.mark.django_db
def test_only_among_those_asked_for(effort: Effort) -> None:
    here = in_delft("Kade een")
    in_delft("Kade twee")
    some = Customer.objects.filter(pk=here.pk)
    assert list(found_by("kade", some, effort=effort)) == [here]
    assert list(found_by("  ", some, effort=effort)) == [here]


@pytest.mark.django_db
def test_all_are_found_however_many_they_are() -> None:
    """What is more than the index is asked for is met on the way: a file or a bulk deed misses nobody."""
    for _ in range(4):
        in_delft("Kade")
    for most in (1, 3, 4, 5):
        assert found_by("kade", effort=Effort(small=0, common=10**6, most=most)).count() == 4


@BOTH
@pytest.mark.django_db
def test_the_best_stand_in_front(effort: Effort) -> None:
    wanted = [
        in_delft("Zeezicht", number="kade"),
        in_delft("Kade", number="1"),
        in_delft("Kadetten", number="2"),
        in_delft("Café De Kade", number="3"),
        in_delft("Winkel", contact_name="Kade", number="4"),
    ]
    for one in reversed(wanted):
        update_customer(one.pk, CustomerFields(remarks="x"), by=SYSTEM, now=MOMENT)
    found = best_of("KADE", Customer.objects.all(), limit=10, effort=effort)
    assert [one.name for one in found] == [one.name for one in wanted]
    assert [one.name for one in best_of("kade", Customer.objects.all(), limit=2, effort=effort)] == [
        "Zeezicht",
        "Kade",
    ]
    assert best_of(" ", Customer.objects.all(), limit=2) == []


@BOTH
@pytest.mark.django_db
def test_numbers_that_begin_so_stand_before_what_only_holds_it(effort: Effort) -> None:
    for place in range(30):
        a_customer(f"Aa bedrijf {place:02d}", phone=f"06{place:02d}123499", number=f"Z{place}")
    a_customer("Zz laatste", number="12345")
    a_customer("Zz laatste van al", number="K-１234")
    first, second, *_ = best_of("1234", Customer.objects.all(), limit=6, effort=effort)
    assert (first.number, second.number) == ("12345", "Z0")
    assert best_of("k-1", Customer.objects.all(), limit=1, effort=effort)[0].number == "K-１234"


@pytest.mark.django_db
def test_a_number_and_an_email_of_before_a_merge_are_exact() -> None:
    one = in_delft("Kade", number="7", email="a@kade.example")
    merge = Merge.objects.create(winner_id=one.pk, loser_id=999, merged_by="x", merged_at=MOMENT)
    CustomerAlias.objects.create(
        customer=one, merge=merge, number="B-8", number_key="b-8", email="o@x.nl", email_key="o@x.nl"
    )
    for text in ("7", "B-8", "O@X.nl", "A@kade.example"):
        assert exact_ids(text) == [one.pk], text
    assert exact_ids("8") == exact_ids("") == exact_ids(" ") == []


@BOTH
@pytest.mark.django_db
def test_who_searches_by_what_went_up_in_a_customer_finds_that_customer(effort: Effort) -> None:
    """Programs look a customer up by e-mail, and would make another one: also after a merge."""
    kade = in_delft("Kade", number="7", email="a@kade.example")
    zee = in_delft("Zee", number="B-8", email="o@x.example")
    for number in range(5):
        in_delft(f"Haven B-8 {number}")
    merge_customers(kade.pk, zee.pk, by=SYSTEM, now=MOMENT)

    def found(text: str, among: QuerySet[Customer] | None = None) -> set[Customer]:
        return set(found_by(text, among, also=former_owners(text), effort=effort))

    assert found("O@X.example") == {kade}
    assert len(found("b-8")) == 6
    assert found("o@x.exam") == set()
    assert found("o@x.example", Customer.objects.exclude(pk=kade.pk)) == set()
    assert former_owners("") == former_owners(" ") == former_owners("7") == []


@BOTH
@pytest.mark.django_db
def test_how_often_the_database_is_asked(effort: Effort) -> None:
    for number in range(5):
        in_delft(f"Kade {number}")
    with CaptureQueriesContext(connection) as asked:
        assert len(list(found_by("kade", effort=effort))) == 5
    statements = [
        one["sql"] for one in asked if "SAVEPOINT" not in one["sql"] and "SET LOCAL" not in one["sql"]
    ]
    assert len(statements) <= 4


@pytest.mark.django_db
def test_the_index_is_what_answers() -> None:
    in_delft("Kade")
    found = Customer.objects.filter(search_text__fragments=["kade"]).order_by()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    told = found.explain()
    assert ("customer_fragments" if connection.vendor == "postgresql" else "VIRTUAL TABLE") in told


TEXTS = st.text(alphabet="abcdé -%'\"🍺", min_size=1, max_size=12).filter(lambda text: text.strip())
DEEDS = st.lists(st.tuples(st.sampled_from(["add", "change", "bare", "bulk", "remove"]), TEXTS), max_size=12)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=examples(12))
@given(deeds=DEEDS, asked=TEXTS)
def test_the_index_never_drifts(deeds: list[tuple[str, str]], asked: str) -> None:
    """Whoever writes, and however: by the actions, by bare SQL, many at once."""
    Customer.objects.all().delete()
    for verb, text in deeds:
        present = Customer.objects.order_by("pk").first()
        if verb == "add":
            a_customer(text, addresses=())
        elif present is None:
            continue
        elif verb == "change":
            update_customer(present.pk, CustomerFields(name=text), by=SYSTEM, now=MOMENT)
        elif verb == "bare":
            Customer.objects.filter(pk=present.pk).update(search_text=text)
        elif verb == "bulk":
            Customer.objects.bulk_create(
                Customer(name=text, language="nl", search_text=text, created_at=MOMENT, updated_at=MOMENT)
                for _ in range(2)
            )
        else:
            delete_customer(present.pk, by=SYSTEM, now=MOMENT)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(checking("customers"))
    assert names(asked, INDEXED) == names(asked, WALKED)


@pytest.mark.django_db
def test_a_drifted_index_is_seen() -> None:
    """The check of the test above can fail: without its trigger the index does drift."""
    if connection.vendor != "sqlite":
        return
    one = in_delft("Kade")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER customer_fragments_update")
        Customer.objects.filter(pk=one.pk).update(search_text="iets anders")
        with pytest.raises(Exception, match="malformed"):
            cursor.execute(checking("customers"))


@pytest.mark.once
@pytest.mark.django_db
def test_migrations_that_rebuild_the_table_keep_the_triggers() -> None:
    """Django rebuilds a table of SQLite to change a column; the index is made again with it."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        there = [row[0] for row in cursor.fetchall()]
    verbs = ("delete", "insert", "update")
    assert there == [f"{name}_fragments_{verb}" for name in ("customer", "product") for verb in verbs]


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("  Café   de KADE ", ["cafe", "de", "kade"]),
        ("kade kade", ["kade"]),
        ("015-2123456", ["152123456"]),
        ("+31 (0)15-2123456", ["31152123456"]),
        ("00123", ["00123"]),
        ("000000", ["000000"]),
        ("2611 ab", ["2611", "ab"]),
    ],
)
def test_what_somebody_typed_becomes_words(typed: str, words: list[str]) -> None:
    assert searched(typed) == words


@pytest.mark.once
def test_keys_for_searching() -> None:
    assert name_key(" Ångström " + "x" * 200) == ("angstrom " + "x" * 200)[:100]
    assert digits_of("+31 (0)20-123") == "3120123"
    text = search_text(["Café", ""], phones=["010 1", ""], zipcodes=["1011 AB"], cities=["Zwolle", "Zwolle"])
    assert text == " cafe | 010 1 | 0101 | 1011 ab | 1011ab | zwolle"
    assert search_text(["", " "]) == ""


@pytest.mark.once
@pytest.mark.django_db
def test_how_common_a_word_is_costs_no_reading_of_the_table() -> None:
    """By the plan of SQLite, where tests that run once are run."""
    in_delft("Kade")
    with CaptureQueriesContext(connection) as asked:
        assert len(found_by("kade", effort=Effort(small=0))) == 1
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[0]["sql"])
        told = [str(row[-1]) for row in cursor.fetchall()]
    assert told[0].startswith("SCAN customers_customer")
    assert "LIMIT 1" in asked.captured_queries[0]["sql"]
    assert "TEMP B-TREE" not in " ".join(told)


@pytest.mark.django_db
def test_of_a_long_word_the_index_is_asked_for_a_rare_piece_and_the_text_for_all_of_it() -> None:
    for number in range(4):
        a_customer(f"Kade {number}", email=f"klant{number}@example.nl")
    a_customer("Zee", email="klant77@example.nl")
    a_customer("Bijna", email="nt77@example.nl")
    with CaptureQueriesContext(connection) as asked:
        assert names("klant77@example.nl", INDEXED) == ["Zee"]
    by_index = [one["sql"] for one in asked if "LIKE '%" in one["sql"] or "MATCH" in one["sql"]]
    assert len(by_index) == 1
    assert "klant77@example.nl" in by_index[0]
    assert "%klant77@example.nl%" not in by_index[0]
    assert '"exa"' not in by_index[0]


@pytest.mark.django_db
def test_where_no_piece_is_rare_the_index_is_asked_for_everything() -> None:
    for number in range(4):
        a_customer(f"Kade {number}", email="klant@example.nl")
    assert len(names("klant@example.nl", INDEXED)) == 4
    assert names("klant@example.nlx", INDEXED) == []
