"""The account of the demonstration: settings, people, tags, templates, warehouses, webshop, API key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pakhuis.accounts.actions import (
    change_settings,
    create_api_key,
    create_tag,
    create_template,
    create_user,
    create_webshop,
)
from pakhuis.accounts.models import Tag, Template, User, Webshop
from pakhuis.accounts.rights import Right
from pakhuis.catalogue.actions import create_vat_group
from pakhuis.kernel.actor import SYSTEM
from pakhuis.stock.actions import create_warehouse
from pakhuis.stock.models import Warehouse

PASSWORD = "brouwerij-de-linde"  # noqa: S105 - shown to everyone who starts the demonstration
LOGINS = (
    ("demo", PASSWORD, "administrator"),
    ("kantoor", PASSWORD, "office: customers and orders"),
    ("magazijn", PASSWORD, "warehouse: picklists and stock"),
    ("lezer", PASSWORD, "may look, not change"),
)
"""User name, password, and what the user may do."""

SEES = (Right.CUSTOMERS_SEE, Right.ORDERS_SEE, Right.PRODUCTS_SEE)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that customers, products and orders are made with."""

    clerk: User
    packer: User
    warehouses: tuple[Warehouse, ...]
    vat_groups: dict[str, int]
    tags: dict[str, Tag]
    templates: dict[str, Template]
    webshop: Webshop
    key: str


def make_account(now: datetime) -> Account:
    """Set the account up, as an administrator would on a first day."""
    change_settings(
        company_name="Brouwerij De Linde",
        company_address="Lindegracht 12\n2611 AB Delft",
        company_email="info@delinde.example",
        company_phone="015 123 45 67",
        customer_number_prefix="K",
        customer_number_digits=5,
        by=SYSTEM,
        now=now,
    )
    clerk, packer = _people(now)
    office = clerk.as_actor()
    templates = {
        name: create_template(name, is_default=name == "Standaard", by=office, now=now)
        for name in ("Standaard", "Horeca", "Webwinkel")
    }
    warehouses = (("Brouwerij", 1), ("Depot Utrecht", 2), ("Winkel", 3))
    return Account(
        clerk=clerk,
        packer=packer,
        warehouses=tuple(
            create_warehouse(name, priority=rank, by=office, now=now) for name, rank in warehouses
        ),
        vat_groups={
            rate: create_vat_group(name, percentage=rate, is_standard=rate == "21", by=office, now=now).pk
            for rate, name in (("21", "Hoog 21 %"), ("9", "Laag 9 %"), ("0", "Geen 0 %"))
        },
        tags={
            title: create_tag(title, color=color, inherit=inherit, by=office, now=now)
            for title, color, inherit in (
                ("Horeca", "#b45309", True),
                ("Vaste route", "#15803d", True),
                ("Export", "#1d4ed8", True),
                ("VIP", "#7e22ce", False),
                ("Wanbetaler", "#b91c1c", False),
                ("Proefpakket", "#0e7490", False),
            )
        },
        templates=templates,
        webshop=create_webshop(
            "bier.example.nl", kind="woocommerce", template_id=templates["Webwinkel"].pk, by=office, now=now
        ),
        key=create_api_key("Kassa in de winkel", by=SYSTEM, now=now)[1],
    )


def _people(now: datetime) -> tuple[User, User]:
    rights = {
        "kantoor": (
            *SEES,
            Right.CUSTOMERS_CHANGE,
            Right.CUSTOMERS_IMPORT,
            Right.ORDERS_CHANGE,
            Right.PRODUCTS_CHANGE,
            Right.PURCHASING_WORK,
        ),
        "magazijn": (
            *(Right.PICKLISTS_WORK, Right.PICKLISTS_PICK, Right.PICKLISTS_PICK_ALL),
            *(Right.ORDERS_SEE, Right.PRODUCTS_SEE, Right.STOCK_CHANGE),
        ),
        "lezer": SEES,
    }
    names = {
        "demo": ("Lotte", "van der Linde"),
        "kantoor": ("Karin", "Bakker"),
        "magazijn": ("Mo", "El Amrani"),
        "lezer": ("Rob", "de Boekhouder"),
    }
    made = {
        name: create_user(
            name,
            password=password,
            first_name=names[name][0],
            last_name=names[name][1],
            email=f"{name}@example.nl",
            is_admin=name == "demo",
            rights=rights.get(name, ()),
            by=SYSTEM,
            now=now,
        )
        for name, password, _ in LOGINS
    }
    return made["kantoor"], made["magazijn"]
