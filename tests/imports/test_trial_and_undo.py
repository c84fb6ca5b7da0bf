"""Whatever file meets whatever customers: a run does what its trial told, an undo takes it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pakhuis.accounts.actions import change_settings, create_tag, create_template
from pakhuis.accounts.models import Tag
from pakhuis.customers.actions import (
    archive_customers,
    create_customer,
    create_own_field,
    merge_customers,
)
from pakhuis.customers.intake import BookAddress, CustomerFields, GivenChoice, NewAddress, OwnFieldFields
from pakhuis.customers.keys import number_key
from pakhuis.customers.models import Customer
from pakhuis.customers.own_queries import own_values_of
from pakhuis.imports.actions import choose_duplicates, read_otherwise
from pakhuis.imports.models import ImportRun
from pakhuis.imports.readers import ReadOptions
from pakhuis.imports.states import Duplicates, Outcome
from pakhuis.kernel.actor import SYSTEM
from pakhuis.pricing.actions import create_price_list
from tests.conftest import MOMENT
from tests.effort import examples
from tests.imports.running import carried_out, chosen, counts, rows, tried, undone, uploaded

pytestmark = pytest.mark.django_db
NUMBERS = ("1", "a", "Ａ", "k 1", "K 1", "STRASSE", "straße", "00011", "00012")
STREETS = ("Kade 1", "kade  1", "Laan 2", "[leeg]")
CITIES = ("Epe", "epe", "Ede", "[leeg]")
CELLS = {
    "number": NUMBERS,
    "name": ("Kade", "Linde"),
    "contact_name": ("Piet", "[empty]"),
    "email": ("a@example.com", "A@EXAMPLE.com", "a@x.nl; b@x.nl", "geen", "[leeg]"),
    "phone": ("020 1234567", "[leeg]"),
    "language": ("nl", "en", "de", "[leeg]"),
    "discount": ("5", "7,50", "0", "[leeg]"),
    "template_id": ("Een", "[leeg]"),
    "autosplit": ("ja", "nee", "standaard", "[leeg]"),
    "calculate_vat": ("ja", "nee", "[leeg]"),
    "vat_number": ("NL123456782B90", "NL 1234.56.782.B90", "123456782B90", "fout", "[leeg]"),
    "tags": ("vip", "nieuw", "vip, nieuw", "[leeg]"),
    "price_lists": ("Horeca", "Export", "[leeg]", "Weg"),
    **{f"{slot}.line1": STREETS for slot in ("address", "invoice", "delivery")},
    **{f"{slot}.city": CITIES for slot in ("address", "invoice", "delivery")},
    "address.country": ("NL", "België", "Nergens", "[leeg]"),
}
KADE, LAAN = (NewAddress(name="Kade", line1=street, city="Epe") for street in ("Kade 1", "Laan 2"))
BOOKS = ((), (BookAddress(address=KADE, is_default_invoice=True), BookAddress(address=LAAN)))
FIELDS = ("number", "name", "contact_name", "email", "phone", "language", "locale", "discount", "template_id")
MORE = ("autosplit", "calculate_vat", "vat_number", "vat_state", "search_text", "is_incomplete")
SOURCES = ("field_sources", "field_dates")
ADDRESS = ("name", "line1", "city", "country", "is_default_invoice", "is_default_delivery")


@st.composite
def files(draw: st.DrawFn) -> tuple[list[str], list[list[str]]]:
    """Columns and rows; some rows tell only an address. The first has a name, so that there is something."""
    others = draw(
        st.lists(st.sampled_from(sorted(CELLS.keys() - {"number", "name"})), unique=True, min_size=6)
    )
    columns = ["number", "name", *others, "own"]
    cells = [st.one_of(st.just(""), st.sampled_from(CELLS.get(one, ("Noord", "Oost")))) for one in columns]
    table = draw(st.lists(st.tuples(*cells), min_size=3, max_size=9))
    told = [list(row) for row in table]
    for row in told:
        if draw(st.integers(0, 5)) == 0:
            row[:] = [text if "." in one else "" for one, text in zip(columns, row, strict=True)]
    told[0][1] = told[0][1] or "Kade"
    return columns, told


@st.composite
def people(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Customers that are there already, no two of one number."""
    numbers = draw(st.lists(st.sampled_from(NUMBERS[:-2]), min_size=2, max_size=4, unique_by=number_key))
    return [
        {
            "number": number,
            "name": draw(st.sampled_from(("Kade", "Linde"))),
            "email": draw(st.sampled_from(("", "a@example.com"))),
            "discount": draw(st.sampled_from(("0", "5"))),
            "vat_number": draw(st.sampled_from(("", "NL123456782B90"))),
            "tag_ids": tuple(Tag.objects.values_list("pk", flat=True)) if draw(st.booleans()) else (),
            "addresses": tuple(
                BookAddress(
                    address=NewAddress(name="Kade", line1=street, city="Epe"), is_default_invoice=first
                )
                for street, first in draw(st.sampled_from(((), (("Kade 1", True),), (("Laan 2", False),))))
            ),
        }
        for number in numbers
    ]


