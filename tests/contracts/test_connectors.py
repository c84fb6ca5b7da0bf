"""One contract for all connectors: what each must take from an order, and how it behaves towards its shop.

Every kind of shop has an example in `tests/connectors/shops`: the same order in its own words, and a stand-in
that speaks its protocol. Recorded orders that nobody here wrote are in ../shared/data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pakhuis.connectors.contract import (
    Access,
    Connector,
    Options,
    OrderGone,
    Payload,
    PermanentFailure,
    ShopError,
    ShopOrderData,
    TemporaryFailure,
)
from pakhuis.connectors.fields import COMMON, FieldKind
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import Stage
from pakhuis.connectors.supplies import CUSTOMER_FIELDS, Certainty
from pakhuis.customers.intake import NewAddress
from pakhuis.customers.rules import check_person
from pakhuis.kernel.checking import Checks
from tests.architecture.source import ROOT
from tests.connectors.recorded import DATA, KINDS, MISSING, REAL
from tests.connectors.spoiling import spoil
from tests.connectors.standin import (
    CHANGED,
    VAT_NUMBER,
    Example,
    Order,
    example,
    minutes_later,
    opened,
)
from tests.effort import examples

ALWAYS = ("name", "contact_name", "email", "invoice", "delivery")
pytestmark = pytest.mark.once


READ_BY_PLACE = ("ccv", "shopify")
"""Shops whose lists have a cursor of their own, or an order that no change touches."""
ASKED = [kind for kind in KINDS if not connectors()[kind].posts_whole_orders]
"""Shops that can be asked for their orders; the others post them whole, and are never called."""


@contextmanager
def _open(kind: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Example]:
    """The shop of an example, opened; for one that asks day by day it is the day of the examples."""
    if kind == "bol":
        monkeypatch.setattr("pakhuis.connectors.bol.client.now", lambda: minutes_later(60))
    with opened(example(kind)) as one:
        yield one


@pytest.fixture(params=ASKED)
def asked_shop(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Example]:
    """A shop that can be asked for its orders."""
    with _open(request.param, monkeypatch) as one:
        yield one


@pytest.fixture(params=KINDS)
def shop(request: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Example]:
    """Every shop."""
    with _open(request.param, monkeypatch) as one:
        yield one


def connector_of(shop: Example) -> Connector:
    return connectors()[shop.kind]


def options(shop: Example) -> Options:
    return Options(webshop_id=1, country="NL", values={**shop.values, "unpaid": "expect"})


def taken(shop: Example, **wanted: Any) -> ShopOrderData:
    order = Order(id=shop.id_of(501), **wanted)
    return connector_of(shop).translate(shop.payload(order), options(shop))


def person_of(data: ShopOrderData) -> Any:
    assert data.new.webshop is not None
    return data.new.webshop.person


def told_fields(data: ShopOrderData) -> dict[str, Any]:
    """What an order told, by the names of the table."""
    person = person_of(data)
    return {
        "name": person.name,
        "contact_name": person.contact_name,
        "email": person.email,
        "phone": person.phone,
        "invoice": person.invoice,
        "delivery": person.delivery,
        "language": person.locale,
        "vat_number": person.vat_number,
        "remarks": person.remarks,
        "number": person.number,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_connector_declares_what_it_needs(kind: str) -> None:
    one = connectors()[kind]
    assert one.kind == kind
    assert one.name
    names = [setting.name for setting in (*one.fields, *COMMON)]
    assert names[0] == "address"
    assert len(set(names)) == len(names)
    assert any(setting.kind is FieldKind.SECRET for setting in one.fields)
    for setting in one.fields:
        assert setting.label
        assert (setting.kind is FieldKind.CHOICE) == bool(setting.choices)
    assert (ROOT / f"docs/how-to/{kind}.md").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_what_a_shop_tells_is_whole(kind: str) -> None:
    supplies = {one.field: one for one in connectors()[kind].supplies}
    assert tuple(supplies) == CUSTOMER_FIELDS
    assert all(supplies[name].certainty is not Certainty.NEVER for name in ALWAYS)
    assert all(bool(one.origin) == (one.certainty is not Certainty.NEVER) for one in supplies.values())


def test_the_table_is_true(shop: Example) -> None:
    """What the table says is told is in the example's order, and what it says is not told is nowhere."""
    told = told_fields(taken(shop))
    for one in connector_of(shop).supplies:
        if one.field in told:
            assert bool(told[one.field]) == (one.certainty is not Certainty.NEVER), one.field
        else:
            exempt = taken(shop, is_exempt=True)
            assert (exempt.new.calculate_vat is False) == (one.certainty is not Certainty.NEVER), one.field
            is_of_buyer = one.certainty is not Certainty.NEVER and not one.is_of_order
            assert (person_of(exempt).calculate_vat is False) == is_of_buyer, one.field


