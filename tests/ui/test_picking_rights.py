"""Who may only scan, who may pick by line, and who may say that everything is picked."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client

from pakhuis.accounts.actions import create_api_key, create_user
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.kernel.actor import SYSTEM
from tests.api.conftest import caller
from tests.conftest import PASSWORD
from tests.factories import MOMENT, a_picklist

pytestmark = pytest.mark.django_db
SCANS = (Right.PICKLISTS_WORK, Right.ORDERS_SEE)


def a_client(*rights: Right) -> Client:
    user = create_user(f"u{len(rights)}{rights[-1]}", password=PASSWORD, rights=rights, by=SYSTEM, now=MOMENT)
    user.language = "en"
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("rights", "by_line", "all_at_once"),
    [
        (SCANS, False, False),
        ((*SCANS, Right.PICKLISTS_PICK), True, False),
        ((*SCANS, Right.PICKLISTS_PICK_ALL), False, True),
    ],
)
def test_each_way_of_picking_asks_for_its_right(
    rights: tuple[Right, ...], by_line: bool, all_at_once: bool
) -> None:
    client, picklist = a_client(*rights), a_picklist(A=3)
    address, line = f"/picklists/{picklist.pk}/", picklist.lines.get()
    page = client.get(address).content.decode()
    assert (f"{address}pick/{line.pk}/" in page, f"{address}pick-all/" in page) == (by_line, all_at_once)
    assert f"{address}scan/" in page
    assert client.post(f"{address}scan/", {"code": "A"}).status_code == 302
    by_hand = client.post(f"{address}pick/{line.pk}/", {"amount": "1"})
    assert by_hand.status_code == (302 if by_line else 403)
    whole = client.post(f"{address}pick-all/")
    assert whole.status_code == (302 if all_at_once else 403)
    line.refresh_from_db()
    assert line.picked == (3 if all_at_once else 1 + by_line)
    back = f"{address}pick/{line.pk}/" in client.get(address).content.decode()
    assert back is by_line
    assert client.post(f"{address}undo/").status_code == 302


def test_a_key_says_that_everything_is_picked_only_with_that_right() -> None:
    picklist = a_picklist(A=2)
    scans = caller(create_api_key("scanner", rights=SCANS, by=SYSTEM, now=MOMENT)[1])
    answer = scans("POST", f"picklists/{picklist.pk}/pick", {"product": "A", "amount": 1})
    assert answer.json()["totalpicked"] == 1
    assert scans("POST", f"picklists/{picklist.pk}/pickall").status_code == 403
    rights = ALL_RIGHTS - {Right.PICKLISTS_WORK}
    other = caller(create_api_key("other", rights=rights, by=SYSTEM, now=MOMENT)[1])
    assert other("POST", f"picklists/{picklist.pk}/pickall").json()["totalpicked"] == 2


def test_who_worked_with_picklists_before_there_were_these_rights_keeps_them() -> None:
    migration = import_module("pakhuis.accounts.migrations.0003_picking_by_hand")
    picker = create_user("piet", password=PASSWORD, rights=SCANS, by=SYSTEM, now=MOMENT)
    office = create_user("kees", password=PASSWORD, rights=(Right.ORDERS_SEE,), by=SYSTEM, now=MOMENT)
    key, _ = create_api_key("scanner", rights=(Right.PICKLISTS_WORK,), by=SYSTEM, now=MOMENT)
    before = [one.granted_rights() for one in (picker, office, key)]
    migration.give(apps, None)
    by_hand = {Right.PICKLISTS_PICK, Right.PICKLISTS_PICK_ALL}
    after = [one.granted_rights() for one in (picker, office, key)]
    assert after == [before[0] | by_hand, before[1], before[2] | by_hand]
    migration.take(apps, None)
    assert [one.granted_rights() for one in (picker, office, key)] == before
    assert set(migration.KNOWN) == {str(one) for one in Right}, "each right may stand in the tables"
