"""What the address of a row is for, in a file that has several rows a customer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Draft, Known, WrongCell, words
from pakhuis.imports.problems import unknown_address_kind
from pakhuis.kernel.problem import gettext_noop
from pakhuis.kernel.text import fold

INVOICE = frozenset(
    words("factuur|factuuradres|invoice|billing|rechnung|rechnungsadresse|facturation|fac|f|i|b")
)
DELIVERY = frozenset(
    words(
        "aflever|afleveradres|bezorg|bezorgadres|verzend|verzendadres|levering|delivery|shipping|"
        "lieferung|lieferadresse|livraison|afl|lev|d|s"
    )
)
BOTH = frozenset(words("beide|both|allebei|factuur en aflever|standaard|default|hoofdadres|main"))
NEITHER = frozenset(
    words(
        "bezoek|bezoekadres|post|postadres|postal|prive|thuis|home|work|werk|visit|contact|other|overig|anders|adres|"
        "address|vestiging|correspondentie"
    )
)


@dataclass(frozen=True, kw_only=True)
class AddressKindColumn(Column):
    """`Adrestype`: makes the row's address the default for invoices, deliveries or both."""

    def clean(self, text: str, known: Known) -> Any:
        word = " ".join(fold(text).replace("/", " ").replace("-", " ").split())
        word = word if word in NEITHER else word.removesuffix(" address").removesuffix(" adres")
        if word in BOTH:
            return (True, True)
        if word in INVOICE or word in DELIVERY:
            return (word in INVOICE or None, word in DELIVERY or None)
        if word in NEITHER:
            return (None, None)
        raise WrongCell(unknown_address_kind((self.target,), text), is_harmless=True)

    def assign(self, value: Any, draft: Draft) -> None:
        flags = draft.addresses.setdefault("address", {})
        flags["is_invoice"], flags["is_delivery"] = value


COLUMNS = (
    AddressKindColumn(
        target="address.kind",
        label=gettext_noop("What it is for"),
        group="address",
        is_clearable=False,
        headers=words(
            "adrestype|soort adres|address type|adressoort|type adres|addresstype|adresstyp|adressart|"
            "type adresse|address kind|adres waarvoor het is"
        ),
    ),
)
