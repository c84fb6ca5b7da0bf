"""The wizard of imports in the browser's place: every step, both languages, bad input, who may what."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from pakhuis.accounts.actions import change_user, create_user
from pakhuis.accounts.models import User
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.models import Product
from pakhuis.customers.actions import create_customer, create_own_field
from pakhuis.customers.intake import CustomerFields, OwnFieldFields
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import begin, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.result_headers import ENDINGS, without_result
from pakhuis.imports.states import RunState, Subject
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import create_price_list
from pakhuis.ui.import_samples import SAMPLES
from pakhuis.ui.logbook import only_different
from tests.conftest import MOMENT, PASSWORD
from tests.factories import a_vat_group, a_warehouse
from tests.imports.making import sheet_file
from tests.imports.running import carried_out, chosen, imported, rows, tried, undone, uploaded

pytestmark = pytest.mark.django_db
TABLE = "Klantnummer;Naam;Korting;Iets\n1;Café De Kade;5;x\n2;;;y\n3;Jansen;veel;z\n"


@pytest.fixture
def anna(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def upload_by(client: Client, content: str | bytes, name: str = "klanten.csv", **more: str) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post("/imports/new/", {"file": SimpleUploadedFile(name, raw), **more})


def at(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def downloaded(client: Client, run: ImportRun) -> bytes:
    answer = client.get(f"/imports/{run.pk}/result/")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_from_the_file_to_the_undo(anna: Client) -> None:
    answer = upload_by(anna, TABLE)
    run = ImportRun.objects.get()
    assert answer.headers["Location"] == f"/imports/{run.pk}/file/"
    text = at(anna, f"/imports/{run.pk}/file/")
    assert "Café De Kade" in text
    assert "Iets" in text
    text = at(anna, f"/imports/{run.pk}/columns/")
    assert '<option value="number" selected>' in text
    assert "Skipped as it stands: Iets." in text
    columns = {f"column.{place}": target for place, target in enumerate(("number", "name", "discount", ""))}
    answer = anna.post(
        f"/imports/{run.pk}/columns/",
        {**columns, "fixed_target.0": "language", "fixed_text.0": "Engels"},
    )
    assert answer.headers["Location"] == f"/imports/{run.pk}/duplicates/"
    assert "Ignore" in at(anna, f"/imports/{run.pk}/duplicates/")
    answer = anna.post(f"/imports/{run.pk}/duplicates/", {"duplicates": "fill"})
    assert answer.headers["Location"] == f"/imports/{run.pk}/"
    assert 'hx-trigger="every 1s"' in at(anna, f"/imports/{run.pk}/")
    work_until(run.pk)
    text = at(anna, f"/imports/{run.pk}/")
    assert "This was a trial" in text
    assert Customer.objects.count() == 0
    assert "Korting: This is not a number." in at(anna, f"/imports/{run.pk}/?outcome=refused")
    assert "Café De Kade" not in at(anna, f"/imports/{run.pk}/?outcome=refused")
    run.refresh_from_db()
    anna.post(f"/imports/{run.pk}/go/", {"seen": run.trial})
    work_until(run.pk)
    assert Customer.objects.get().language == "en"
    assert "This was a trial" not in at(anna, f"/imports/{run.pk}/")
    anna.post(f"/imports/{run.pk}/undo/")
    work_until(run.pk)
    assert Customer.objects.count() == 0
    assert "Taken back" in at(anna, f"/imports/{run.pk}/?heap=reversed")
    assert "klanten.csv" in at(anna, "/imports/")
    again = anna.post(f"/imports/{run.pk}/undo/", follow=True).content.decode()
    assert "cannot be undone" in again


def test_columns_that_are_skipped_are_named_if_they_hold_something(anna: Client) -> None:
    run = imported("Naam;Website;Leeg;Faxnummer\nPiet;x.nl;;038\n")
    page = at(anna, f"/imports/{run.pk}/")
    assert "Website, Faxnummer" in page
    assert "Leeg" not in page
    assert "Columns that are not imported: " in page
    whole = imported("Naam;Plaats\nJan;Epe\n")
    assert "not imported" not in at(anna, f"/imports/{whole.pk}/")


def test_of_very_many_skipped_columns_some_are_named(anna: Client) -> None:
    heads = ";".join(f"Raadsel {number}" for number in range(60))
    run = imported(f"Naam;{heads}\nKade{';7' * 60}\n")
    text = at(anna, f"/imports/{run.pk}/")
    told = text.split("Columns that are not imported: ")[1].split(". They stay")[0]
    assert told.endswith("Raadsel 39 and 20 more"), told


def test_own_fields_are_told_as_the_reader_writes_them(anna: Client, admin: User) -> None:
    field = create_own_field(OwnFieldFields(title="Terras", kind="yes_no"), by=SYSTEM, now=MOMENT)
    create_customer(CustomerFields(number="1", name="Kade"), by=SYSTEM, now=MOMENT)
    run = tried(uploaded("Klantnummer;Terras\n1;ja\n"))
    assert rows(run)[0].changes == [[f"own:{field.pk}", "", "yes"]]
    change_user(admin.pk, language="nl", by=SYSTEM, now=MOMENT)
    told = at(anna, f"/imports/{run.pk}/").split("<tbody>")[1]
    assert "Terras" in told
    assert re.search(r">\s*ja\s*<", told)
    assert "yes" not in told


def test_the_result_is_the_users_own_file_with_the_outcome_behind_it(anna: Client) -> None:
    run = imported(TABLE)
    raw = downloaded(anna, run)
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    own = ["Klantnummer", "Naam", "Korting", "Iets"]
    assert lines[0] == [*own, "Row", "Outcome", "Customer number", "Reason"]
    assert lines[1] == ["1", "Café De Kade", "5", "x", "2", "New", "1", ""]
    assert lines[2] == ["2", "", "", "y", "3", "Refused", "2", "Naam: This is required."]
    assert lines[3][-1] == "Korting: This is not a number."
    assert len(lines) == 4


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_refused_rows_alone_are_mended_and_imported_as_their_file_was(
    anna: Client, admin: User, language: str
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    run = uploaded("Relatie;Wie;Ruis\n7;Kade;x\n8;;y\n")
    chosen(run, "number|name|tags", {"language": "Engels"})
    page = at(anna, f"/imports/{carried_out(run).pk}/")
    place = f"/imports/{run.pk}/result/?outcome=refused"
    assert f'href="{place}"' in page
    answer = anna.get(place)
    refused = {"nl": "Geweigerd", "en": "Refused"}[language]
    assert f'"klanten-{refused.lower()}.csv"' in answer["Content-Disposition"]
    text = b"".join(answer).decode("utf-8-sig")
    heads, row = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert tuple(heads[3:]) in ENDINGS
    assert row[:5] == ["8", "", "y", "3", refused]
    again = uploaded(text.replace("8;;y", "8;Laan;y"))
    assert again.mapping == {
        "columns": ["number", "name", "tags", "", "", "", ""],
        "fixed": {"language": "Engels"},
    }
    carried_out(again)
    assert Customer.objects.get(number="8").name == "Laan"


def test_the_headers_of_a_result_are_known_for_every_kind_of_file(anna: Client, admin: User) -> None:
    a_vat_group()
    for subject, content in ((Subject.CUSTOMERS, TABLE), (Subject.PRODUCTS, "Code;Naam\nA;Bier\n")):
        run = imported(content, subject=subject)
        for language in ("nl", "en"):
            User.objects.filter(pk=admin.pk).update(language=language)
            first = downloaded(anna, run).decode("utf-8-sig").splitlines()[0].split(";")
            assert without_result(first) == run.understood["headers"]
    assert without_result(["Naam", "Regel", "Uitkomst"]) == ["Naam", "Regel", "Uitkomst"]


def test_the_result_of_a_spreadsheet_is_a_spreadsheet(anna: Client, tmp_path: Path) -> None:
    path = sheet_file(tmp_path, [["Naam", "Telefoon"], ["=1+1", "+31 6 12345678"], ["00123", "0123"]])
    run = imported(path)
    path.write_bytes(downloaded(anna, run))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[2][:2] == ["00123", "0123"]
    assert rows[1][1] == "+31 6 12345678"


@pytest.mark.parametrize("name", ["...", "..csv", "é/../x.csv", '";\n.csv', ".csv", "x" * 300])
def test_whatever_the_file_is_called_its_result_can_be_had(anna: Client, name: str) -> None:
    run = imported(TABLE)
    ImportRun.objects.filter(pk=run.pk).update(name=name[:200])
    assert downloaded(anna, run)
    at(anna, f"/imports/{run.pk}/")


@pytest.mark.once
def test_no_cell_of_the_result_becomes_a_formula(anna: Client) -> None:
    cells = {
        "＝1+1": "'＝1+1",
        "+1-2+A1": "'+1-2+A1",
        "-2-3": "'-2-3",
        "+31 6 1234": "+31 6 1234",
        "-12,50": "-12,50",
    }
    run = imported("Naam;Iets\n" + "".join(f"Kade;{one}\n" for one in cells))
    lines = csv.reader(io.StringIO(downloaded(anna, run).decode("utf-8-sig")), delimiter=";")
    assert [one[1] for one in lines][1:] == list(cells.values())


def test_reading_otherwise(anna: Client) -> None:
    run = uploaded("Naam;Plaats\nCafé;Epe\n".encode("windows-1252"))
    answer = anna.post(f"/imports/{run.pk}/file/", {"encoding": "cp850", "delimiter": ",", "header_row": "0"})
    assert answer.status_code == 302
    run.refresh_from_db()
    assert run.understood["options"]["encoding"] == "cp850"
    assert run.understood["headers"] == ["A"]
    wrong = anna.post(f"/imports/{run.pk}/file/", {"encoding": "klingon"})
    assert wrong.status_code == 422
    assert "not an encoding" in wrong.content.decode()
    for header in ("x", "-1", "99999999999", "500"):
        assert anna.post(f"/imports/{run.pk}/file/", {"header_row": header}).status_code in (302, 422)


def test_what_was_changed_is_read_and_shown_before_one_goes_on(anna: Client) -> None:
    run = uploaded("Naam;Plaats\nCafé;Epe\n")
    place = f"/imports/{run.pk}/file/"
    shown = {"encoding": "utf-8", "delimiter": ";", "quote": '"', "header_row": "1", "on": "1"}
    assert anna.post(place, shown).headers["Location"] == f"/imports/{run.pk}/columns/"
    changed = anna.post(place, {**shown, "header_row": "0"}, follow=True)
    assert changed.redirect_chain[-1][0] == place
    assert "Look at its first rows again" in changed.content.decode()
    run.refresh_from_db()
    assert run.understood["headers"] == ["A", "B"]
    assert anna.post(place, {**shown, "header_row": "0"}).headers["Location"] == f"/imports/{run.pk}/columns/"


def test_the_sheet_that_is_shown_is_gone_on_with(anna: Client, tmp_path: Path) -> None:
    run = uploaded(sheet_file(tmp_path, [["Naam"], ["Kade"]]), name="a.xlsx")
    answer = anna.post(f"/imports/{run.pk}/file/", {"sheet": "Sheet1", "header_row": "1", "on": "1"})
    assert answer.headers["Location"] == f"/imports/{run.pk}/columns/"


def test_each_step_can_be_gone_back_to_until_it_is_carried_out(anna: Client) -> None:
    run = tried(uploaded(TABLE))
    steps = [f'href="/imports/{run.pk}/{step}/"' for step in ("file", "columns", "duplicates")]
    assert all(step in at(anna, f"/imports/{run.pk}/") for step in steps)
    assert f'href="/imports/{run.pk}/"' in at(anna, f"/imports/{run.pk}/duplicates/")
    assert not any(step in at(anna, f"/imports/{imported(TABLE).pk}/") for step in steps)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "not a table"),
        (b"PK\x03\x04xxxx", "damaged"),
        (b"Naam\n", "no rows"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words(anna: Client, content: bytes, words: str) -> None:
    answer = upload_by(anna, content, "foto.xlsx")
    assert answer.status_code in (200, 422)
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_no_file_and_nonsense(anna: Client) -> None:
    assert "No file was chosen" in anna.post("/imports/new/", {}).content.decode()
    assert anna.post("/imports/new/", {"subject": "x", "file": "text"}).status_code == 422
    assert anna.get("/imports/999/").status_code == 404
    run = uploaded(TABLE)
    assert anna.post(f"/imports/{run.pk}/duplicates/", {"duplicates": "x"}).status_code == 422
    wrong = anna.post(f"/imports/{run.pk}/columns/", {"column.0": "email", "column.1": "email"})
    assert wrong.status_code == 422
    assert "Only one can be" in wrong.content.decode()
    assert "without it nothing can be imported" in wrong.content.decode()
    for query in ("outcome=x", "heap=y", "after=z", "after=WzEsMl0"):
        at(anna, f"/imports/{run.pk}/?{query}")
    assert anna.get("/imports/sample/nonsense/").status_code == 302


def test_the_size_is_bounded(anna: Client, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 10
    assert "bigger than" in upload_by(anna, TABLE).content.decode()


def test_the_progress_is_a_part_of_its_own(anna: Client) -> None:
    run = uploaded(TABLE)
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.RUNNING, is_stored=True, total=9, read=0)
    answer = anna.get(f"/imports/{run.pk}/?part=progress", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert text.lstrip().startswith('<section id="progress"')
    assert "0 of 9 rows" in text
    assert "<dt>Refused</dt>" in text
    ImportRun.objects.filter(pk=run.pk).update(
        state=RunState.UNDOING, read=9, created=9, reversed=2, kept=1, impossible=1
    )
    text = anna.get(f"/imports/{run.pk}/?part=progress", headers={"HX-Request": "true"}).content.decode()
    assert "4 of 9 rows" in text
    ImportRun.objects.filter(pk=run.pk).update(state=RunState.DONE)
    text = anna.get(f"/imports/{run.pk}/?part=progress", headers={"HX-Request": "true"}).content.decode()
    assert "data-reload" in text
    assert anna.post(f"/imports/{run.pk}/stop/", follow=True).status_code == 200


def test_steps_that_are_over_lead_to_the_page_of_the_import(anna: Client) -> None:
    run = imported(TABLE)
    for step in ("file", "columns", "duplicates"):
        assert anna.get(f"/imports/{run.pk}/{step}/").headers["Location"] == f"/imports/{run.pk}/"


def test_each_kind_of_file_asks_for_its_own_right(db: None) -> None:
    create_user(
        "piet", password=PASSWORD, is_admin=False, rights=(Right.PRODUCTS_CHANGE,), by=SYSTEM, now=MOMENT
    )
    client = Client()
    client.force_login(User.objects.get(username="piet"))
    customers = uploaded(TABLE)
    products = uploaded("Productcode;Naam\nA;B\n", subject=Subject.PRODUCTS)
    assert client.get(f"/imports/{customers.pk}/").status_code == 403
    assert client.post(f"/imports/{customers.pk}/go/").status_code == 403
    assert client.get(f"/imports/{customers.pk}/result/").status_code == 403
    assert client.get("/imports/sample/customers/").status_code == 403
    assert upload_by(client, TABLE, subject="customers").status_code == 403
    assert client.get(f"/imports/{products.pk}/file/").status_code == 200
    text = at(client, "/imports/")
    assert f"/imports/{products.pk}/" in text
    assert f"/imports/{customers.pk}/" not in text


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("subject", list(Subject))
def test_the_sample_files_go_in_without_a_word(
    anna: Client, admin: User, subject: Subject, language: str
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    answer = anna.get(f"/imports/sample/{subject}/")
    content = answer.content
    word = {"nl": "voorbeeldbestand-klanten", "en": "sample-file-customers"}[language]
    assert (subject is Subject.CUSTOMERS) == (f'"{word}.csv"' in answer["Content-Disposition"])
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert lines == SAMPLES[subject][language]
    assert {len(line) for line in lines} == {len(lines[0])}
    a_vat_group()
    a_warehouse()
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    if subject is Subject.PRICES:
        imported("Productcode;Naam\nBIER-01;Pils\n", subject=Subject.PRODUCTS)
    run = imported(content, subject=subject)
    assert all(run.mapping["columns"]), run.mapping
    assert run.created == run.read == len(lines) - 1
    assert not any(row.problems for row in run.rows.all())
    if subject is Subject.PRODUCTS:
        assert Product.objects.get(code="BIER-01").stock_levels.get().on_hand == 40


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_in_both_languages(anna: Client, admin: User, language: str) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    trial = tried(uploaded(TABLE))
    done = imported(TABLE)
    for address in (
        "/imports/",
        "/imports/new/",
        *(f"/imports/{trial.pk}/{step}" for step in ("", "file/", "columns/", "duplicates/")),
        f"/imports/{done.pk}/",
    ):
        text = at(anna, address)
        assert f'lang="{language}"' in text
        assert " style=" not in text


def test_the_page_of_a_big_import_asks_the_database_as_often(
    anna: Client, django_assert_max_num_queries: Any
) -> None:
    run = imported("Klantnummer;Naam\n" + "".join(f"{n};A{n}\n" for n in range(200)))
    used = []
    for address in (f"/imports/{run.pk}/", f"/imports/{run.pk}/?outcome=created", "/imports/"):
        with django_assert_max_num_queries(16) as captured:
            text = at(anna, address)
        used.append(len(captured))
        assert ('rel="next"' in text) == (address != "/imports/")


def test_the_front_of_customers_leads_here(anna: Client) -> None:
    assert 'href="/imports/"' in at(anna, "/customers/")
    listed = create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    for place, subject in (("/products/", "products"), (f"/settings/price-lists/{listed.pk}/", "prices")):
        assert f'href="/imports/new/?subject={subject}"' in at(anna, place)
    assert 'value="prices" checked' in at(anna, "/imports/new/?subject=prices")


def test_a_new_row_begins_with_its_name_and_what_went_back_is_not_led_to(anna: Client) -> None:
    run = imported("Klantnummer;Contactpersoon;Bedrijf\n1;Jan Smit;Café De Kade\n1;Piet Smit;\n")
    place = f"/customers/{Customer.objects.get().pk}/"
    text = at(anna, f"/imports/{run.pk}/")
    assert text.count(place) == 2
    assert text.index("Café De Kade") < text.index("Jan Smit")
    undone(run)
    assert place not in at(anna, f"/imports/{run.pk}/")


def test_a_row_tells_what_stands_in_the_file_and_which_number_was_handed_out(anna: Client) -> None:
    run = imported("Naam;Korting;Plaats\nKade;x;Epe\nLaan;5;Zwolle\n")
    refused = at(anna, f"/imports/{run.pk}/?outcome=refused")
    assert "In your file: Kade · x · Epe" in refused
    assert "<p>Plaats: Epe</p>" in refused
    made = at(anna, f"/imports/{run.pk}/?outcome=created")
    assert "In your file" not in made
    assert f"{Customer.objects.get().number}</a>" in made


def test_of_an_address_book_only_what_is_different_is_told(anna: Client) -> None:
    imported("Klantnummer;Naam;Straat;Postcode;Plaats\n1;Kade;Kade 1;8011 AB;Zwolle\n")
    run = imported("Klantnummer;Naam;Straat;Postcode;Plaats\n1;Kade;Laan 2;6711 EJ;Ede\n")
    for place in (f"/imports/{run.pk}/", f"/customers/{Customer.objects.get().pk}/?tab=logbook"):
        text = at(anna, place)
        assert "<del>—</del> → <ins>Kade Laan 2 6711 EJ Ede</ins>" in text, place
    assert only_different("addresses", "a; b", "b; a") == ("a; b", "b; a")
    assert only_different("name", "a; b", "a; c") == ("a; b", "a; c")


def test_the_end_of_a_trial_is_no_end_of_the_import() -> None:
    run = tried(uploaded(TABLE))
    assert run.finished_at is not None
    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    run.refresh_from_db()
    assert run.finished_at is None


def test_a_new_product_is_told_with_the_name_of_its_vat_group_and_doubts_with_their_column(
    anna: Client,
) -> None:
    group = a_vat_group()
    a_warehouse()
    run = tried(uploaded("Artikelcode;Omschrijving;Verkoopprijs\nA;Krat;1.500\n", subject=Subject.PRODUCTS))
    shown = at(anna, f"/imports/{run.pk}/")
    assert group.name in shown
    assert "Verkoopprijs: “1.500” was read as 1.5 and not as 1500" in shown


@pytest.mark.parametrize("state", [RunState.UPLOADED, RunState.TRIED, RunState.STOPPED])
def test_an_import_whose_file_and_rows_are_gone_offers_nothing_and_says_why(
    anna: Client, state: RunState
) -> None:
    run = uploaded(TABLE)
    ImportRun.objects.filter(pk=run.pk).update(state=state, file="", understood={})
    page = at(anna, f"/imports/{run.pk}/")
    assert 'class="button primary"' not in page
    assert "have been removed" in page
    answer = anna.post(f"/imports/{run.pk}/go/", follow=True)
    assert answer.status_code == 200
    assert ImportRun.objects.get().state == state


def test_cells_that_no_column_is_for_are_not_lost_in_the_result(anna: Client) -> None:
    run = tried(uploaded("Klantnummer;Naam;Plaats\n1;Kade;Epe\n2;Jan;de;Boer;Epe;x\n"))
    lines = list(csv.reader(io.StringIO(downloaded(anna, run).decode("utf-8-sig")), delimiter=";"))
    assert [len(line) for line in lines] == [7, 7, 10]
    assert lines[2][:5] == ["2", "Jan", "de", "3", "Refused"]
    assert lines[2][7:] == ["Boer", "Epe", "x"]
