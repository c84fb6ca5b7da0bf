"""Two people in the wizard of one import, choices that do not fit, and words instead of codes."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from pakhuis.accounts.actions import change_user, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.customers.actions import create_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import begin, choose_columns, read_otherwise, stop, work_until
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.mapping import ColumnChoice, Headers
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import ReadOptions
from pakhuis.imports.states import RunState, Subject
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.ui.import_words import column_word
from tests.conftest import MOMENT, PASSWORD
from tests.imports.running import chosen, imported, stopped_after, tried, uploaded
from tests.ui.test_imports import anna, at, downloaded

__all__ = ("anna",)
pytestmark = pytest.mark.django_db
TABLE = "Klantnummer;Naam;Plaats\n1;Kade;Epe\n2;Laan;Zwolle\n"


def hidden(page: str, name: str = "seen") -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, "the form has no such mark"
    return found[1]


def go(client: Client, run: ImportRun, seen: str | None = None) -> str:
    sent = {} if seen is None else {"seen": seen}
    return client.post(f"/imports/{run.pk}/go/", sent, follow=True).content.decode()


def test_only_the_trial_that_was_looked_at_is_carried_out(anna: Client) -> None:
    run = tried(uploaded(TABLE))
    seen = hidden(at(anna, f"/imports/{run.pk}/"))
    chosen(run, "|name|")
    assert "something was chosen anew meanwhile" in go(anna, run, seen)
    tried(run)
    assert "something was chosen anew meanwhile" in go(anna, run, seen)
    assert ImportRun.objects.get().state == RunState.TRIED
    assert "The import has begun" in go(anna, run, hidden(at(anna, f"/imports/{run.pk}/")))


@pytest.mark.parametrize("seen", [None, ""])
def test_what_was_not_tried_is_not_carried_out_from_the_page(anna: Client, seen: str | None) -> None:
    run = uploaded(TABLE)
    assert "try it first" in go(anna, run, seen)
    tried(run)
    assert "try it first" in go(anna, run, seen)
    assert ImportRun.objects.get().state == RunState.TRIED
    assert not Customer.objects.exists()


def test_a_stopped_import_goes_on_without_another_trial(anna: Client) -> None:
    run = uploaded(TABLE)
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    stop(run.pk, now=MOMENT)
    assert "The import has begun" in go(anna, run)


def test_columns_of_a_file_that_was_read_otherwise_meanwhile_are_asked_again(anna: Client) -> None:
    run = uploaded(TABLE)
    seen = hidden(at(anna, f"/imports/{run.pk}/columns/"))
    read_otherwise(run.pk, ReadOptions(delimiter="none", header_row=1), now=MOMENT)
    late = anna.post(f"/imports/{run.pk}/columns/", {"seen": seen, "column.0": "number", "column.1": "name"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "read this file in another way" in text
    assert 'aria-label="Klantnummer;Naam;Plaats"' in text
    assert hidden(text) != seen


def test_a_fixed_value_is_told_and_kept_when_its_half_is_missing(anna: Client) -> None:
    run = uploaded(TABLE)
    columns = {"column.0": "number", "column.1": "name", "column.2": "address.city"}
    fixed = {
        "fixed_text.0": "Engels",
        "fixed_target.1": "discount",
        "fixed_target.2": "remarks",
        "fixed_text.2": "een",
        "fixed_target.3": "remarks",
        "fixed_text.3": "twee",
    }
    answer = anna.post(f"/imports/{run.pk}/columns/", columns | fixed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose for which column the value “Engels” is." in text
    assert "Give the value that “Discount” is to have in every row." in text
    assert "Two columns are both “Remarks”." in text
    assert '<details class="card fold" open>' in text
    for value in ("Engels", "een", "twee"):
        assert f'value="{value}"' in text


def test_refusals_name_columns_and_states_in_the_readers_words(anna: Client, admin: User) -> None:
    change_user(admin.pk, language="nl", by=SYSTEM, now=MOMENT)
    run = uploaded("Iets;Anders\na;b\n")
    none = anna.post(f"/imports/{run.pk}/columns/", {})
    assert "Geen kolom is “Naam”" in none.content.decode()
    twice = anna.post(
        f"/imports/{run.pk}/columns/", {"column.0": "invoice.city", "column.1": "invoice.city"}
    ).content.decode()
    assert "“Factuuradres: Plaats”" in twice
    stopped = anna.post(f"/imports/{run.pk}/stop/", follow=True).content.decode()
    assert "“Niet begonnen”" in stopped
    assert "“uploaded”" not in stopped
    nonsense = anna.post(f"/imports/{run.pk}/duplicates/", {"duplicates": "x"}).content.decode()
    assert "Kies een van deze." in nonsense


@pytest.mark.parametrize("row", ["x", "-1", "99", "99999999999"])
def test_a_header_in_a_row_that_is_not_there(anna: Client, row: str) -> None:
    run = uploaded(TABLE)
    answer = anna.post(f"/imports/{run.pk}/file/", {"header_row": row})
    assert answer.status_code == 422
    assert f"No header stands in row “{row}”" in answer.content.decode()
    run.refresh_from_db()
    assert run.understood["options"]["header_row"] == 1


def test_utf_16_for_a_file_without_its_mark_is_tried_and_shown(anna: Client) -> None:
    run = uploaded("Naam;Plaats\nKade;Epe\n")
    answer = anna.post(f"/imports/{run.pk}/file/", {"encoding": "utf-16", "header_row": "0"})
    assert answer.status_code == 302
    at(anna, f"/imports/{run.pk}/file/")


def test_a_stopped_import_says_how_far_it_came_and_gives_the_whole_file_back(
    anna: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 2)
    run = tried(uploaded("Naam;Plaats\n" + "".join(f"Zaak {n};Epe\n" for n in range(5))))
    stopped_after(run, 2)
    assert "2 of 5 rows" in at(anna, f"/imports/{run.pk}/")
    lines = list(csv.reader(io.StringIO(downloaded(anna, run).decode("utf-8-sig")), delimiter=";"))
    assert [one[3] for one in lines[1:]] == ["New"] * 2 + ["Not reached"] * 3
    assert [one[0] for one in lines[1:]] == [f"Zaak {n}" for n in range(5)]


def test_the_rows_that_were_refused_for_a_column_are_shown(anna: Client) -> None:
    run = tried(uploaded("Naam;Korting;Land\nKade;veel;NL\nLaan;5;Atlantis\n;9;NL\nWeg;nog meer;NL\n"))
    page = at(anna, f"/imports/{run.pk}/")
    assert 'href="?column=discount"' in page
    rows = at(anna, f"/imports/{run.pk}/?column=discount").split("<tbody>")[1]
    assert rows.count("This is not a number") == rows.count("<tr>") == 2
    assert at(anna, f"/imports/{run.pk}/?column=name").split("<tbody>")[1].count("<tr>") == 1
    for nonsense in ("", "x", "%", '"', "own:9"):
        assert "No rows of this kind" in at(anna, f"/imports/{run.pk}/?column={nonsense}")


def test_who_had_it_carried_out_and_undone_is_told(anna: Client, admin: User) -> None:
    customer = create_customer(CustomerFields(number="1", name="Kade"), by=SYSTEM, now=MOMENT)
    kees = create_user(
        "Kees", password=PASSWORD, is_admin=False, rights=(Right.CUSTOMERS_IMPORT,), by=SYSTEM, now=MOMENT
    )
    run = tried(uploaded("Klantnummer;Naam\n1;Laan\n", name="k.csv", by=kees.as_actor()))
    assert "carried out by" not in at(anna, f"/imports/{run.pk}/")
    go(anna, run, run.trial)
    work_until(run.pk)
    mine = admin.as_actor()
    changed = Fact.objects.filter(subject_kind="customer", subject_id=customer.pk).latest("pk")
    assert changed.actor_label == f"k.csv ({mine.label})"
    page = at(anna, f"/imports/{run.pk}/")
    assert "Kees" in page and f"carried out by {mine.label}" in page
    begin(run.pk, to=RunState.UNDOING, by=Actor(ActorKind.PERSON, 71, "Piet"), now=MOMENT)
    work_until(run.pk)
    undone = Fact.objects.filter(subject_kind="customer", subject_id=customer.pk).latest("pk")
    assert (undone.actor_kind, undone.actor_id, undone.actor_label) == ("person", 71, "Piet")
    assert "undone by Piet" in at(anna, f"/imports/{run.pk}/")


def test_past_imports_are_listed_with_who_and_which_file(anna: Client) -> None:
    imported(TABLE)
    run = uploaded(TABLE, name="leveranciers 2026.csv", by=Actor(ActorKind.PERSON, 70, "Kees"))
    listed = at(anna, "/imports/").split("<tbody>")[1].split("</tr>")
    assert "leveranciers 2026.csv" in listed[0] and "Kees" in listed[0]
    assert f'href="/imports/{run.pk}/"' in listed[0]
    assert "klanten.csv" in listed[1] and "Pakhuis" in listed[1]


def test_the_trial_shows_old_beside_new(anna: Client) -> None:
    create_customer(CustomerFields(number="1", name="Kade"), by=SYSTEM, now=MOMENT)
    run = tried(uploaded(TABLE))
    rows = at(anna, f"/imports/{run.pk}/?outcome=changed").split("<tbody>")[1]
    assert rows.count("<tr>") == 1
    assert re.search(r"<del>—</del> → <ins>Kade Epe", " ".join(rows.split())), rows


def test_a_trial_that_is_stopped_says_that_nothing_is_in(anna: Client) -> None:
    run = uploaded(TABLE)
    begin(run.pk, to=RunState.TRYING, now=MOMENT)
    text = anna.post(f"/imports/{run.pk}/stop/", follow=True).content.decode()
    assert "Nothing has been changed." in text
    ImportRun.objects.filter(pk=run.pk).update(is_stored=True, total=9, read=2, created=2)
    assert "This trial was stopped at row 2 of 9" in at(anna, f"/imports/{run.pk}/")
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    text = anna.post(f"/imports/{run.pk}/stop/", follow=True).content.decode()
    assert "What is in stays." in text


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-8-sig", b"\xef\xbb\xbf"),
        ("utf-16", b"\xff\xfe"),
        ("windows-1252", b"Naam"),
        ("cp850", b"Naam"),
        ("mac-roman", b"Naam"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t", "|"])
def test_the_result_has_the_encoding_and_the_delimiter_of_the_file(
    anna: Client, encoding: str, mark: bytes, delimiter: str
) -> None:
    table = f"Naam{delimiter}Korting\nCafé{delimiter}véél\nCrème brûlée{delimiter}5\n"
    run = imported(table.encode(encoding))
    assert run.understood["options"]["encoding"].startswith(encoding)
    raw = downloaded(anna, run)
    assert raw.startswith(mark)
    lines = list(csv.reader(io.StringIO(raw.decode(encoding).lstrip("\ufeff")), delimiter=delimiter))
    assert [one[0] for one in lines] == ["Naam", "Café", "Crème brûlée"]
    assert lines[1][-1] == "Korting: This is not a number."
    again = uploaded(raw)
    assert again.understood["headers"] == lines[0]


def test_our_own_words_are_plain_where_an_encoding_has_no_typographic_signs(anna: Client) -> None:
    run = imported("Naam;Land\nCafé;Narnië\n".encode("cp850"))
    read_as: dict[str, Any] = run.understood["options"]
    assert read_as["encoding"] == "cp850"
    assert '"Narnië" is not a country' in downloaded(anna, run).decode("cp850").replace('""', '"')


def test_rows_say_how_many_columns_there_are(anna: Client) -> None:
    one = uploaded("Naam\nKade\na;b\n")
    read_otherwise(one.pk, ReadOptions(delimiter=";", header_row=1), now=MOMENT)
    choose_columns(one.pk, ColumnChoice(("name",)), now=MOMENT)
    begin(one.pk, to=RunState.TRYING, now=MOMENT)
    work_until(one.pk)
    assert "has 2 cells, but there is 1 column:" in at(anna, f"/imports/{one.pk}/")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("subject", list(Subject))
def test_our_own_words_for_columns_are_headers_we_know(db: None, subject: Subject, language: str) -> None:
    """What stands on the screens is what people write above their own columns.

    What only stands in for another says so in brackets, and nobody writes that.
    """
    columns = columns_of(subject, own_fields=())
    with override(language):
        words = {str(column_word(one)): target for target, one in columns.items() if "(" not in one.label}
    guessed = Headers(columns).guess(list(words), [], has_header=True).columns
    unknown = [it for it in zip(words, words.values(), guessed, strict=True) if it[1] != it[2]]
    assert unknown == []


def test_what_no_database_stores_is_left_out_of_what_is_chosen(anna: Client) -> None:
    run = uploaded(TABLE)
    assert anna.post(f"/imports/{run.pk}/file/", {"sheet": "Bl\x00ad"}).status_code == 302
    chosen = {"column.0": "number", "column.1": "name", "fixed_target.0": "remarks", "fixed_text.0": "a\x00b"}
    assert anna.post(f"/imports/{run.pk}/columns/", chosen).status_code == 302
    run.refresh_from_db()
    assert (run.options["sheet"], run.mapping["fixed"]) == ("Blad", {"remarks": "ab"})
