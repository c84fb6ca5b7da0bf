"""People who log in, and keys: made, found, revoked, never kept in the clear."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pakhuis.accounts.actions import (
    api_key_for,
    create_api_key,
    create_user,
    revoke_api_key,
    set_language,
)
from pakhuis.accounts.models import ApiKey, User, UserRight
from pakhuis.accounts.rights import ALL_RIGHTS, Right
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT

pytestmark = pytest.mark.django_db


def made(name: str = "Sanne", **given: object) -> User:
    return create_user(
        name,
        **{"password": "hop-en-gist-2026", "by": SYSTEM, "now": MOMENT, **given},  # type: ignore[arg-type]
    )


def test_a_user_can_log_in_and_has_the_rights_given() -> None:
    user = made(rights=(Right.ORDERS_SEE, Right.PICKLISTS_WORK), first_name="Sanne", last_name="Bos")
    assert user.check_password("hop-en-gist-2026")
    assert user.granted_rights() == {Right.ORDERS_SEE, Right.PICKLISTS_WORK}
    assert user.as_actor().label == "Sanne Bos"
    assert UserRight.objects.count() == 2


def test_an_administrator_has_all_rights_and_a_switched_off_user_none() -> None:
    admin = made(is_admin=True)
    assert admin.granted_rights() == ALL_RIGHTS
    admin.is_active = False
    assert admin.granted_rights() == frozenset()


def test_all_that_is_wrong_with_a_user_at_once() -> None:
    made("Sanne")
    with pytest.raises(Refused) as refused:
        made("sanne", password="kort")
    assert {one.code for one in refused.value.problems} == {"name_taken", "weak_password"}
    with pytest.raises(Refused) as refused:
        made(" ", password="password123")
    assert {one.path for one in refused.value.problems} == {("username",), ("password",)}
    assert User.objects.count() == 1


def test_nobody_reads_a_password_or_key_in_the_journal() -> None:
    made(email="sanne@x.example")
    _, text = create_api_key("Kassa", by=SYSTEM, now=MOMENT)
    written = str(list(Fact.objects.values_list("data", flat=True)))
    assert "hop-en-gist" not in written
    assert text not in written
    assert text[8:] not in written


def test_the_language_of_a_user() -> None:
    user = made(language="xx")
    assert user.language == ""
    for language, found in (("en", "en"), ("xx", "en"), ("nl", "nl")):
        set_language(user.pk, language=language)
        user.refresh_from_db()
        assert user.language == found


def test_a_key_is_kept_as_a_hash_only() -> None:
    key, text = create_api_key(" Kassa ", by=SYSTEM, now=MOMENT)
    assert (key.name, key.start, key.can_write) == ("Kassa", text[:8], True)
    assert text not in str(ApiKey.objects.values_list().get())
    assert len(text) > 40
    found = api_key_for(text, now=MOMENT)
    assert found == key
    assert found is not None
    assert found.as_actor().label == "Kassa"


@pytest.mark.parametrize("text", ["", "pk_", "x", "pk_" + "a" * 43, "\ud800", "é"])
def test_an_unknown_key_is_nobody(text: str) -> None:
    create_api_key("Kassa", by=SYSTEM, now=MOMENT)
    assert api_key_for(text, now=MOMENT) is None


def test_a_revoked_key_stops_at_once_and_for_good() -> None:
    key, text = create_api_key("Kassa", by=SYSTEM, now=MOMENT)
    for _ in range(2):
        revoke_api_key(key.pk, by=SYSTEM, now=MOMENT)
    assert api_key_for(text, now=MOMENT) is None
    assert list(Fact.objects.order_by("pk").values_list("name", flat=True)) == [
        "api_key.created",
        "api_key.revoked",
    ]
    revoke_api_key(999, by=SYSTEM, now=MOMENT)


def test_the_use_of_a_key_is_noted_at_most_once_a_minute() -> None:
    key, text = create_api_key("Kassa", by=SYSTEM, now=MOMENT)
    for seconds, noted in ((0, 0), (59, 0), (61, 61), (100, 61), (122, 122)):
        api_key_for(text, now=MOMENT + timedelta(seconds=seconds))
        key.refresh_from_db()
        assert key.last_used_at == MOMENT + timedelta(seconds=noted)


def test_a_key_needs_a_name() -> None:
    with pytest.raises(Refused):
        create_api_key(" ", by=SYSTEM, now=MOMENT)
    assert not ApiKey.objects.exists()
