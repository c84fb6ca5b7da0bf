"""Taking an import back: what it made goes, what it changed returns, what people touched since stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from pakhuis.accounts.actions import create_tag, create_template
from pakhuis.accounts.models import Tag
from pakhuis.customers.actions import change_address, create_customer, delete_customer, update_customer
from pakhuis.customers.events import VatNumberChecked
from pakhuis.customers.intake import AddressChange, BookAddress, CustomerFields, NewAddress
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import begin, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import RunState
from pakhuis.journal.actions import record
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.pricing.actions import attach_price_lists, create_price_list
from tests.conftest import MOMENT
from tests.factories import a_warehouse, an_order, lines, stocked
from tests.imports.running import imported, rows, stopped_after, tried, undone, uploaded

pytestmark = pytest.mark.django_db
KEES = Actor(ActorKind.PERSON, 7, "Kees")
ANNA = Actor(ActorKind.PERSON, 8, "Anna")
LATER = MOMENT + timedelta(hours=1)


def heaps(run: ImportRun) -> list[str]:
    return [row.heap for row in rows(run)]


def reasons(run: ImportRun) -> list[list[str]]:
    return [[one["code"] for one in row.heap_reasons] for row in rows(run)]


def snapshot(customer: Customer) -> dict[str, Any]:
    """Everything of a customer that an import can write."""
    customer.refresh_from_db()
    names = ("name", "email", "email_key", "phone", "language", "discount", "template_id", "autosplit")
    more = ("calculate_vat", "vat_number", "vat_state", "remarks", "default_order_remarks", "search_text")
    return {
        **{name: getattr(customer, name) for name in (*names, *more)},
        "tags": sorted(customer.tags.values_list("title", flat=True)),
        "lists": sorted(customer.customer_price_lists.values_list("price_list__name", flat=True)),
        "book": list(
            customer.addresses.order_by("id").values_list(
                "id", "line1", "city", "zipcode", "is_default_invoice", "is_default_delivery"
            )
        ),
    }


def existing() -> Customer:
    home = NewAddress(name="Kade", line1="Kade 1", zipcode="1011 AB", city="Epe", country="NL")
    book = (BookAddress(address=home, is_default_invoice=True, is_default_delivery=True),)
    fields = CustomerFields(number="1", name="Kade", email="a@example.com", discount="5", addresses=book)
    return create_customer(fields, by=KEES, now=MOMENT)


def test_an_undo_leaves_everything_as_it_was() -> None:
    create_template("Zakelijk", is_default=False, by=SYSTEM, now=MOMENT)
    create_price_list("Horeca", by=SYSTEM, now=MOMENT)
    one = existing()
    before = snapshot(one)
    content = (
        "Klantnummer;Naam;E-mail;Telefoon;Taal;Korting;Template;Autosplit;Bereken BTW;Tags;Prijslijsten"
        ";Factuur adres;Factuur plaats;Adres;Plaats\n"
        "1;De Kade;b@example.com;0201234567;en;7;Zakelijk;ja;nee;vip;Horeca;Laan 2;Ede;Plein 3;Urk\n"
        "1;;c@example.com;;;8;;;;nieuw;;;;Kade 9;Epe\n"
        "2;Nieuw;;;;;;;;;;;;X 1;Epe\n;Zonder;;;;;;;;;;;;;\n"
    )
    run = imported(content)
    assert snapshot(one) != before
    undone(run)
    assert snapshot(one) == before
    assert Customer.objects.count() == 1
    assert (run.reversed, run.kept, run.impossible) == (4, 0, 0)
    assert heaps(run) == ["reversed"] * 4
    assert run.state == RunState.UNDONE


def test_what_people_changed_since_stays_and_is_told() -> None:
    one = existing()
    run = imported("Klantnummer;Naam;E-mail;Korting\n1;De Kade;b@example.com;9\n2;Nieuw;;\n3;Ander;;\n")
    update_customer(one.pk, CustomerFields(email="kees@example.com"), by=KEES, now=MOMENT)
    new = Customer.objects.get(number="2")
    update_customer(new.pk, CustomerFields(phone="020"), by=KEES, now=MOMENT)
    undone(run)
    one.refresh_from_db()
    assert (one.name, one.email, one.discount) == ("Kade", "kees@example.com", 5)
    assert Customer.objects.filter(number="2").exists()
    assert not Customer.objects.filter(number="3").exists()
    assert heaps(run) == ["kept", "kept", "reversed"]
    assert [row.heap_reasons[0]["path"] for row in rows(run)[:1]] == [["email"]]
    assert rows(run)[1].heap_reasons[0]["params"]["who"] == "Kees"
    assert (run.reversed, run.kept, run.impossible) == (1, 2, 0)


def test_what_the_vat_register_answered_keeps_no_customer() -> None:
    run = imported("Klantnummer;Naam;Btw-nummer\n1;Kade;NL123456782B90\n")
    made = Customer.objects.get(number="1")
    answered = VatNumberChecked(id=made.pk, number=made.vat_number, state="valid")
    record([answered], by=SYSTEM, now=LATER)
    undone(run)
    assert heaps(run) == ["reversed"]
    assert not Customer.objects.exists()


def test_rows_that_a_stopped_import_never_came_to_are_not_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial left its word on them, with the customers they would have changed."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    for number in "123":
        create_customer(CustomerFields(number=number, name="Oud"), by=KEES, now=MOMENT)
    run = tried(uploaded("Klantnummer;Naam\n1;Nieuw\n2;Nieuw\n3;Nieuw\n4;Nieuw\n"))
    stopped_after(run, 2)
    assert Customer.objects.filter(name="Nieuw").count() == 2
    undone(run)
    assert heaps(run) == ["reversed", "reversed", "none", "none"]
    assert [row.outcome for row in rows(run)] == ["changed", "changed", "pending", "pending"]
    assert (run.reversed, run.kept, run.impossible) == (2, 0, 0)
    assert list(Customer.objects.values_list("name", flat=True)) == ["Oud"] * 3


def test_a_discount_that_was_cleared_comes_back() -> None:
    one = existing()
    run = imported("Klantnummer;Korting\n1;[leeg]\n")
    one.refresh_from_db()
    assert one.discount == 0
    undone(run)
    one.refresh_from_db()
    assert one.discount == 5
    assert heaps(run) == ["reversed"]


def test_a_field_that_one_row_filled_and_the_next_one_cleared_is_of_whom_it_was_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    one = existing()
    before = one.field_sources, one.field_dates
    undone(imported("Klantnummer;Telefoon\n1;038\n1;[leeg]\n"))
    one.refresh_from_db()
    assert (one.field_sources, one.field_dates) == before


def test_what_a_colleague_did_between_two_rows_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second row wrote over it; taking that back gives it again, with who it was of."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    for title in ("Van Kees", "Ook van Kees"):
        create_tag(title, color="#112233", inherit=False, by=KEES, now=MOMENT)
    mine, also = (tag.pk for tag in Tag.objects.order_by("-title"))
    templates = [create_template(one, is_default=False, by=SYSTEM, now=MOMENT) for one in ("Een", "Twee")]
    third = create_template("Van Kees", is_default=False, by=SYSTEM, now=MOMENT)
    create_price_list("Een", by=SYSTEM, now=MOMENT)
    create_price_list("Twee", by=SYSTEM, now=MOMENT)
    theirs = create_price_list("Van Kees", by=SYSTEM, now=MOMENT)
    one = existing()
    update_customer(one.pk, CustomerFields(tag_ids=(mine,)), by=KEES, now=MOMENT)
    run = uploaded(
        "Klantnummer;Naam;E-mail;Template;Tags;Prijslijsten;Adres;Plaats;Toevoeging\n"
        "1;A;a1@example.com;Een;x;Een;Kade 1;Epe;\n1;B;a2@example.com;Twee;y;Twee;Kade 1;Epe;\n"
    )
    between = snapshot(one)

    def edits(it: ImportRun) -> None:
        if it.read != 1:
            return
        tags = [*Tag.objects.filter(customers=one).values_list("pk", flat=True), also]
        new = CustomerFields(name="Kees", template_id=third.pk, tag_ids=tuple(tags))
        update_customer(one.pk, new, by=KEES, now=LATER)
        lists = [*one.customer_price_lists.values_list("price_list_id", flat=True), theirs.pk]
        attach_price_lists(one.pk, price_list_ids=lists, by=KEES, now=LATER)

    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk, told=edits) == RunState.DONE
    one.refresh_from_db()
    assert (one.name, one.template_id) == ("B", templates[1].pk)
    undone(run)
    after = snapshot(one)
    assert after["name"] == "Kees"
    assert after["template_id"] == third.pk
    assert after["tags"] == ["Ook van Kees", "Van Kees"]
    assert after["lists"] == ["Van Kees"]
    assert after["email"] == between["email"]
    assert one.field_sources["name"] == "person:7"
    assert heaps(run) == ["reversed", "reversed"]


def test_an_address_that_a_colleague_wrote_between_two_rows_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    one = existing()
    run = uploaded("Klantnummer;Factuur adres;Factuur plaats\n1;Laan 1;Ede\n1;Laan 3;Ede\n")

    def edits(it: ImportRun) -> None:
        if it.read == 1:
            address = one.addresses.get(line1="Laan 1")
            change_address(one.pk, address.pk, AddressChange(line1="Laan 2"), by=KEES, now=LATER)

    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk, told=edits) == RunState.DONE
    assert "Laan 3" in one.addresses.values_list("line1", flat=True)
    undone(run)
    assert sorted(one.addresses.values_list("line1", flat=True)) == ["Kade 1", "Laan 2"]


def test_a_number_that_was_freed_between_two_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of one number that ended at two customers are each undone for their own."""
    monkeypatch.setattr("pakhuis.imports.actions.batches.BATCH", 1)
    run = uploaded("Klantnummer;Naam\n1;Eerste\n1;Tweede\n")

    def freed(it: ImportRun) -> None:
        if it.read == 1:
            delete_customer(Customer.objects.get().pk, by=KEES, now=MOMENT)

    begin(run.pk, to=RunState.RUNNING, now=MOMENT)
    assert work_until(run.pk, told=freed) == RunState.DONE
    assert Customer.objects.get().name == "Tweede"
    undone(run)
    assert heaps(run) == ["impossible", "reversed"]
    assert not Customer.objects.exists()


