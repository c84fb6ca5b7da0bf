"""Two people or programs at the same customer, tag or user at the same moment: real processes."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_tag, create_user
from pakhuis.accounts.models import Tag, User
from pakhuis.customers.actions.tag_rows import drifted
from pakhuis.customers.models import Customer, CustomerTag
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from tests.concurrency.race import Deed, race
from tests.factories import MOMENT, a_customer

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_clerks_save_the_same_customer() -> None:
    """Both saw version 1: one is kept, the others are told; nothing is half written."""
    customer = a_customer("Kade")
    seen = {"customer_id": customer.pk, "version": customer.version}
    gave = race([("change_phone", {**seen, "phone": f"015212345{n}"}) for n in range(4)])
    assert Counter(gave) == {"done": 1, "changed_meanwhile": 3}
    customer.refresh_from_db()
    assert customer.phone == f"015212345{gave.index('done')}"
    assert Fact.objects.filter(name="customer.changed").count() == 1


def test_several_save_the_same_settings_at_once() -> None:
    """All opened the form before: one is kept, the others are told, whatever each of them changed."""
    tag = create_tag("Horeca", color="#112233", inherit=False, by=SYSTEM, now=MOMENT)
    boss = create_user("baas", password="hop-en-gist-2026", is_admin=True, by=SYSTEM, now=MOMENT)
    client, path = Client(), f"/settings/tags/{tag.pk}/"
    client.force_login(boss)
    form = {"title": "Horeca", "color": "#112233", "seen": client.get(path).context["entered"].mark}
    sent = [{**form, "title": "Kroeg"}, {**form, "color": "#445566"}, {**form, "inherit": "on"}]
    gave = race([("send_form", {"user_id": boss.pk, "path": path, "sent": one}) for one in sent])
    assert Counter(gave) == {302: 1, 409: 2}
    kept = sent[gave.index(302)]
    tag.refresh_from_db()
    assert (tag.title, tag.color, tag.inherit) == (kept["title"], kept["color"], "inherit" in kept)
    assert Fact.objects.filter(name="tag.changed").count() == 1


def test_the_same_number_in_every_spelling_at_once() -> None:
    spellings = ["k-7", "K-7", " k-7 ", "ｋ-７"]
    gave = race(
        [("new_customer", {"name": f"Klant {n}", "number": text}) for n, text in enumerate(spellings)]
    )
    assert Counter(gave) == {"done": 1, "number_taken": 3}
    assert Customer.objects.count() == 1


def test_a_tag_is_retired_while_it_is_put_on() -> None:
    """In whichever order: no crash, no row that points nowhere, and what was told is what happened."""
    tag = create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    ids = [a_customer(f"Klant {n}").pk for n in range(4)]
    deeds: list[Deed] = [("put_tag", {"customer_id": pk, "tag_id": tag.pk}) for pk in ids]
    *gave, retired = race([*deeds, ("retire_tag", {"tag_id": tag.pk})])
    assert retired == "done"
    assert set(gave) <= {"done", "unknown_tag"}
    has = set(CustomerTag.objects.values_list("customer_id", flat=True))
    assert has == {pk for pk, said in zip(ids, gave, strict=True) if said == "done"}
    assert not Tag.objects.get().active
    assert drifted() == []
    assert race([("put_tag", {"customer_id": ids[0], "tag_id": tag.pk})]) == [
        "done" if ids[0] in has else "unknown_tag"
    ]


def test_a_name_changes_while_a_tag_is_put_on() -> None:
    """What the tag is sorted by is the name that stands in the end."""
    tag = create_tag("Horeca", color="#112233", inherit=True, by=SYSTEM, now=MOMENT)
    customer = a_customer("Aaa", number="1")
    deeds: list[Deed] = []
    for name in ("Bbb", "Ccc", "Ddd"):
        deeds.append(("rename", {"customer_id": customer.pk, "name": name}))
        deeds.append(("put_tag", {"customer_id": customer.pk, "tag_id": tag.pk}))
    assert set(race(deeds)) == {"done"}
    assert CustomerTag.objects.count() == 1
    assert drifted() == []


def test_two_processes_take_away_the_last_two_administrators() -> None:
    admins = [
        create_user(name, password="hop-en-gist-2026", is_admin=True, by=SYSTEM, now=MOMENT)
        for name in ("anna", "bob")
    ]
    User.objects.exclude(pk__in=[one.pk for one in admins]).delete()
    ways: list[Deed] = [
        ("no_admin", {"user_id": admins[0].pk, "how": "is_admin"}),
        ("no_admin", {"user_id": admins[1].pk, "how": "active"}),
    ]
    assert Counter(race(ways)) == {"done": 1, "last_admin": 1}
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1
