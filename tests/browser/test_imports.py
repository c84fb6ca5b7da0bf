"""The import of a file in a real browser: dropped, read, tried, stopped, carried out and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from pakhuis.accounts.models import User
from pakhuis.customers.actions import create_customer
from pakhuis.customers.intake import CustomerFields
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import batches, work_until
from pakhuis.imports.models import ImportRun
from pakhuis.imports.states import RunState
from pakhuis.kernel.actor import SYSTEM
from tests.browser.conftest import DESKTOP, PHONE
from tests.conftest import MOMENT
from tests.imports.running import tried, uploaded

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Opener = Callable[..., Page]
FILE = "Klantnummer;Naam;E-mail;Plaats;Raadsel\n" + "".join(
    f"K{n};Café {n};inkoop{n}@example.com;Zwolle;x\n" for n in range(30)
)
DROP = """([name, content]) => {
    const held = new DataTransfer();
    held.items.add(new File([content], name, { type: "text/csv" }));
    return held;
}"""


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "BATCH", 10)


def once() -> Callable[[], bool]:
    """Stops a worker when it has done one batch."""
    asked: Iterator[bool] = iter((False, True))
    return lambda: next(asked)


def the_run() -> ImportRun:
    return ImportRun.objects.get()


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize(("language", "size"), [("nl", DESKTOP), ("en", PHONE)])
def test_from_the_drop_to_the_undo(
    open_page: Opener, admin: User, language: str, size: tuple[int, int]
) -> None:
    create_customer(CustomerFields(number="K3", name="Kade", email="oud@example.com"), by=SYSTEM, now=MOMENT)
    page = open_page(admin, language=language, size=size)
    page.goto("/imports/new/")
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": page.evaluate_handle(DROP, ["k.csv", FILE])})
    page.get_by_role("button", name=re.compile("Bestand lezen|Read the file")).click()
    expect(page.get_by_role("cell", name="inkoop3@example.com")).to_be_visible()
    page.locator("form .button.primary").click()
    expect(page.get_by_label("E-mail", exact=True)).to_have_value("email")
    expect(page.get_by_label("Raadsel", exact=True)).to_have_value("")
    page.locator("form .button.primary").click()
    page.locator("[name=duplicates][value=supplement]").check()
    page.locator("form .button.primary").click()
    expect(page.locator("progress")).to_be_visible()
    work_until(the_run().pk)
    # The page asks by itself how far it is, and shows the result when it is there.
    go = page.get_by_role(
        "button", name=re.compile("Carry out the import|Import uitvoeren|Voer de import uit")
    )
    expect(go).to_be_visible()
    assert Customer.objects.count() == 1
    expect(page.get_by_text("oud@example.com")).to_be_visible()
    go.click()
    _stopped_and_continued(page)
    expect(page.locator(".badge-done")).to_be_visible()
    assert Customer.objects.count() == 30
    page.locator("details.card.fold > summary").click()
    page.locator("details.card.fold .button.danger").click()
    expect(page.locator("progress")).to_be_visible()
    work_until(the_run().pk)
    expect(page.locator(".badge-undone")).to_be_visible()
    assert list(Customer.objects.values_list("email", flat=True)) == ["oud@example.com"]
    assert (the_run().reversed, the_run().kept, the_run().impossible) == (30, 0, 0)


def _stopped_and_continued(page: Page) -> None:
    """The progress survives a reload; a stop keeps what is in, and going on does the rest."""
    expect(page.locator("progress")).to_be_visible()
    work_until(the_run().pk, is_over=once())
    for _ in range(2):
        page.reload()
        expect(page.locator("progress")).to_have_attribute("value", "33")
    page.locator(".actions .button.danger").click()
    expect(page.locator(".badge-stopped")).to_be_visible()
    assert the_run().state == RunState.STOPPED
    assert Customer.objects.count() == 10
    page.locator(".actions .button.primary").click()
    expect(page.locator("progress")).to_be_visible()
    work_until(the_run().pk)


OUTSIDE = """() => [...document.querySelectorAll("main td, main th, main h1")].filter(one => {
    const place = document.createRange();
    place.selectNodeContents(one);
    const box = place.getBoundingClientRect();
    return box.width && (box.left < 0 || box.right > window.innerWidth);
}).map(one => one.textContent.slice(0, 40))"""


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_whatever_names_are_like_all_of_a_page_is_seen(
    open_page: Opener, admin: User, size: tuple[int, int]
) -> None:
    name = "W" * 290
    run = uploaded(
        f"Klantnummer;Naam;{'K' * 80}\n1;{name};{'o' * 500}\n2;مطعم البحر 🍺;<b>\n", name=f"{'n' * 190}.csv"
    )
    page = open_page(admin, language="nl", size=size)
    for step in ("columns/", "", "duplicates/"):
        if not step:
            tried(run)
        page.goto(f"/imports/{run.pk}/{step}")
        assert page.evaluate(OUTSIDE) == [], step
    page.goto("/imports/")
    assert page.evaluate(OUTSIDE) == []
    expect(page.get_by_title(run.name)).to_be_visible()
