"""The short lists: templates, VAT groups, warehouses, price lists, webhooks, and the error."""

from __future__ import annotations

from pakhuis.api.described.notation import Thing, flag, number, one_of, several, text, whole
from pakhuis.hooks.rules import EVENTS

TEMPLATE = Thing(
    "Template",
    {
        "idtemplate": whole("Our id.").made,
        "name": text("What it is called.").made,
        "custom_css": text("Not used here; always null.").or_null.made,
        "default": flag("Whether orders without another one get it.").made,
    },
)
VAT_GROUP = Thing(
    "VatGroup",
    {
        "idvatgroup": whole("Our id.").made,
        "name": text("What it is called.").made,
        "percentage": number("21 is 21 %.").made,
        "standard": flag("Whether products without another one get it.").made,
    },
)
WAREHOUSE = Thing(
    "Warehouse",
    {
        "idwarehouse": whole("Our id.").made,
        "name": text("What it is called.").made,
        "accept_orders": flag("Whether orders are picked there.").made,
        "counts_for_general_stock": flag("Whether its stock counts for the product as a whole.").made,
        "priority": whole("Lower takes orders first.").made,
        "active": flag("Whether it is in use.").made,
    },
)
PRICE_LIST = Thing(
    "PriceList",
    {
        "idpricelist": whole("Our id.").made,
        "name": text("What it is called.").made,
    },
)
HOOK = Thing(
    "Hook",
    {
        "idhook": whole("Our id.").made,
        "name": text("What it is for.").needed,
        "event": one_of(list(EVENTS), "What it hears of.").needed,
        "address": text("Where messages are posted: https:// or http://.").needed,
        "active": flag("Whether it is on.").made,
        "secret": flag("Whether messages are signed; the secret itself is never shown.").made,
    },
)
NEW_HOOK = Thing(
    "NewHook",
    {
        "name": text("What it is for.").needed,
        "event": one_of(list(EVENTS), "What it hears of.").needed,
        "address": text("Where messages are posted: https:// or http://.").needed,
        "secret": text("Signs each message; never shown again.").hidden,
    },
)
STAT = Thing("Stat", {"value": whole("The figure, counted now.").made})
PROBLEM = Thing(
    "Problem",
    {
        "code": text("What is wrong, for machines; the same in every language.").made,
        "path": several({"type": ["string", "integer"]}, "Where: `lines`, 2, `amount`.").made,
        "message": text("What is wrong, for people.").made,
    },
)
