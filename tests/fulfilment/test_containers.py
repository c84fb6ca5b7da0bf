"""Picking containers: one holds one picklist, and it is free again when that is done."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from pakhuis.accounts.actions import create_api_key
from pakhuis.accounts.models import User
from pakhuis.fulfilment.actions import (
    close_picklist,
    pick_all,
    remove_container,
    save_container,
    use_container,
)
from pakhuis.fulfilment.models import PickingContainer, Picklist
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.api.conftest import Call, caller
from tests.factories import MOMENT, a_processed_order, a_warehouse, lines, stocked

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


@pytest.fixture
def call(db: None) -> Call:
    return caller(create_api_key("test", **WHO)[1])


@pytest.fixture
def picklists(db: None) -> list[Picklist]:
    """Two open ones."""
    stocked(a_warehouse(), A=9)
    return [a_processed_order(lines=lines(A=2)).picklists.get() for _ in range(2)]


def a_container(name: str = "Krat 1") -> PickingContainer:
    return save_container(None, name=name, **WHO)


def refused(deed: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        deed()
    return [one.code for one in refusal.value.problems]


def holds(one: PickingContainer) -> Picklist | None:
    return PickingContainer.objects.get(pk=one.pk).holds


def test_one_holds_one_picklist_until_it_is_closed(picklists: list[Picklist]) -> None:
    first, second = picklists
    crate, other = a_container(), a_container("Krat 2")
    use_container(first.pk, crate.pk, **WHO)
    use_container(first.pk, crate.pk, **WHO)
    assert refused(lambda: use_container(second.pk, crate.pk, **WHO)) == ["container_in_use"]
    assert refused(lambda: remove_container(crate.pk, **WHO)) == ["container_in_use"]
    assert holds(crate) == first
    use_container(first.pk, other.pk, **WHO)
    assert (holds(crate), holds(other)) == (None, first)
    pick_all(first.pk, **WHO)
    close_picklist(first.pk, **WHO)
    assert holds(other) is None
    use_container(second.pk, other.pk, **WHO)
    assert holds(other) == second
    use_container(second.pk, None, **WHO)
    assert holds(other) is None
    told = Fact.objects.filter(name="picklist.contained").order_by("pk")
    assert [one.data["container"] for one in told] == ["Krat 1", "Krat 2", "Krat 2", ""]
    assert refused(lambda: use_container(first.pk, crate.pk, **WHO)) == ["not_allowed_now"]
    remove_container(crate.pk, **WHO)
    assert list(PickingContainer.objects.all()) == [other]


def test_a_name_is_given_and_belongs_to_one(db: None) -> None:
    crate = a_container()
    a_container("Kar")
    assert refused(lambda: a_container(" krat 1 ")) == ["name_taken"]
    assert refused(lambda: a_container("")) == ["missing"]
    assert refused(lambda: save_container(crate.pk, name="KAR", **WHO)) == ["name_taken"]
    assert refused(lambda: save_container(999, name="x", **WHO)) == ["not_found"]
    save_container(crate.pk, name="KRAT 1", **WHO)
    crate.refresh_from_db()
    assert crate.name == "KRAT 1"
    assert Fact.objects.filter(name="container.saved").count() == 3


def test_over_the_api(picklists: list[Picklist], call: Call) -> None:
    first, second = picklists
    read_only = caller(create_api_key("reader", can_write=False, **WHO)[1])
    assert read_only("POST", "picking-containers", {"name": "X"}).status_code == 403
    made = call("POST", "picking-containers", {"name": "Krat 7"}).json()
    path = f"picking-containers/{made['idpicking_container']}"
    assert call("POST", f"{path}/link", {"idpicklist": first.pk}).json()["idpicklist"] == first.pk
    assert call("POST", f"{path}/link", {"idpicklist": second.pk}).json()["error_code"] == 21
    assert call("POST", f"{path}/link", {"idpicklist": 999}).status_code == 404
    assert len(call("GET", f"picking-containers?idpicklist={first.pk}").json()) == 1
    assert call("GET", f"picking-containers?idpicklist={second.pk}").json() == []
    assert call("GET", "picking-containers?offset=100").json() == []
    assert call("DELETE", path).json()["error_code"] == 21
    assert call("POST", f"{path}/link", {"idpicklist": None}).json()["idpicklist"] is None
    assert call("PUT", path, {"name": "Krat 8"}).json()["name"] == "Krat 8"
    assert call("PUT", path, {}).json()["name"] == "Krat 8"
    assert call("DELETE", path).status_code == 204
    assert call("GET", path).status_code == 404


def test_on_screen(picklists: list[Picklist], admin: User) -> None:
    client = Client()
    client.force_login(admin)
    client.post("/settings/shipping/containers/", {"name": "Krat 7"})
    crate = PickingContainer.objects.get()
    assert "Krat 7" in client.get("/settings/shipping/").content.decode()
    page = f"/picklists/{picklists[0].pk}/"
    assert f'<option value="{crate.pk}" >Krat 7' in client.get(page).content.decode()
    client.post(f"{page}container/", {"container": crate.pk})
    assert holds(crate) == picklists[0]
    assert "selected>Krat 7" in client.get(page).content.decode()
    assert "Krat 7" in client.get(f"{page}scan/").content.decode()
    assert "Krat 7" not in client.get(f"/picklists/{picklists[1].pk}/").content.decode()
    client.post(f"/settings/shipping/containers/{crate.pk}/")
    assert PickingContainer.objects.exists()
    client.post(f"{page}container/", {"container": ""})
    client.post(f"/settings/shipping/containers/{crate.pk}/")
    assert not PickingContainer.objects.exists()
