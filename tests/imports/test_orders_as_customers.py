"""An export of orders that is taken for one of customers: it goes in, and says what it looks like."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from pakhuis.accounts.models import User
from pakhuis.imports.actions import choose_columns
from pakhuis.imports.header_words import fold_header
from pakhuis.imports.mapping import ColumnChoice
from pakhuis.imports.models import ImportRun
from pakhuis.imports.order_exports import tells_orders
from pakhuis.imports.states import Subject
from tests.conftest import MOMENT
from tests.imports.programs import PROGRAMS
from tests.imports.running import tried, uploaded

FILES = Path(__file__).parent / "files"
ORDERS = {
    "shopify": "Name,Email,Financial Status,Paid at,Subtotal,Total,Lineitem name,Billing Name,Billing City\n"
    "#1001,a@example.com,paid,2026-01-02,10,12,Mug,Anna,Epe\n"
    "#1001,a@example.com,,,,,Bowl,,\n"
    "#1002,a@example.com,paid,2026-01-05,5,6,Mug,Anna,Epe\n",
    "woocommerce": "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),City\n"
    "12,wc-completed,2026-01-02,Anna,Smit,Epe\n13,wc-completed,2026-01-03,Anna,Smit,Epe\n",
    "magento": '"ID","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Status"\n'
    '"000000012","Jan 2, 2026","Anna Smit","Anna Smit","12.00","complete"\n',
    "dutch": "Bestelnummer;Besteldatum;Naam;E-mail\nB12;02-01-2026;Anna;a@example.com\n",
}


def warned(run: ImportRun) -> list[str]:
    return [one["code"] for one in run.understood["warnings"]]


@pytest.mark.django_db
@pytest.mark.parametrize("shop", ORDERS)
def test_an_export_of_orders_says_so_when_it_is_read_and_tried(shop: str) -> None:
    run = uploaded(ORDERS[shop])
    assert warned(run) == ["looks_like_orders"]
    assert "number" not in run.mapping["columns"], "the order's number is nobody's"
    run = tried(run)
    assert [one["code"] for one in run.problems] == ["looks_like_orders"]
    choose_columns(run.pk, ColumnChoice.from_json(run.mapping), now=MOMENT)
    assert warned(uploaded(ORDERS[shop])) == ["looks_like_orders"], (
        "it is said again though columns are remembered"
    )


@pytest.mark.django_db
def test_it_is_said_of_customers_only_on_both_steps(admin: User) -> None:
    client = Client()
    client.force_login(admin)
    run = uploaded(ORDERS["dutch"])
    for step in ("file", "columns"):
        assert "looks like orders" in client.get(f"/imports/{run.pk}/{step}/").content.decode()
    content = "Bestelnummer;Productcode;Naam\nB12;A;Pils\n"
    assert warned(uploaded(content, subject=Subject.PRODUCTS)) == []


@pytest.mark.parametrize("program", PROGRAMS)
def test_no_export_of_customers_looks_like_orders(program: str) -> None:
    assert not tells_orders([fold_header(one) for one in PROGRAMS[program]], [[] for _ in PROGRAMS[program]])
