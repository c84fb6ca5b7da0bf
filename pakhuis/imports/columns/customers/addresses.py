"""Addresses: the same parts for each of several addresses of one row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pakhuis.imports.columns.contract import Column, Draft, Known, WrongCell, words
from pakhuis.imports.columns.yes_no import YesNoColumn
from pakhuis.imports.problems import unknown_country_name
from pakhuis.kernel.country_names import country_code
from pakhuis.kernel.problem import gettext_noop

SLOTS = ("address", "invoice", "delivery", "address2", "address3")
"""An address without a name, the invoice address, the delivery address, and further ones."""
PREFIXES: dict[str, tuple[str, ...]] = {
    "invoice": words(
        "factuuradres|factuur|facturatie|invoice address|invoice|billing address|billing|"
        "bill to|rekening|postadres|post|rechnungs|rechnung|rechnungsadresse|rechnungsanschrift|"
        "facturatieadres|facturering|facturen|facturation|adresse de facturation|po|po address|"
        "postal address|bill|fact|"
        "postal|correspondentieadres|correspondentie|correspondence|mailing address|mailing|betaling|rechn"
    ),
    "delivery": words(
        "afleveradres|aflever|bezorgadres|bezorg|leveradres|lever|verzendadres|verzend|"
        "shipping address|shipping|ship to|delivery address|delivery|liefer|aflevering|"
        "lieferadresse|lieferanschrift|livraison|adresse de livraison|sa|sa address|verzending|"
        "ship|recipient|ontvanger|verz|levering|afleveradressen|bezorging|lief|verzendgegevens"
    ),
    "address": words(
        "default address|customer address|primary address|hoofdadres|bezoekadres|adres|"
        "address|business|adres 1|address 1|work|werk|zakelijk|werkadres|vestigingsadres|"
        "adresse|anschrift|residential|vestiging|geschaftlich|firmenadresse|kantoor|kantooradres|office|"
        "street|bezoek|vestigings|vestigingsadres|hoofd"
    ),
    "address2": words(
        "adres 2|address 2|tweede adres|home|home address|prive|thuis|huisadres|thuisadres|priveadres|privat"
    ),
    "address3": words("adres 3|address 3|derde adres|other|ander adres|overig|weitere|weiterer|weiteres e"),
}
"""Words before (or behind) a part that tell of which address it is."""


@dataclass(frozen=True, kw_only=True)
class AddressPartColumn(Column):
    """One part of one address of the row."""

    slot: str = ""
    part: str = ""

    def assign(self, value: Any, draft: Draft) -> None:
        draft.addresses.setdefault(self.slot, {})[self.part] = value


@dataclass(frozen=True, kw_only=True)
class CountryColumn(AddressPartColumn):
    """A country by name or code. An address whose country nobody knows goes in without one."""

    def clean(self, text: str, known: Known) -> Any:
        code = country_code(text)
        if not code:
            raise WrongCell(unknown_country_name((self.target,), text), is_harmless=True)
        return code


@dataclass(frozen=True, kw_only=True)
class AddressFlagColumn(YesNoColumn):
    """Whether the row's address is a default."""

    flag: str = ""

    def assign(self, value: Any, draft: Draft) -> None:
        draft.addresses.setdefault("address", {})[self.flag] = value is True


PARTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": (gettext_noop("Name"), words("naam|name|tnv|geadresseerde|recipient|addressee")),
    "company": (
        gettext_noop("Company"),
        words("bedrijf|bedrijfsnaam|company|company name|firma|organisatie|organisation|societe|firmenname"),
    ),
    "first_name": (
        gettext_noop("First name"),
        words("voornaam|first name|firstname|given name|vorname|prenom"),
    ),
    "infix": (gettext_noop("Name infix"), words("tussenvoegsel|middle name|middlename|name infix")),
    "last_name": (
        gettext_noop("Last name"),
        words("achternaam|last name|lastname|family name|surname|nachname|nom"),
    ),
    "contact_name": (
        gettext_noop("Contact name"),
        words(
            "contactpersoon|contact name|contact|contactname|t a v|tav|attention|attention to|attn|"
            "ansprechpartner"
        ),
    ),
    "line1": (
        gettext_noop("Address"),
        words(
            "adres|address|adresregel 1|address line 1|addressline1|address 1|adres 1|"
            "address1|adres1|straat en huisnummer|street address|straat huisnummer|line 1|"
            "line1|regel 1|address line|adresregel|street 1|street1|street address 1|straat huisnr|"
            "straat en huisnr|straat nummer|straat en nummer|strasse hausnummer|strasse und hausnummer|"
            "strasse nr|adresse|adresse 1|anschrift|rue et numero|straat nr|adres nr|direccion|indirizzo|"
            "adr|adress|addr|addr 1|adr 1|"
            "straat en nr|street and number|strasse hausnr|rue et n|woonadres|huisadres"
        ),
    ),
    "street": (
        gettext_noop("Street"),
        words("straat|street|straatnaam|street name|streetname|strasse|rue|str"),
    ),
    "house_number": (
        gettext_noop("House number"),
        words(
            "huisnummer|house number|housenumber|huisnr|nummer|number|nr|street number|"
            "hausnummer|huisnummer 1|hausnr|house no|huisnummer toevoeging combinatie|huisnr toev|hnr|huisno|"
            "street num|street no|street nr|straatnummer"
        ),
    ),
    "addition": (
        gettext_noop("House number addition"),
        words(
            "toevoeging|huisnummertoevoeging|huisnummer toevoeging|addition|extension|toev|"
            "toev aan huisnr|huisnummer toev|number extension|house number extension|"
            "house number addition|huisletter|bus|house number suffix|"
            "huisnr toevoeging|house number ext|huisnummer ext|huisnummer letter|hnr toev|hnr toevoeging|"
            "number suffix|box number|huisnummer suffix|busnummer"
        ),
    ),
    "line2": (
        gettext_noop("Address line 2"),
        words(
            "adres 2|address 2|adresregel 2|address line 2|addressline2|address2|adres2|"
            "line 2|line2|regel 2|street2|street 2|apt suite|extended address|apartment|"
            "appartement|aanvulling|street address 2|straat 2|2 straat|adresse 2|complement d adresse|"
            "complement adresse|adresszusatz|address 2 apt|strasse 2|rue 2|adresszusatz 1|"
            "adres 3|address 3|address3|adresregel 3|address line 3|addressline3|address line 4|"
            "adresregel 4|street 3|street3|straat 3|"
            "strasse 3|addr 2|addr 3|adr 2|adr 3"
        ),
    ),
    "zipcode": (
        gettext_noop("Postcode"),
        words(
            "postcode|zip|zipcode|zip code|postal code|postalcode|postal code zip code|postal|"
            "plz|code postal|codigo postal|cap|postcode zip|zip postal code|zip postcode|pc|cp|"
            "postleitzahl|postnummer|postnr|code|"
            "postkode|pcode|zip postal|npa|pin code|pincode"
        ),
    ),
    "city": (
        gettext_noop("City"),
        words(
            "plaats|city|stad|woonplaats|plaatsnaam|town|ort|ville|vestigingsplaats|gemeente|"
            "city suburb|suburb|town city|city town|stadt|localite|wohnort|post town|posttown|post area|"
            "postort|poststed|standplaats|poblacion|ciudad|localidad|citta|"
            "commune|plaats stad|stad plaats|suburb city"
        ),
    ),
    "zip_city": (
        gettext_noop("Postcode and city"),
        words(
            "postcode plaats|postcode en plaats|postcode woonplaats|zip city|plz ort|pc plaats|pc woonplaats|"
            "postcode and city"
        ),
    ),
    "region": (
        gettext_noop("Region"),
        words(
            "provincie|state|province|provincia|region|regio|province state|state province|staat|county|"
            "provincie staat|province code|bundesland|departement|state region|region state|"
            "state code|province name|kanton|bundesland kanton|"
            "prov|canton|departement province"
        ),
    ),
    "country": (
        gettext_noop("Country"),
        words(
            "land|country|landcode|country code|countrycode|land code|country iso|pays|"
            "country region|landnaam|country id|country name|land regio|code pays|"
            "cc|pais|paese|landerschlussel|laenderschluessel|landerkennzeichen|landkode|land region|nazione|"
            "nation|iso land|iso country|staat land"
        ),
    ),
}
JOINERS = {"addition": "-", "line2": ", "}
"""Parts that several columns tell: “Huisletter” and “Toevoeging”, the second line and a third."""
SLOT_LABELS = {
    "address": gettext_noop("Address: %s"),
    "invoice": gettext_noop("Invoice address: %s"),
    "delivery": gettext_noop("Delivery address: %s"),
    "address2": gettext_noop("Second address: %s"),
    "address3": gettext_noop("Third address: %s"),
}


def _column(slot: str, part: str) -> Column:
    label, headers = PARTS[part]
    kind = CountryColumn if part == "country" else AddressPartColumn
    joiner = JOINERS.get(part)
    several: dict[str, Any] = {"is_several": True, "joiner": joiner} if joiner else {}
    bare = headers if slot == "address" and part not in NAMES else ()
    if slot == "address" and part == "name":
        bare = ("adres naam",)
    return kind(
        target=f"{slot}.{part}",
        label=label,
        group=slot,
        headers=tuple(one for one in bare if one not in ALONE_OF_ANYTHING),
        slot=slot,
        part=part,
        is_clearable=part != "name",
        **several,
    )


ALONE_OF_ANYTHING = frozenset(("nummer", "number", "nr", "extension", "code"))
"""Headers that are a part of an address only behind a word that tells of one, and beside its street or city:
`Billing Code`, but not a `Factuurcode` by itself."""
NAMES = frozenset(("name", "company", "first_name", "infix", "last_name", "contact_name"))
"""Parts that without an address before them are the customer's, not the address's."""

COLUMNS = (
    *(_column(slot, part) for slot in SLOTS for part in PARTS),
    AddressFlagColumn(
        target="address.is_invoice",
        label=gettext_noop("Is the default invoice address"),
        group="address",
        flag="is_invoice",
        headers=words(
            "standaard factuuradres|default invoice address|is default invoice|"
            "is factuuradres|is invoice|is default billing|default invoice|"
            "default billing|address default billing|adres is het standaard factuuradres"
        ),
    ),
    AddressFlagColumn(
        target="address.is_delivery",
        label=gettext_noop("Is the default delivery address"),
        group="address",
        flag="is_delivery",
        headers=words(
            "standaard afleveradres|default delivery address|is default delivery|"
            "is afleveradres|is delivery|is default shipping|standaard bezorgadres|"
            "default delivery|default shipping|address default shipping|adres is het standaard afleveradres"
        ),
    ),
)