# A file that fails is short already: making it shorter would take minutes.
@settings(max_examples=examples(60), phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(data=st.data())
def test_the_run_does_what_its_trial_told_and_an_undo_takes_it_back(data: st.DataObject) -> None:
    with transaction.atomic():
        own = _account(numbers=data.draw(st.booleans()))
        there = [create_customer(CustomerFields(**one), by=SYSTEM, now=MOMENT) for one in data.draw(people())]
        if len(there) > 2:
            merge_customers(there[0].pk, there[1].pk, by=SYSTEM, now=MOMENT)
            archive_customers([there[2].pk], by=SYSTEM, now=MOMENT)
        before = _customers()
        columns, table = data.draw(files())
        run = _run(columns, table, own=own, duplicates=data.draw(st.sampled_from(Duplicates)))
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr("pakhuis.imports.actions.batches.BATCH", data.draw(st.sampled_from((1, 2, 2000))))
            trial = _told(tried(run))
            assert _customers() == before
            assert _told(carried_out(run)) == trial
            undone(run)
        assert _customers() == before
        done = [row for row in rows(run) if row.outcome in (Outcome.CREATED, Outcome.CHANGED)]
        assert {row.heap for row in done} <= {"reversed"}
        transaction.set_rollback(True)


def _account(*, numbers: bool) -> int:
    create_template("Een", is_default=False, by=SYSTEM, now=MOMENT)
    for name in ("Horeca", "Export"):
        create_price_list(name, by=SYSTEM, now=MOMENT)
    create_tag("vip", color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
    if numbers:
        change_settings(numbers_customers=True, by=SYSTEM, now=MOMENT)
    choices = (GivenChoice(title="Noord"), GivenChoice(title="Zuid"))
    fields = OwnFieldFields(title="Regio", kind="select", choices=choices)
    return create_own_field(fields, by=SYSTEM, now=MOMENT).pk


def _run(
    columns: Sequence[str], table: Sequence[Sequence[str]], *, own: int, duplicates: Duplicates
) -> ImportRun:
    heads = ["Klantnummer", "Naam", *(f"Kolom {place}" for place in range(2, len(columns)))]
    run = uploaded("\n".join("\t".join(line) for line in (heads, *table)) + "\n")
    read_otherwise(run.pk, ReadOptions(delimiter="\t", header_row=1), now=MOMENT)
    chosen(run, "|".join(f"own:{own}" if one == "own" else one for one in columns))
    choose_duplicates(run.pk, duplicates, now=MOMENT)
    return run


def _told(run: ImportRun) -> list[Any]:
    run.refresh_from_db()
    told = [(row.number, row.outcome, row.changes, row.problems, row.subject_label) for row in rows(run)]
    return [counts(run), run.by_column, *told]


def _customers() -> list[Any]:
    own = own_values_of(list(Customer.objects.values_list("pk", flat=True)))
    return [
        (
            *(getattr(one, name) for name in (*FIELDS, *MORE, *SOURCES)),
            list(one.addresses.order_by("pk").values_list(*ADDRESS)),
            sorted(one.tags.values_list("title", flat=True)),
            sorted(one.customer_price_lists.values_list("price_list__name", flat=True)),
            own.get(one.pk, {}),
        )
        for one in Customer.objects.order_by("pk")
    ]
