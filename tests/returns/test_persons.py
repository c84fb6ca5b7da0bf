"""A return follows its customer when two are merged, and says of nobody any more when a person is erased."""

from __future__ import annotations

from typing import Any

import pytest

from pakhuis.comments.actions import add_comment
from pakhuis.customers.actions import merge_customers
from pakhuis.customers.actions.unmerge import undo_merge
from pakhuis.privacy.actions import erase_person
from pakhuis.privacy.export import everything_of
from pakhuis.returns.actions import change_return, create_return, log_return
from pakhuis.returns.intake import NewReturnLine, ReturnChange, ReturnFields
from tests.factories import a_customer
from tests.privacy.places import SECRET_WORD, places_of
from tests.returns.making import WHO, a_delivered_order, a_return

pytestmark = pytest.mark.django_db


def test_a_return_goes_along_when_its_customer_is_merged() -> None:
    stays, goes = a_customer("Kade"), a_customer("De Kade", addresses=())
    found = a_return(goes, A=1)
    merge_customers(stays.pk, goes.pk, **WHO)
    found.refresh_from_db()
    assert found.customer_id == stays.pk


def test_a_return_of_an_order_goes_back_with_it_when_the_merge_is_undone() -> None:
    stays, goes = a_customer("Kade"), a_customer("De Kade", addresses=())
    order = a_delivered_order(goes, A=2)
    merge = merge_customers(stays.pk, goes.pk, **WHO)
    line = NewReturnLine(order_line_id=order.lines.get().pk, amount=1)
    since = create_return(ReturnFields(order_id=order.pk), [line], **WHO)
    assert since.customer_id == stays.pk
    undo_merge(merge.pk, **WHO)
    since.refresh_from_db()
    assert since.customer_id == goes.pk


def test_nothing_of_an_erased_person_is_left_on_a_return() -> None:
    customer = a_customer(SECRET_WORD, addresses=())
    found = a_return(customer, A=1)
    texts: dict[str, Any] = dict.fromkeys(
        ("name", "contact_name", "line1", "reference", "tracking_code", "remarks"), SECRET_WORD
    )
    change_return(found.pk, ReturnChange(fields=ReturnFields(**texts)), **WHO)
    log_return(found.pk, message=f"{SECRET_WORD} belde", **WHO)
    add_comment("return", found.pk, body=SECRET_WORD, **WHO)
    assert everything_of(customer.pk)["returns.Return"][0]["id"] == found.pk
    assert "returns.Return.name" in places_of(SECRET_WORD)
    erase_person(customer.pk, **WHO)
    assert places_of(SECRET_WORD) == set()
    found.refresh_from_db()
    assert (found.name, found.lines.get().amount) == ("", 1)
