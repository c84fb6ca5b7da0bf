"""Times on the screens are those of the account, as on papers and over the API."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import change_settings
from pakhuis.kernel.actor import SYSTEM
from pakhuis.orders.models import Order
from tests.factories import MOMENT, a_warehouse, an_order, lines, stocked

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Europe/Amsterdam", "2 Jul 2026, 01:30"), ("America/New_York", "1 Jul 2026, 19:30")],
)
def test_the_moment_of_an_order_is_told_in_the_time_of_the_account(
    admin_client: Client, zone: str, shown: str
) -> None:
    stocked(a_warehouse(), A=1)
    order = an_order(lines=lines(A=1))
    Order.objects.update(created_at=LATE)
    change_settings(time_zone=zone, **WHO)
    page = admin_client.get(f"/orders/{order.pk}/", headers={"accept-language": "en"}).content.decode()
    day, hour = shown.split(", ")
    assert day in page
    assert hour in page
