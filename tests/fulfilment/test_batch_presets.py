"""Presets of batches: the first of a queue that meet what is asked, in one walk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pakhuis.accounts.actions import create_tag
from pakhuis.catalogue.models import Product
from pakhuis.fulfilment.actions import (
    change_batch_preset,
    create_batch_of_first,
    create_batch_of_preset,
    create_batch_preset,
    delete_batch_preset,
)
from pakhuis.fulfilment.models import Batch, BatchPreset, Picklist
from pakhuis.fulfilment.preset_intake import BatchPresetFields
from pakhuis.fulfilment.queue_choice import first_that_meet, seen_on
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from pakhuis.orders.conditions import OF_BATCH, Condition, How, What
from pakhuis.stock.actions import move_between_locations
from pakhuis.stock.models import Warehouse
from tests.factories import MOMENT, a_customer, a_location, a_picklist, a_warehouse

pytestmark = pytest.mark.django_db
DO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT + timedelta(minutes=2)}


@pytest.fixture
def house(db: None) -> Warehouse:
    return a_warehouse("Delft")


def asks(what: What, how: How, *values: str) -> tuple[Condition, ...]:
    return (Condition(what=what, how=how, values=values),)


def product(code: str) -> str:
    return str(Product.objects.get(code=code).pk)


def a_preset(house: Warehouse, *conditions: Condition, **given: Any) -> BatchPreset:
    fields = {"title": "Preset", "warehouse_id": house.pk, "count": 10, "conditions": conditions, **given}
    return create_batch_preset(BatchPresetFields(**fields), **DO)


def chosen(preset: BatchPreset) -> list[str]:
    batch = create_batch_of_preset(preset.pk, **DO)
    return list(batch.picklists.order_by("box").values_list("number", flat=True))


def test_only_what_meets_everything_in_the_order_of_the_queue(house: Warehouse) -> None:
    beer, both, glass = a_picklist(A=2), a_picklist(A=1, B=1), a_picklist(B=5)
    only_a = a_preset(house, *asks(What.PRODUCTS, How.ONLY, product("A")))
    assert chosen(only_a) == [beer.number]
    few = a_preset(house, *asks(What.PIECES, How.BETWEEN, "", "4"), count=1)
    assert chosen(few) == [both.number]
    with pytest.raises(Refused):
        chosen(few)
    assert Picklist.objects.get(pk=glass.pk).batch is None


def test_tags_of_order_and_product_country_and_shop(house: Warehouse) -> None:
    tag = create_tag("Route", color="#112233", inherit=True, **DO)
    routed = a_picklist(a_customer(tag_ids=(tag.pk,)), A=1)
    other = a_picklist(a_customer("B"), A=1)
    without = a_preset(
        house,
        *asks(What.TAGS, How.NONE_OF, str(tag.pk)),
        *asks(What.COUNTRY, How.ONE_OF, "NL"),
        *asks(What.WEBSHOP, How.ONE_OF, "0"),
        *asks(What.PRODUCT_TAGS, How.NONE_OF, str(tag.pk)),
    )
    assert chosen(without) == [other.number]
    assert chosen(a_preset(house, *asks(What.TAGS, How.ALL_OF, str(tag.pk)))) == [routed.number]


def test_places_are_asked_by_their_beginning(house: Warehouse) -> None:
    low, high = a_picklist(A=1), a_picklist(B=1)
    for code, name in (("A", "a-01"), ("B", "B-09")):
        place = a_location(house, name)
        where: dict[str, Any] = {
            "warehouse_id": house.pk,
            "from_location_id": None,
            "to_location_id": place.pk,
        }
        move_between_locations(int(product(code)), amount=1, **where, **DO)
    assert chosen(a_preset(house, *asks(What.LOCATION, How.ONLY, "A-0"))) == [low.number]
    assert chosen(a_preset(house, *asks(What.LOCATION, How.NONE_OF, "A"))) == [high.number]


def test_singles_and_other_warehouses(house: Warehouse) -> None:
    single, _more = a_picklist(A=1), a_picklist(A=2)
    elsewhere = a_warehouse("Gent", priority=2)
    a_picklist(house=elsewhere, A=1)
    assert chosen(a_preset(house, is_singles=True)) == [single.number]
    assert Batch.objects.get().kind == "singles"


def test_one_made_a_moment_ago_is_left_to_ripen(house: Warehouse) -> None:
    a_picklist(A=1)
    soon: dict[str, Any] = {"by": SYSTEM, "now": MOMENT + timedelta(seconds=59)}
    with pytest.raises(Refused):
        create_batch_of_first(warehouse_id=house.pk, count=1, **soon)
    soon["now"] += timedelta(seconds=1)
    assert create_batch_of_first(warehouse_id=house.pk, count=1, **soon).picklists.count() == 1


def test_a_long_queue_costs_no_query_a_picklist(house: Warehouse) -> None:
    def queries(count: int) -> int:
        ids = [a_picklist(A=1, B=1).pk for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            assert len(seen_on(ids, OF_BATCH)) == count
        return len(captured)

    assert queries(1) == queries(4) <= 6


def test_more_is_read_until_there_are_enough(house: Warehouse) -> None:
    for _ in range(3):
        a_picklist(A=1)
    last = a_picklist(B=1)
    only_b = asks(What.PRODUCTS, How.ONE_OF, product("B"))
    queue = Picklist.objects.order_by("rank", "pk")
    assert first_that_meet(queue, only_b, most=5, at_once=2) == [last.pk]


def test_a_preset_is_changed_and_deleted_with_facts_and_refused_whole(house: Warehouse) -> None:
    preset = a_preset(house)
    fields = BatchPresetFields(title="Other", warehouse_id=house.pk, count=5, is_singles=True)
    change_batch_preset(preset.pk, fields, **DO)
    change_batch_preset(preset.pk, fields, **DO)
    (fact,) = Fact.objects.filter(name="batch_preset.changed")
    assert [one["field"] for one in fact.data["changes"]] == ["title", "kind", "count"]
    bad = BatchPresetFields(
        title="", warehouse_id=999, count=0, conditions=asks(What.LANGUAGE, How.ONE_OF, "nl")
    )
    with pytest.raises(Refused) as refused:
        change_batch_preset(preset.pk, bad, **DO)
    assert {one.path for one in refused.value.problems} == {
        ("title",),
        ("warehouse",),
        ("count",),
        ("conditions", What.LANGUAGE),
    }
    delete_batch_preset(preset.pk, **DO)
    for deed in (delete_batch_preset, create_batch_of_preset):
        with pytest.raises(Refused):
            deed(preset.pk, **DO)


def test_the_page_makes_uses_and_deletes_one(admin_client: Client, house: Warehouse) -> None:
    picklist = a_picklist(A=1)
    sent = {"title": "Letterbox", "warehouse": house.pk, "count": "5", "weight_high": "2000", "location": "a"}
    refused = admin_client.post("/batches/presets/new/", {"title": "x"})
    assert "has-error" in refused.content.decode()
    assert admin_client.post("/batches/presets/new/", sent).status_code == 302
    preset = BatchPreset.objects.get()
    shown = admin_client.get("/batches/", headers={"accept-language": "en"}).content.decode()
    for words in ("Letterbox", "Weight in grams: at most 2000", "Places that begin with A"):
        assert words in shown
    admin_client.post(f"/batches/presets/{preset.pk}/", {**sent, "location": ""})
    used = admin_client.post(f"/batches/presets/{preset.pk}/use/")
    assert used.headers["Location"] == f"/batches/{Batch.objects.get().pk}/"
    assert Batch.objects.get().picklists.get() == picklist
    assert admin_client.post(f"/batches/presets/{preset.pk}/use/").headers["Location"] == "/batches/"
    admin_client.post(f"/batches/presets/{preset.pk}/delete/")
    assert not BatchPreset.objects.exists()
