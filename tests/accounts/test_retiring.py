"""Tags and templates: changed with old and new value, retired and brought back, never lost."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from pakhuis.accounts.actions import change_tag, change_template, create_tag, create_template
from pakhuis.accounts.colors import is_color, text_color
from pakhuis.accounts.models import Tag, Template, Webshop
from pakhuis.accounts.uses import COUNTED, Use, in_use, uses_of
from pakhuis.customers.models import Customer
from pakhuis.journal.models import Fact
from pakhuis.journal.queries import logbook
from pakhuis.kernel.actor import SYSTEM, Actor, ActorKind
from pakhuis.kernel.problem import Refused
from pakhuis.orders.models import Order
from tests.factories import MOMENT, a_customer, a_product, a_webshop, an_order, lines

pytestmark = pytest.mark.django_db
ANNA = Actor(ActorKind.PERSON, 7, "Anna")


def a_tag(title: str = "Horeca", *, inherit: bool = True) -> Tag:
    return create_tag(title, color="#123456", inherit=inherit, by=SYSTEM, now=MOMENT)


def a_template(name: str, *, is_default: bool = False) -> Template:
    return create_template(name, is_default=is_default, by=SYSTEM, now=MOMENT)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(one.code, one.path) for one in refused.value.problems]


def test_a_changed_tag_tells_old_and_new() -> None:
    tag = change_tag(a_tag().pk, title=" Cafés ", color="#ABCDEF", inherit=False, by=ANNA, now=MOMENT)
    tag.refresh_from_db()
    assert (tag.title, tag.color, tag.inherit, tag.active) == ("Cafés", "#abcdef", False, True)
    fact = logbook("tag", tag.pk)[0]
    assert (fact.name, fact.actor_label) == ("tag.changed", "Anna")
    assert {one["field"]: (one["old"], one["new"]) for one in fact.data["changes"]} == {
        "title": ("Horeca", "Cafés"),
        "color": ("#123456", "#abcdef"),
        "inherit": ("True", "False"),
    }


def test_saving_a_tag_as_it_was_is_no_fact() -> None:
    tag = a_tag()
    change_tag(tag.pk, title="Horeca", color="#123456", inherit=True, by=ANNA, now=MOMENT)
    assert [one.name for one in logbook("tag", tag.pk)] == ["tag.created"]


def test_all_that_is_wrong_with_a_tag_at_once_and_nothing_changed() -> None:
    tag = a_tag()
    with pytest.raises(Refused) as refused:
        change_tag(tag.pk, title=" ", color="blue", size=4, by=ANNA, now=MOMENT)
    assert codes(refused) == [
        ("missing", ("title",)),
        ("bad_color", ("color",)),
        ("unknown_setting", ("size",)),
    ]
    tag.refresh_from_db()
    assert tag.title == "Horeca"
    with pytest.raises(Refused) as refused:
        change_tag(999_999, title="x", by=ANNA, now=MOMENT)
    assert codes(refused) == [("not_found", ())]


def test_a_retired_tag_frees_its_title_and_comes_back_only_when_it_is_free() -> None:
    old = a_tag()
    change_tag(old.pk, active=False, by=ANNA, now=MOMENT)
    new = a_tag("HORECA")
    with pytest.raises(Refused) as refused:
        change_tag(old.pk, active=True, by=ANNA, now=MOMENT)
    assert codes(refused) == [("name_taken", ("title",))]
    change_tag(new.pk, title="Kroeg", by=ANNA, now=MOMENT)
    assert change_tag(old.pk, active=True, by=ANNA, now=MOMENT).active
    with pytest.raises(Refused):
        change_tag(new.pk, title="horeca", by=ANNA, now=MOMENT)


def test_a_retired_tag_stays_on_customers_and_is_inherited_no_more() -> None:
    tag = a_tag()
    a_product("A")
    customer = a_customer(tag_ids=(tag.pk,))
    assert list(an_order(customer, lines=lines(A=1)).tags.all()) == [tag]
    change_tag(tag.pk, active=False, by=ANNA, now=MOMENT)
    assert list(customer.tags.all()) == [tag]
    assert not an_order(customer, lines=lines(A=1)).tags.exists()


def test_where_something_is_used_is_counted_by_table() -> None:
    tag = a_tag()
    a_product("A")
    customer = a_customer(tag_ids=(tag.pk,))
    for _ in range(3):
        an_order(customer, lines=lines(A=1))
    uses = {one.table: one.count for one in uses_of(tag)}
    assert uses == {"customers.customertag": 1, "orders.ordertag": 3}
    assert in_use(uses_of(tag)).message == (
        "This is in use (customers: 1, orders: 3): choose something else there first."
    )
    assert uses_of(a_tag("Leeg")) == ()
    assert uses_of(tag, leaving=("orders.ordertag", "customers.customertag")) == ()
    assert Use("orders.ordertag", COUNTED + 1).told == "1000+"
    assert Use("somewhere.thing", 2).word == "thing"


def test_a_template_that_customers_or_webshops_have_is_not_retired() -> None:
    a_template("Standaard", is_default=True)
    template = a_template("Horeca")
    customer = a_customer(template_id=template.pk)
    shop = a_webshop(template_id=template.pk)
    with pytest.raises(Refused) as refused:
        change_template(template.pk, active=False, by=ANNA, now=MOMENT)
    assert codes(refused) == [("in_use", ())]
    assert "customers: 1" in str(refused.value)
    assert "webshops: 1" in str(refused.value)
    Customer.objects.filter(pk=customer.pk).update(template=None)
    Webshop.objects.filter(pk=shop.pk).update(template=None)
    assert not change_template(template.pk, active=False, by=ANNA, now=MOMENT).active


def test_past_orders_do_not_keep_a_template_in_use() -> None:
    a_template("Standaard", is_default=True)
    template = a_template("Feest")
    a_product("A")
    order = an_order(a_customer(), lines=lines(A=1), template_id=template.pk)
    change_template(template.pk, active=False, by=ANNA, now=MOMENT)
    assert Order.objects.get(pk=order.pk).template_id == template.pk


def test_there_is_always_a_default_template() -> None:
    first = a_template("Standaard", is_default=True)
    second = a_template("Feest")
    for fields, path in (({"active": False}, "active"), ({"is_default": False}, "is_default")):
        with pytest.raises(Refused) as refused:
            change_template(first.pk, **fields, by=ANNA, now=MOMENT)
        assert codes(refused) == [("is_default", (path,))]
    change_template(second.pk, is_default=True, by=ANNA, now=MOMENT)
    assert list(Template.objects.filter(is_default=True)) == [second]
    change_template(first.pk, active=False, by=ANNA, now=MOMENT)
    with pytest.raises(Refused):
        change_template(first.pk, is_default=True, by=ANNA, now=MOMENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Template.objects.filter(pk=second.pk).update(active=False)


def test_names_of_templates_are_unique_also_when_retired() -> None:
    a_template("Standaard", is_default=True)
    change_template(a_template("Feest").pk, active=False, by=ANNA, now=MOMENT)
    other = a_template("Kaal")
    with pytest.raises(Refused) as refused:
        change_template(other.pk, name="Feest", by=ANNA, now=MOMENT)
    assert codes(refused) == [("name_taken", ("name",))]
    assert not Fact.objects.filter(name="template.changed", subject_id=other.pk).exists()


@pytest.mark.parametrize(
    ("sender", "kept"),
    [("De Linde\r\nBcc: alle@x.example", "De Linde Bcc: alle@x.example"), ("  De\tLinde ", "De Linde")],
)
def test_the_name_of_a_sender_is_one_line(sender: str, kept: str) -> None:
    template = a_template("Standaard", is_default=True)
    assert change_template(template.pk, sender_name=sender, by=ANNA, now=MOMENT).sender_name == kept


@pytest.mark.parametrize(
    "address",
    [
        "x",
        "a@b",
        "a b@c.example",
        "a@c.example\r\nBcc: d@e.example",
        "A <a@c.example>",
        "a@c.example,b@c.example",
        "a..b@c.example",
        "@c.example",
        "a" * 65 + "@c.example",
    ],
)
def test_answers_go_to_one_real_address(address: str) -> None:
    template = a_template("Standaard", is_default=True)
    with pytest.raises(Refused) as refused:
        change_template(template.pk, reply_to=address, by=ANNA, now=MOMENT)
    assert codes(refused) == [("bad_email", ("reply_to",))]
    change_template(template.pk, reply_to=" verkoop@linde.example ", by=ANNA, now=MOMENT)
    template.refresh_from_db()
    assert template.reply_to == "verkoop@linde.example"


@pytest.mark.once
@pytest.mark.parametrize(
    ("color", "text"),
    [
        ("#ffffff", "#000000"),
        ("#000000", "#FFFFFF"),
        ("#d23f3f", "#FFFFFF"),
        ("#ffff00", "#000000"),
        ("#0000ff", "#FFFFFF"),
        ("#7f7f7f", "#FFFFFF"),
        ("#808080", "#000000"),
    ],
)
def test_text_on_a_colour_can_be_read(color: str, text: str) -> None:
    assert is_color(color)
    assert text_color(color) == text
