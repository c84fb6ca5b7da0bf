"""The rules that Brouwerij De Linde has made, and the order they were tried on."""

from __future__ import annotations

from datetime import datetime

from pakhuis.config.demo.world import World
from pakhuis.fulfilment.actions import create_batch_preset, create_picklist_rule, process_order
from pakhuis.fulfilment.models import ShippingProfile
from pakhuis.fulfilment.preset_intake import BatchPresetFields
from pakhuis.fulfilment.rule_intake import PicklistRuleFields
from pakhuis.orders.actions import create_order_rule
from pakhuis.orders.conditions import Condition, How, What
from pakhuis.orders.models import Order
from pakhuis.orders.rule_intake import GivenRuleProduct, OrderRuleFields
from pakhuis.orders.states import OrderStatus


def make_rules(world: World, now: datetime) -> None:
    """Two rules that only wait for their kind of order, one that held today, and some for the warehouse."""
    account = world.account
    office = account.clerk.as_actor()
    abroad = Condition(what=What.COUNTRY, how=How.NONE_OF, values=("NL", "BE"))
    big = Condition(what=What.TOTAL, how=How.BETWEEN, values=("2500", ""))
    from_shop = Condition(what=What.WEBSHOP, how=How.ONE_OF, values=(str(account.webshop.pk),))
    light = Condition(what=What.WEIGHT, how=How.BETWEEN, values=("", "2000"))
    depot = Condition(what=What.WAREHOUSE, how=How.ONE_OF, values=(str(account.warehouses[1].pk),))
    viltjes = GivenRuleProduct(code="VILT-100", amount=1, price=0)
    for rule in (
        OrderRuleFields(title="Buitenland", conditions=(abroad,), tag_ids=(account.tags["Export"].pk,)),
        OrderRuleFields(title="Viltjes voor de webshop", conditions=(from_shop,), products=(viltjes,)),
        OrderRuleFields(title="Eerst bellen", conditions=(big,), pause_reason="Bel over de levertijd."),
    ):
        create_order_rule(rule, by=office, now=now)
    letterbox = ShippingProfile.objects.filter(name="Brievenbus").order_by("pk").first()
    for given in (
        PicklistRuleFields(
            title="Licht: brievenbus", conditions=(light,), profile_id=letterbox.pk if letterbox else None
        ),
        PicklistRuleFields(title="Depot gaat voor", conditions=(depot,), is_urgent=True),
    ):
        create_picklist_rule(given, by=office, now=now)
    light_walk = BatchPresetFields(
        title="Kleine pakketten", warehouse_id=account.warehouses[0].pk, count=20, conditions=(light,)
    )
    create_batch_preset(light_walk, by=account.packer.as_actor(), now=now)
    today = Order.objects.filter(webshop=account.webshop, status=OrderStatus.CONCEPT).order_by("-pk").first()
    if today is not None:
        process_order(today.pk, by=office, now=now)