def test_a_customer_with_orders_stays_and_one_that_is_gone_is_told() -> None:
    stocked(a_warehouse(), A=2)
    run = imported("Klantnummer;Naam\n1;Met\n2;Weg\n3;Zonder\n")
    an_order(Customer.objects.get(number="1"), lines=lines(A=1))
    delete_customer(Customer.objects.get(number="2").pk, by=KEES, now=MOMENT)
    undone(run)
    assert heaps(run) == ["impossible", "impossible", "reversed"]
    assert reasons(run) == [["has_orders"], ["gone_since"], []]
    assert list(Customer.objects.values_list("number", flat=True)) == ["1"]


def test_an_address_that_people_changed_stays_with_its_default() -> None:
    one = existing()
    run = imported("Klantnummer;Factuur adres;Factuur plaats\n1;Laan 2;Ede\n")
    address = one.addresses.get(is_default_invoice=True)
    kept = [
        BookAddress(
            address=NewAddress(name="Kade", line1="Kade 1", zipcode="1011 AB", city="Epe", country="NL")
        ),
        BookAddress(
            address=NewAddress(
                name=address.name, line1="Laan 2a", zipcode="1011 AB", city="Ede", country="NL"
            ),
            is_default_invoice=True,
        ),
    ]
    update_customer(one.pk, CustomerFields(addresses=tuple(kept)), by=KEES, now=MOMENT)
    undone(run)
    assert one.addresses.filter(is_default_invoice=True).count() == 1
    assert one.addresses.filter(line1="Laan 2a").exists()
    assert heaps(run) == ["kept"]


