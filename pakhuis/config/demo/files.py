"""Two imports of the demonstration: one that was carried out, and one that waits after its dry run."""

from __future__ import annotations

from datetime import datetime

from pakhuis.config.demo.world import World
from pakhuis.customers.models import Customer
from pakhuis.imports.actions import begin, upload, work_until
from pakhuis.imports.states import RunState, Subject

CHANGED = 12
FAIR = (
    "Naam;Contactpersoon;E-mail;Korting;Straat;Huisnummer;Postcode;Plaats;Land\n"
    "Café De Gouden Leeuw;Femke Bos;inkoop@goudenleeuw.example;2,5;Marktstraat;4;7411 AB;Deventer;Nederland\n"
    "Bierwinkel Het Vat;;info@hetvat.example;;Nieuwstraat;31;9000;Gent;België\n"
    "Restaurant Zilt;Omar Haddad;zilt@zilt.example;veel;Havenkade;2;8861 AA;Harlingen;Nederland\n"
)


def import_files(world: World, now: datetime) -> None:
    """Discounts of known customers by file, with a row that is refused; leads of a fair, only tried."""
    numbers = list(
        Customer.objects.exclude(number="").order_by("pk").values_list("number", flat=True)[:CHANGED]
    )
    lines = "".join(f"{number};{3 + place % 3},5\n" for place, number in enumerate(numbers))
    discounts = f"Klantnummer;Korting\n{lines}{numbers[0]};150\n"
    for name, content, to in (
        ("kortingen-2026.csv", discounts, RunState.RUNNING),
        ("beurs-adressen.csv", FAIR, RunState.TRYING),
    ):
        by = world.account.clerk.as_actor()
        run = upload([content.encode()], name=name, subject=Subject.CUSTOMERS, by=by, now=now)
        begin(run.pk, to=to, now=now)
        work_until(run.pk, clock=lambda: now)