def test_an_order_says_the_same_in_every_shop(shop: Example) -> None:
    data = taken(shop)
    told = told_fields(data)
    assert (told["name"], told["contact_name"]) == ("Bakkerij Vlug", "Ina Vlug")
    assert told["email"]
    assert told["phone"] in ("", "010-4567890")
    assert told["vat_number"] in ("", VAT_NUMBER)
    assert told["remarks"] in ("", "Achterom")
    assert told["language"][:2] in ("", "nl")
    assert place_of(told["invoice"]) == ("Bakkerij Vlug", "Markt 2", "2611 AB", "Delft", "NL")
    assert place_of(told["delivery"])[1:] == ("Loods 7", "2612 CD", "Delft", "NL")
    assert data.external_id == shop.id_of(501)
    assert data.new.reference
    assert (data.stage, data.problems) == (Stage.READY, ())


def place_of(given: NewAddress) -> tuple[str, ...]:
    return (given.name, given.line1, given.zipcode, given.city, given.country)


def test_prices_come_out_excluding_vat(shop: Example) -> None:
    data = taken(shop)
    (line,) = data.new.lines
    assert (line.product_code, int(str(line.amount))) == ("TRIPEL", 5)
    (wanted,) = data.products
    if data.lines[0].rate is None and data.lines[0].includes_vat:
        assert line.price == Decimal("12.10"), "to be priced where the product is known"
    else:
        assert (line.price, wanted.vat_percentage) == (Decimal(10), Decimal(21))


def test_a_guest_has_no_customer_id(shop: Example) -> None:
    guest, account = person_of(taken(shop, is_guest=True)), person_of(taken(shop))
    assert guest.external_id == ""
    assert guest.name == account.name
    assert bool(account.external_id) or account.is_masked


def test_what_the_status_of_a_shop_means_here(shop: Example) -> None:
    stages = {"unpaid": Stage.EXPECTED, "cancelled": Stage.CANCELLED, "sent": Stage.SENT}
    if shop.kind == "bol":
        # bol.com hands over paid orders only.
        del stages["unpaid"]
    for state, stage in stages.items():
        assert taken(shop, state=state).stage is stage


def test_unpaid_orders_are_left_aside_unless_asked_for(shop: Example) -> None:
    data = connector_of(shop).translate(
        shop.payload(Order(id=shop.id_of(501), state="cancelled" if shop.kind == "bol" else "unpaid")),
        Options(webshop_id=1, country="NL", values=shop.values),
    )
    assert data.stage in (Stage.NOT_YET, Stage.CANCELLED)


def test_the_time_of_change_is_in_utc(shop: Example) -> None:
    data = taken(shop)
    assert data.modified_at == CHANGED or (data.modified_at is None and data.fingerprint)


def test_a_line_without_sku_waits_and_can_be_linked(shop: Example) -> None:
    payload = shop.payload(Order(id=shop.id_of(501), sku=""))
    data = connector_of(shop).translate(payload, options(shop))
    (problem,) = data.problems
    assert (problem.code, problem.path) == ("no_sku", ("lines", 0, "product"))
    key = dict(problem.params)["key"]
    known = Options(webshop_id=1, country="NL", values=shop.values, links={key: "GLAS"})
    again = connector_of(shop).translate(payload, known)
    assert (again.problems, again.new.lines[0].product_code) == ((), "GLAS")


def test_nothing_at_all_is_parked_for_a_person(shop: Example) -> None:
    data = connector_of(shop).translate({}, options(shop))
    assert "nothing_told" in {one.code for one in data.problems}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_no_nonsense_raises(kind: str, data: st.DataObject) -> None:
    one = example(kind)
    payload = json.loads(json.dumps(one.payload(Order(id=one.id_of(501)))))
    for _ in range(data.draw(st.integers(1, 4))):
        spoil(payload, data)
    found = connectors()[kind].translate(payload, options(one))
    assert isinstance(found, ShopOrderData)
    check_person(person_of(found), Checks())


def test_an_order_is_fetched_as_it_is(asked_shop: Example) -> None:
    asked_shop.put(501)
    payload = connector_of(asked_shop).fetch(asked_shop.access(), asked_shop.id_of(501))
    fetched = connector_of(asked_shop).translate(payload, options(asked_shop))
    assert fetched == taken(asked_shop)


def test_an_order_the_shop_does_not_know_is_gone(asked_shop: Example) -> None:
    with pytest.raises(OrderGone):
        connector_of(asked_shop).fetch(asked_shop.access(), asked_shop.id_of(999))