def test_an_undo_cannot_be_undone() -> None:
    run = imported("Naam\nA\n")
    undone(run)
    with pytest.raises(Refused) as refused:
        begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    assert [one.code for one in refused.value.problems] == ["already_undone"]


@pytest.mark.parametrize("state", [RunState.UPLOADED, RunState.TRIED, RunState.RUNNING, RunState.FAILED])
def test_only_what_was_carried_out_is_undone(state: RunState) -> None:
    run = uploaded("Naam\nA\n")
    ImportRun.objects.filter(pk=run.pk).update(state=state)
    with pytest.raises(Refused) as refused:
        begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    assert [one.code for one in refused.value.problems] == ["not_allowed_now"]


def test_an_import_whose_rows_are_gone_is_not_undone_in_name_only() -> None:
    run = imported("Naam\nA\n")
    run.rows.all().delete()
    ImportRun.objects.filter(pk=run.pk).update(is_stored=False, file="")
    with pytest.raises(Refused) as refused:
        begin(run.pk, to=RunState.UNDOING, now=MOMENT)
    assert [one.code for one in refused.value.problems] == ["rows_gone"]
    assert Customer.objects.count() == 1


def test_the_logbook_tells_of_the_undo() -> None:
    one = existing()
    run = imported("Klantnummer;Naam\n1;De Kade\n")
    undone(run)
    last = Fact.objects.filter(subject_kind="customer", subject_id=one.pk).latest("pk")
    assert last.data["changes"] == [{"field": "name", "old": "De Kade", "new": "Kade"}]


