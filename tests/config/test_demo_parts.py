"""The parts the demonstration is made with: its agenda, its VAT numbers, and stopping half-way."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

import pytest
from stdnum.eu import vat

from pakhuis.accounts.models import User
from pakhuis.config.demo import fill
from pakhuis.config.demo.vat import vat_number
from pakhuis.config.demo.world import Agenda
from pakhuis.orders.models import Order
from tests.conftest import MOMENT

pytestmark = pytest.mark.once


@pytest.mark.parametrize("country", ["NL", "BE", "DE", "FR"])
def test_vat_numbers_have_right_check_digits(country: str) -> None:
    luck = Random(1)
    numbers = [vat_number(country, luck) for _ in range(50)]
    assert all(vat.is_valid(one) for one in numbers)
    assert len(set(numbers)) == 50


def test_a_country_without_a_rule_has_no_vat_number() -> None:
    assert vat_number("GB", Random(1)) == ""


def test_deeds_are_done_in_order_of_time_and_bring_new_ones() -> None:
    agenda = Agenda(until=MOMENT)
    done: list[str] = []

    def first(now: datetime) -> None:
        done.append("first")
        agenda.at(now + timedelta(minutes=1), lambda _: done.append("from the first"))
        agenda.at(MOMENT + timedelta(minutes=1), lambda _: done.append("too late"))

    agenda.at(MOMENT, lambda _: done.append("last"))
    agenda.at(MOMENT - timedelta(hours=2), first)
    agenda.at(MOMENT - timedelta(hours=1), lambda _: done.append("second"))
    agenda.live()
    assert done == ["first", "from the first", "second", "last"]


@pytest.mark.django_db
def test_stopped_half_way_nothing_is_left() -> None:
    def stop(text: str) -> None:
        if "100 of 120" in text:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(MOMENT, say=stop, orders=120)
    assert not User.objects.exists()
    assert not Order.objects.exists()