def test_an_odd_id_stays_inside_its_path(asked_shop: Example) -> None:
    with pytest.raises(ShopError):
        connector_of(asked_shop).fetch(asked_shop.access(), "../../admin?x=1#")
    assert not [one for one in asked_shop.asked if "admin?" in one.target or one.path.endswith("/admin")]


def everything(shop: Example, since: Any) -> list[str]:
    one = connector_of(shop)
    start, found = "", list[str]()
    for _ in range(20):
        page = one.changed_since(shop.access(), since, start=start)
        found += [data.external_id for data in translated(shop, page.orders)]
        start = page.next
        if not start:
            return found
    raise AssertionError("the pages never end")


def translated(shop: Example, payloads: Any) -> list[ShopOrderData]:
    return [connector_of(shop).translate(payload, options(shop)) for payload in payloads]


def test_a_poll_reads_every_page(asked_shop: Example, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module(f"pakhuis.connectors.{asked_shop.kind}.client"), "PER_PAGE", 2)
    wanted = [asked_shop.put(600 + number, changed=minutes_later(number)).id for number in range(5)]
    assert list(dict.fromkeys(everything(asked_shop, CHANGED))) == wanted
    assert list(dict.fromkeys(everything(asked_shop, None))) == wanted


@pytest.mark.parametrize("asked_shop", [one for one in ASKED if one not in READ_BY_PLACE], indirect=True)
def test_what_changes_while_pages_are_read_makes_none_passed_over(
    asked_shop: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module(f"pakhuis.connectors.{asked_shop.kind}.client"), "PER_PAGE", 10)
    wanted = {asked_shop.put(600 + number, changed=minutes_later(number)).id for number in range(37)}
    one, start, found = connector_of(asked_shop), "", set[str]()
    for turn in range(20):
        page = one.changed_since(asked_shop.access(), CHANGED, start=start)
        found |= {data.external_id for data in translated(asked_shop, page.orders)}
        start = page.next
        if not start:
            break
        if turn < 3:
            asked_shop.put(600 + turn, changed=minutes_later(50 + turn))
    assert found == wanted


def test_a_page_full_of_one_second_is_read_to_its_end(
    asked_shop: Example, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module(f"pakhuis.connectors.{asked_shop.kind}.client"), "PER_PAGE", 2)
    wanted = {asked_shop.put(600 + number, changed=minutes_later(5)).id for number in range(7)}
    assert set(everything(asked_shop, CHANGED)) == wanted


def test_a_listed_order_is_made_whole(asked_shop: Example) -> None:
    order = asked_shop.put(501)
    one, access = connector_of(asked_shop), asked_shop.access()
    listed = next(iter(one.changed_since(access, CHANGED - timedelta(hours=1), start="").orders))
    assert one.whole(access, listed) == one.fetch(access, order.id)


def test_a_poll_asks_for_what_changed_since(asked_shop: Example) -> None:
    asked_shop.put(600, changed=CHANGED - timedelta(days=30))
    new = asked_shop.put(601, changed=CHANGED)
    assert new.id in everything(asked_shop, CHANGED - timedelta(hours=1))


def test_a_poll_of_an_empty_shop_is_no_trouble(asked_shop: Example) -> None:
    assert everything(asked_shop, CHANGED) == []


@pytest.mark.parametrize(
    ("status", "body", "code", "error"),
    [
        (500, "oops", "shop_trouble", TemporaryFailure),
        (503, "", "shop_trouble", TemporaryFailure),
        (429, "{}", "too_busy", TemporaryFailure),
        (401, "{}", "wrong_keys", PermanentFailure),
        (403, "{}", "wrong_keys", PermanentFailure),
        (302, "", "moved", PermanentFailure),
        (200, "<html>", "nonsense_answer", TemporaryFailure),
        (418, "{}", "shop_trouble", PermanentFailure),
    ],
)
def test_trouble_is_told_in_plain_words(
    asked_shop: Example, status: int, body: str, code: str, error: type[ShopError]
) -> None:
    asked_shop.trouble = [(status, body, {"Location": "https://elsewhere.example/", "Retry-After": "7"})] * 3
    with pytest.raises(error) as raised:
        connector_of(asked_shop).fetch(asked_shop.access(key_mark=str(status)), asked_shop.id_of(501))
    assert raised.value.problem.code == code
    if status == 429:
        assert raised.value.wait == timedelta(seconds=7)


def test_wrong_keys_are_told(asked_shop: Example) -> None:
    wrong = dict.fromkeys(secrets_of(asked_shop), "wrong")
    with pytest.raises(ShopError) as raised:
        connector_of(asked_shop).changed_since(asked_shop.access(**wrong), None, start="")
    assert raised.value.problem.code == "wrong_keys"


def secrets_of(shop: Example) -> list[str]:
    fields = connector_of(shop).fields
    return [one.name for one in fields if one.kind is FieldKind.SECRET and one.name != "webhook_secret"]