def test_one_subject_over_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pakhuis.imports.actions.undoing.BATCH", 2)
    one = existing()
    before = snapshot(one)
    content = "Klantnummer;Naam;E-mail\n1;B;\n2;X;\n1;C;\n3;Y;\n1;D;d@example.com\n"
    run = imported(content)
    undone(run)
    assert snapshot(one) == before
    assert heaps(run) == ["reversed"] * 5
    assert Customer.objects.count() == 1


def test_an_undo_gives_each_field_back_to_whom_it_was_of() -> None:
    customer = existing()
    update_customer(customer.pk, CustomerFields(email="b@example.com"), by=ANNA, now=LATER)
    customer.refresh_from_db()
    before = (customer.field_sources, customer.field_dates)
    assert before[0]["email"] == "person:8" and before[0]["discount"] == "person:7"
    run = imported("Klantnummer;E-mail;Korting;Telefoon\n1;c@example.com;7;038 1234567\n")
    customer.refresh_from_db()
    mine = f"import_run:{run.pk}"
    assert {customer.field_sources[name] for name in ("email", "discount", "phone")} == {mine}
    undone(run)
    customer.refresh_from_db()
    assert (customer.field_sources, customer.field_dates) == before
    assert "phone" not in customer.field_sources


def test_a_field_that_stays_keeps_the_source_it_has_now() -> None:
    customer = existing()
    run = imported("Klantnummer;E-mail;Korting\n1;c@example.com;7\n")
    update_customer(customer.pk, CustomerFields(discount="9"), by=ANNA, now=LATER)
    undone(run)
    customer.refresh_from_db()
    assert (customer.email, customer.discount) == ("a@example.com", 9)
    assert customer.field_sources["email"] == "person:7"
    assert customer.field_sources["discount"] == "person:8"


def test_two_imports_are_taken_back_in_turn() -> None:
    customer = existing()
    first = imported("Klantnummer;E-mail\n1;c@example.com\n")
    second = imported("Klantnummer;E-mail\n1;d@example.com\n")
    undone(second)
    customer.refresh_from_db()
    assert (customer.email, customer.field_sources["email"]) == ("c@example.com", f"import_run:{first.pk}")
    undone(first)
    customer.refresh_from_db()
    assert (customer.email, customer.field_sources["email"]) == ("a@example.com", "person:7")


@pytest.fixture
def keeps_boem(db: None) -> None:
    """A database that lets no customer called Boem go, for a reason that no rule of ours knows."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER keeps_boem_{verb} BEFORE {verb} ON customers_customer"
                    " WHEN OLD.name = 'Boem' BEGIN SELECT RAISE(ABORT, 'keeps boem'); END"
                )
            return
        cursor.execute(
            "CREATE FUNCTION keeps_boem() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'keeps boem' USING ERRCODE = '23514'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER keeps_boem BEFORE UPDATE OR DELETE ON customers_customer"
            " FOR EACH ROW WHEN (OLD.name = 'Boem') EXECUTE FUNCTION keeps_boem()"
        )


def test_what_the_database_does_not_let_go_is_told_and_the_undo_ends(request: pytest.FixtureRequest) -> None:
    run = imported("Klantnummer;Naam\n1;A\n2;Boem\n3;C\n4;D\n")
    request.getfixturevalue("keeps_boem")
    run = undone(run)
    assert run.state == RunState.UNDONE
    assert heaps(run) == ["reversed", "impossible", "reversed", "reversed"]
    assert reasons(run) == [[], ["not_taken_back"], [], []]
    assert (run.reversed, run.kept, run.impossible) == (3, 0, 1)
    assert [one.name for one in Customer.objects.all()] == ["Boem"]


def test_a_field_that_the_database_does_not_let_go_is_told_too(request: pytest.FixtureRequest) -> None:
    for number, name in (("1", "A"), ("2", "Boem")):
        create_customer(CustomerFields(name=name, number=number, phone="1"), by=KEES, now=MOMENT)
    run = imported("Klantnummer;Telefoon\n2;22\n1;11\n2;222\n")
    request.getfixturevalue("keeps_boem")
    run = undone(run)
    assert run.state == RunState.UNDONE
    assert heaps(run) == ["impossible", "reversed", "impossible"]
    assert dict(Customer.objects.values_list("number", "phone")) == {"1": "1", "2": "222"}
