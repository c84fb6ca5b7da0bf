"""A real shop, django-oscar, beside a running Pakhuis: bought there, packed here, told back.

It installs django-oscar in an environment of its own and takes a minute or two, so it runs only when asked
for: ``python -m pytest -m real_shop``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.urls import reverse
from pytest_django.live_server_helper import LiveServer

from pakhuis.accounts.actions import create_webshop
from pakhuis.connectors.actions import save_connection, take_in_delivery, tell_shop
from pakhuis.connectors.actions.due import note_due
from pakhuis.connectors.actions.telling import claim_due
from pakhuis.connectors.intake import ConnectionFields
from pakhuis.connectors.models import Delivery
from pakhuis.connectors.states import DeliveryState
from pakhuis.customers.models import Customer, CustomerIdentity
from pakhuis.fulfilment.actions import close_picklist, pick_all
from pakhuis.fulfilment.models import Picklist
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.clock import now
from pakhuis.orders.models import Order
from tests.bench.intake_system import free_port, is_listening, wait_until
from tests.factories import a_vat_group, a_warehouse, stocked
from tests.real_shops.buyer import Buyer

pytestmark = [pytest.mark.real_shop, pytest.mark.django_db(transaction=True)]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "oscar" / "shop.py"
WANTED = "django-oscar[sorl-thumbnail]==4.2.*"
SECRET = "a-long-webhook-secret"


@dataclass(frozen=True)
class Oscar:
    """The shop: its own Python, its folder, its address."""

    python: Path
    folder: Path
    port: int
    hook: str

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "SHOP_FOLDER": str(self.folder),
            "PAKHUIS_ADDRESS": self.hook,
            "PAKHUIS_SECRET": SECRET,
        }

    def command(self, *arguments: str) -> Any:
        """What one command of the shop prints, as JSON."""
        done = subprocess.run(
            [str(self.python), str(EXAMPLE), *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    @contextmanager
    def open(self) -> Iterator[None]:
        command = [str(self.python), str(EXAMPLE), "serve", str(self.port)]
        with (self.folder / "shop.log").open("wb") as log:
            serving = subprocess.Popen(command, env=self.environment(), stdout=log, stderr=log)
            try:
                wait_until(lambda: is_listening(self.port), "the shop is open")
                yield
            finally:
                serving.kill()
                serving.wait()


@pytest.fixture(scope="session")
def oscar_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with django-oscar: the one that PAKHUIS_OSCAR_PYTHON names, else a new one."""
    named = os.environ.get("PAKHUIS_OSCAR_PYTHON")
    if named:
        return Path(named)
    folder = tmp_path_factory.mktemp("oscar")
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "-q", WANTED]
    done = subprocess.run(install, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        pytest.skip(
            f"django-oscar cannot be installed here, perhaps for want of a network: {done.stderr[-300:]}"
        )
    return python


@pytest.fixture(scope="session")
def prepared(oscar_python: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A folder with the shop as it is on its first day, and the id of its only product."""
    folder = tmp_path_factory.mktemp("first-day")
    shop = Oscar(oscar_python, folder, 0, "")
    return folder, int(shop.command("prepare")["product"])


@pytest.fixture
def oscar(
    oscar_python: Path, prepared: tuple[Path, int], tmp_path: Path, live_server: LiveServer
) -> Iterator[tuple[Oscar, int]]:
    """The shop, open and linked, and the id of its only product."""
    shutil.copytree(prepared[0], tmp_path, dirs_exist_ok=True)
    a_vat_group()
    stocked(a_warehouse("Hoofdmagazijn"), TRIPEL=20)
    webshop = create_webshop("Oscar", kind="ownshop", by=SYSTEM, now=now())
    hook = f"{live_server.url}{reverse('webhook', args=('ownshop', webshop.pk))}"
    shop = Oscar(oscar_python, tmp_path, free_port(), hook)
    values = {
        "address": shop.address,
        "webhook_secret": SECRET,
        "tell_address": f"{shop.address}/from-pakhuis",
    }
    sending = {"is_live": True, "tells_stock": True, "tells_shipments": True, "follows_paid": True}
    fields = ConnectionFields(name="Oscar", values=values, sending=sending)
    save_connection(webshop.pk, fields, kind="ownshop", by=SYSTEM, now=now() - timedelta(hours=1))
    with shop.open():
        yield shop, prepared[1]


def worked_off() -> None:
    """What the worker does with the messages that came."""
    for pk in Delivery.objects.filter(state=DeliveryState.RECEIVED).values_list("pk", flat=True):
        assert take_in_delivery(pk, now=now()) == DeliveryState.DONE, Delivery.objects.get(pk=pk).problems


def told_later() -> None:
    """What the worker tells the shop six minutes later."""
    later = now() + timedelta(minutes=6)
    note_due(now=later)
    assert [tell_shop(pk, now=later) for pk in claim_due(now=later)] == ["done", "done"]


def test_bought_in_oscar_and_packed_here(oscar: tuple[Oscar, int]) -> None:
    shop, product = oscar
    buyer = Buyer(shop.address)
    buyer.log_in("ina@vlug.example", "hop-en-gist")

    first = buyer.buy(product, 3)
    worked_off()
    order = Order.objects.get(reference=first)
    customer = Customer.objects.get()
    assert (order.customer, order.status) == (customer, "processing")
    assert (customer.name, customer.email) == ("Ina Vlug", "ina@vlug.example")
    assert [(line.code, line.amount) for line in order.lines.all()] == [("TRIPEL", 3)]
    assert (order.delivery_line1, order.delivery_city) == ("Markt 2", "Delft")
    assert CustomerIdentity.objects.filter(customer=customer).count() == 2

    second = buyer.buy(product, 2)
    worked_off()
    assert Order.objects.get(reference=second).customer == customer
    assert Customer.objects.count() == 1

    shop.command("cancel", second)
    worked_off()
    assert Order.objects.get(reference=second).status == "cancelled"

    picklist = Picklist.objects.get(order=order)
    pick_all(picklist.pk, by=SYSTEM, now=now())
    close_picklist(picklist.pk, by=SYSTEM, now=now())
    told_later()
    known = shop.command("look", first)
    assert known["status"] == "Complete"
    assert known["stock"] == {"TRIPEL": 17}


def test_a_guest_of_oscar_is_found_again_by_e_mail(oscar: tuple[Oscar, int]) -> None:
    shop, product = oscar
    for _ in range(2):
        guest = Buyer(shop.address, email="Bo@Gast.example")
        guest.buy(product, 1)
    worked_off()
    assert Order.objects.count() == 2
    assert Customer.objects.get().email.casefold() == "bo@gast.example"


def test_the_shop_takes_no_word_from_strangers(oscar: tuple[Oscar, int]) -> None:
    shop, _ = oscar
    assert httpx.post(f"{shop.address}/from-pakhuis", content=b"{}").status_code == 401