def test_only_the_shops_own_hosts_are_called(shop: Example) -> None:
    assert all("127.0.0.1" in one.headers["host"] for one in shop.asked)
    access = shop.access()
    assert "127.0.0.1" in access.address
    assert repr(access) == f"Access({shop.address})"


def test_a_signed_message_names_its_order(shop: Example) -> None:
    order = shop.put(501)
    body, headers = shop.webhook(order)
    one = connector_of(shop)
    assert one.verify(body, headers, shop.access())
    message = one.read(body, headers)
    assert (message.order_id, message.problem) == (order.id, None)


def test_a_signature_that_is_not_right_is_refused(shop: Example) -> None:
    body, headers = shop.webhook(shop.put(501))
    one = connector_of(shop)
    assert not one.verify(body + b" ", headers, shop.access()) or not shop.signs
    others = dict.fromkeys([*secrets_of(shop), "webhook_secret"], "another")
    assert not one.verify(body, headers, shop.access(**others))
    assert not one.verify(body, headers, Access(address=shop.address))
    assert not one.verify(body, {}, shop.access())
    spoilt = {name: value + "\xff" if value else value for name, value in headers.items()}
    assert not one.verify(body, spoilt, shop.access())


@pytest.mark.parametrize(
    "body", [b"", b"{broken", b"[]", b"null", b"7", b'{"id": []}', b"\xff\xfe", b"[" * 5000]
)
def test_what_cannot_be_read_is_told_as_malformed(shop: Example, body: bytes) -> None:
    _, headers = shop.webhook(shop.put(501))
    about_ids = {name: value for name, value in headers.items() if "order" not in name}
    message = connector_of(shop).read(body, about_ids)
    assert message.order_id == ""
    assert message.problem is not None or not message.is_about_orders


def test_every_recorded_order_goes_through_its_connector() -> None:
    if DATA is None:
        pytest.skip(MISSING)
    expected = json.loads((DATA / "expected-payloads.json").read_text(encoding="utf-8"))
    wanted = {name for name, orders in expected.items() if orders and name.split("/")[0] in KINDS}
    assert {name for _, name, _, _ in REAL} == wanted


@pytest.mark.skipif(not REAL, reason=MISSING)
@pytest.mark.parametrize(("kind", "name", "payload", "told"), REAL, ids=[one[1] for one in REAL])
def test_recorded_orders(kind: str, name: str, payload: Payload, told: dict[str, Any]) -> None:
    data = connectors()[kind].translate(payload, Options(webshop_id=1, country="NL"))
    person = person_of(data)
    assert data.new.reference == str(told["order"])
    is_known_guest = told["guest"] is True or told["customer_id"] is None
    assert person.external_id == ("" if is_known_guest else str(told["customer_id"]))
    assert (person.name, person.contact_name) == (told["name"], told["contact"])
    assert (person.email, person.phone) == (told["email"] or "", told["phone"] or "")
    assert person.vat_number == (told["vat"] or "")
    assert data.new.remarks == (told["remarks"] or "").split(" (memo, internal")[0]
    assert exempt_as_told(data, told["exempt"])
    assert person.locale.startswith(only_word(told["language"]))
    assert address(person.invoice) == wanted(told["invoice"])
    assert address(person.delivery) == wanted(told["delivery"])
    if isinstance(told["lines"], list):
        found = [(one.sku, one.amount, Decimal(str(one.listed))) for one in data.lines]
        assert [(sku, Decimal(str(amount)), price) for sku, amount, price in found] == [
            (str(sku), Decimal(str(amount)), Decimal(str(price).split()[0]))
            for sku, amount, price in told["lines"]
        ]


def exempt_as_told(data: ShopOrderData, told: bool | None) -> bool:
    """The shop's word where there is one; where it is silent, only VAT that plainly was shifted."""
    if told is not None:
        return (data.new.calculate_vat is False) is told
    return data.new.calculate_vat is None or data.new.calculate_vat_reason.startswith("no VAT charged")


def only_word(told: str | None) -> str:
    """A language; a number of a language that another call would tell says nothing."""
    return "" if told is None or " " in told else told


def address(given: NewAddress | None) -> tuple[str, ...] | None:
    if given is None:
        return None
    return (given.name, given.line1, given.line2, given.zipcode, given.city, given.region, given.country)


def wanted(told: dict[str, str] | None) -> tuple[str, ...] | None:
    """An address of the table; a country by the number of another call says nothing."""
    if told is None:
        return None
    name = told["company"] or told["contact"]
    country = told["country"] if len(told["country"]) == 2 else ""
    return (name, *(told[key] for key in ("line1", "line2", "zip", "city", "region")), country)
