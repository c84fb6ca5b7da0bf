"""Own fields, what stands in them, and what the office says about its customers."""

from __future__ import annotations

from datetime import datetime, timedelta

from pakhuis.accounts.models import User
from pakhuis.comments.actions import add_comment
from pakhuis.config.demo.world import World
from pakhuis.customers.actions import create_own_field, update_customer
from pakhuis.customers.intake import CustomerFields, GivenChoice, OwnFieldFields
from pakhuis.customers.models import Customer, OwnField
from pakhuis.ownfields.intake import GivenOwnValue

DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
FIELDS = (
    OwnFieldFields(title="KvK-nummer", kind="text"),
    OwnFieldFields(
        title="Vaste bezorgdag", kind="select", choices=tuple(GivenChoice(title=day) for day in DAYS)
    ),
    OwnFieldFields(title="Terras", kind="yes_no"),
    OwnFieldFields(title="Taps in gebruik", kind="number"),
)
SAID = (
    "Belt liever dan dat hij mailt. @Karin Bakker, neem jij de volgende keer op?",
    "@Lotte van der Linde: vraagt om een betere prijs op de tripel.",
    "Wil in het voorjaar overstappen op fusten van 30 liter.",
    "Achterom leveren; de straat is afgesloten tot de kermis voorbij is.",
)
FILLED, TALKED_ABOUT = 40, 12


def add_own_fields(world: World, now: datetime) -> None:
    """The fields this brewery keeps, and what is known in them of the first customers."""
    office, then = world.account.clerk.as_actor(), now - timedelta(days=3)
    fields = [create_own_field(one, by=office, now=then) for one in FIELDS]
    for customer_id in Customer.objects.order_by("pk").values_list("pk", flat=True)[:FILLED]:
        values = _values(world, fields)
        update_customer(customer_id, CustomerFields(own_fields=values), by=office, now=then)


def _values(world: World, fields: list[OwnField]) -> tuple[GivenOwnValue, ...]:
    luck = world.luck
    texts = (
        str(luck.randint(10_000_000, 89_999_999)),
        luck.choice(DAYS),
        luck.choice(("ja", "nee")),
        str(luck.randint(2, 14)),
    )
    return tuple(
        GivenOwnValue(field_id=field.pk, value=text)
        for field, text in zip(fields, texts, strict=True)
        if luck.random() < 0.8
    )


def talk(now: datetime) -> None:
    """Comments on some customers, with colleagues mentioned: the bell rings."""
    speakers = list(User.objects.filter(is_active=True).order_by("pk"))
    newest = Customer.objects.order_by("-pk").values_list("pk", flat=True)[:TALKED_ABOUT]
    for place, customer_id in enumerate(newest):
        speaker = speakers[place % 2]
        said_at = now - timedelta(hours=7 * (TALKED_ABOUT - place))
        add_comment("customer", customer_id, body=SAID[place % len(SAID)], by=speaker.as_actor(), now=said_at)
