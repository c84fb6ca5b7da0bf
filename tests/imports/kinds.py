"""Files as programs and offices write them, made here in their spirit: what each is taken for.

The files lie in `files/`; `columns` are the targets that are guessed, `-` for a column that is skipped;
`seen` is what its first two rows say of a customer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pakhuis.imports.assembling import CustomerRow

FILES = Path(__file__).parent / "files"


@dataclass(frozen=True)
class Kind:
    """One file with what it is to be understood as."""

    name: str
    encoding: str
    columns: str
    seen: str

    @property
    def path(self) -> Path:
        return FILES / f"{self.name}.csv"

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.seen.strip().splitlines()]


def said(row: CustomerRow) -> Iterator[str]:
    """A row in lines: who it is, then each address."""
    given = row.fields
    parts = (row.number, *(str(given.get(one, "")) for one in ("name", "contact_name", "phone", "email")))
    yield "; ".join(one or "-" for one in parts)
    for one in row.addresses:
        filled = [one.parts.get(part) or "" for part in ("line1", "line2", "zipcode", "city", "country")]
        yield f"{one.slot}: " + ", ".join(filter(None, filled))


KINDS: tuple[Kind, ...] = (
    Kind(
        "chinook",
        "utf-8",
        columns="""
            number first_name last_name company address.line1 address.city address.region
            address.country address.zipcode phone - email -
        """,
        seen="""
            1; Embraer S.A.; Luís Gonçalves; +55 (12) 3923-5555; luisg@embraer.com.br
            address: Av. Brigadeiro Faria Lima, 2170, 12227-000, São José dos Campos, BR
            2; Leonie Köhler; -; +49 0711 2842222; leonekohler@surfeu.de
            address: Theodor-Heuss-Straße 34, 70174, Stuttgart, DE
        """,
    ),
    Kind(
        "phone1-phone2",
        "utf-8",
        columns="""
            first_name last_name company address.line1 address.city - address.region address.zipcode phone
            other_phone email -
        """,
        seen="""
            -; Benton, John B Jr; James Butt; 504-621-8927; jbutt@gmail.com
            address: 6649 N Blue Gum St, 70116, New Orleans
            -; Chanay, Jeffrey A Esq; Josephine Darakjy; 810-292-9388; josephine_darakjy@darakjy.org
            address: 4 B Blue Ridge Blvd, 48116, Brighton
        """,
    ),
    Kind(
        "mailchimp",
        "utf-8",
        columns="""
            email first_name last_name address.line1 phone - - - - - - - - - - - - - - - - remarks tags
        """,
        seen="""
            -; Anna Jansen; -; 0612345678; anna@example.nl
            address: Dorpsstraat 1, 3511 AB, Utrecht, NL
        """,
    ),
    Kind(
        "shopify-old",
        "utf-8",
        columns="""
            first_name last_name email company address.line1 address.line2 address.city address.region -
            address.country - address.zipcode phone - - - tags remarks -
        """,
        seen="""
            -; Bob Norman; -; 555-625-1199; bob@example.com
            address: Chestnut Street 92, 40202, Louisville, US
            -; Egnition Sample 1; -; -; egnition_sample_1@egnition.com
            address: 1 Main, 1011AB, Amsterdam, NL
        """,
    ),
    Kind(
        "woo-export",
        "utf-8",
        columns="""
            number first_name last_name - email - - invoice.first_name invoice.last_name - invoice.company
            other_email phone - invoice.line1 invoice.line2 invoice.zipcode invoice.city invoice.region -
            invoice.country delivery.first_name delivery.last_name - delivery.company - delivery.line1
            delivery.line2 delivery.zipcode delivery.city delivery.region - delivery.country - -
        """,
        seen="""
            7; Piet Bakker; -; 0201234567; piet@x.nl
            invoice: Kade 1, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "quickbooks",
        "utf-8",
        columns="""
            name company - email phone mobile - - address.street address.city address.region
            address.zipcode address.country - - -
        """,
        seen="""
            -; Amy's Bird Sanctuary; -; (650) 555-3311; Birds@Intuit.com
            address: 4581 Finch St., 94326, Bayshore, US
            -; Bill's Windsurf Shop; -; (415) 444-6538; Surf@Intuit.com
            address: 12 Ocean Dr., 94213, Half Moon Bay, US
        """,
    ),
    Kind(
        "quickbooks-list",
        "utf-8",
        columns="""
            company phone email name invoice.line1 delivery.line1
        """,
        seen="""
            -; Amy's Bird Sanctuary; Amy Lauterbach; (650) 555-3311; Birds@Intuit.com
            invoice: 4581 Finch St., 94326, Bayshore
            delivery: 4581 Finch St., 94326, Bayshore
            -; Bill's Windsurf Shop; Bill Lucchini; (415) 444-6538; Surf@Intuit.com
            invoice: 12 Ocean Dr., 94213, Half Moon Bay
        """,
    ),
    Kind(
        "pipedrive",
        "utf-8",
        columns="""
            name - email phone company address.line1 -
        """,
        seen="""
            -; Kade BV; Piet Bakker; 020; p@x.nl
            address: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "salesforce",
        "utf-8",
        columns="""
            - name number - phone - invoice.street invoice.city invoice.region invoice.zipcode
            invoice.country delivery.street delivery.city delivery.zipcode delivery.country - -
        """,
        seen="""
            K100; Kade BV; -; 020-1234567; -
            invoice: Kade 1, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "schools",
        "windows-1252",
        columns="""
            address.region - - - name address.street address.addition address.zipcode address.city - - -
            phone - invoice.street invoice.addition invoice.zipcode invoice.city
        """,
        seen="""
            -; De Borchstêe; -; 0599123456; -
            address: Borgerderstraat 9-a, 9531 AA, BORGER
            invoice: Postbus 12, 9530 AB, BORGER
            -; Obs De Drift; -; 0593123456; -
            address: Kade 12, 9431 BL, WESTERBORK
            invoice: Kade 12, 9431 BL, WESTERBORK
        """,
    ),
    Kind(
        "nurseries",
        "utf-8",
        columns="""
            - name - - address.line1 address.zipcode address.city - invoice.line1 invoice.zipcode
            invoice.city contact_name phone email -
        """,
        seen="""
            -; De Zandbak; Mw. Jansen; 038-1234567; info@zandbak.nl
            address: Kade 1, 8011 AB, Zwolle
            invoice: Postbus 1, 8000 AA, Zwolle
            -; Pippeloentje; -; 0318-123456; info@pip.nl
            address: Laan 2, 6711 AA, Ede
            invoice: Laan 2, 6711 AA, Ede
        """,
    ),
    Kind(
        "lexware",
        "windows-1252",
        columns="""
            number - company first_name last_name - address.street address.zipcode address.city
            address.country phone other_phone - email vat_number - discount remarks
        """,
        seen="""
            10001; Müller & Söhne GmbH; Jürgen Müller; 0351 12345; einkauf@mueller.de
            address: Hauptstraße 5, 01067, Dresden, DE
            10002; Hans Weiß; -; 089 555; hans@weiss.de
            address: Gartenweg 1, 80331, München, DE
        """,
    ),
    Kind(
        "datev",
        "windows-1252",
        columns="""
            number company - last_name first_name name - - - vat_number - address.street -
            address.zipcode address.city address.country phone email
        """,
        seen="""
            10000; Müller GmbH; -; 0351 12345; e@mueller.de
            address: Hauptstr. 5, 01067, Dresden, DE
            10001; Hans Weiß; -; 089 555; -
            address: Gartenweg 1, 80331, München, DE
        """,
    ),
    Kind(
        "snelstart",
        "windows-1252",
        columns="""
            number name - address.line1 address.zipcode address.city address.country contact_name phone
            mobile email vat_number - - - - discount invoice.street invoice.zipcode invoice.city remarks
        """,
        seen="""
            1001; Café de Kade; P. Bakker; 038-1234567; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            invoice: Postbus 5, 8000 AA, Zwolle
            1002; Hotel "Zon"; -; 023-1234567; info@zon.nl
            address: Strandweg 10, 2042 AB, Zandvoort, NL
        """,
    ),
    Kind(
        "twinfield",
        "utf-8",
        columns="""
            number name - email address.kind - company contact_name address.line1 address.zipcode
            address.city address.country phone vat_number -
        """,
        seen="""
            1000; Kade BV; P. Bakker; 038; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            1001; Zon BV; -; 023; info@zon.nl
            address: Strandweg 10, 2042 AB, Zandvoort, NL
        """,
    ),
    Kind(
        "reeleezee",
        "utf-16",
        columns="""
            number company address.line1 address.zipcode address.city address.country phone email
            vat_number -
        """,
        seen="""
            1; Kade BV; -; 038; info@kade.nl
            address: Kade 1, 8011AB, Zwolle, NL
            2; Zon; -; 020; zon@x.nl
            address: Laan 2, 6711 AA, Ede, BE
        """,
    ),
    Kind(
        "whole-addresses",
        "utf-8",
        columns="""
            name address.line1 email
        """,
        seen="""
            -; Kade BV; -; -; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle
            -; Zon BV; -; -; zon@x.nl
            address: Strandweg 10, 2042 AB, Zandvoort
        """,
    ),
    Kind(
        "titles-and-totals",
        "utf-8",
        columns="""
            number name address.city - discount
        """,
        seen="""
            1; Piet Bakker; -; -; -
            address: Zwolle
            2; Jan Jansen; -; -; -
            address: Ede
        """,
    ),
    Kind(
        "footer",
        "utf-8",
        columns="""
            name address.city
        """,
        seen="""
            -; Piet; -; -; -
            address: Zwolle
            -; Jan; -; -; -
            address: Ede
        """,
    ),
    Kind(
        "spaced-headers",
        "utf-8",
        columns="""
            number name address.street address.house_number address.addition address.zipcode
            address.city phone email vat_number
        """,
        seen="""
            1; Piet; -; 038; p@x.nl
            address: Kade 1a, 8011 AB, Zwolle
        """,
    ),
    Kind(
        "headers-twice",
        "utf-8",
        columns="""
            number name address.street address.house_number address.zipcode address.city address2.street
            address2.house_number address2.zipcode address2.city
        """,
        seen="""
            1; Piet; -; -; -
            address: Kade 1, 8011 AB, Zwolle
            address2: Laan 2, 6711 AA, Ede
            2; Jan; -; -; -
            address: Kade 3, 8011 AB, Zwolle
            address2: Laan 4, 6711 AA, Ede
        """,
    ),
    Kind(
        "groups-above-headers",
        "utf-8",
        columns="""
            number name invoice.street invoice.zipcode invoice.city delivery.street delivery.zipcode
            delivery.city
        """,
        seen="""
            1; Piet; -; -; -
            invoice: Kade 1, 8011 AB, Zwolle
            delivery: Laan 2, 6711 AA, Ede
            2; Jan; -; -; -
            invoice: Kade 3, 8011 AB, Zwolle
            delivery: Laan 4, 6711 AA, Ede
        """,
    ),
    Kind(
        "rows-of-addresses",
        "utf-8",
        columns="""
            number name address.kind address.line1 address.zipcode address.city address.country
        """,
        seen="""
            1; Piet; -; -; -
            address: Kade 1, 8011 AB, Zwolle, NL
            1; Piet; -; -; -
            address: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "utf16be-tabs",
        "utf-16-be",
        columns="""
            number name address.city address.country
        """,
        seen="""
            1; Café; -; -; -
            address: Zwolle, FR
            2; Müller; -; -; -
            address: Köln, DE
        """,
    ),
    Kind(
        "cp850",
        "cp850",
        columns="""
            number name address.city
        """,
        seen="""
            1; Café Zoë; -; -; -
            address: Zwolle
            2; Müller; -; -; -
            address: Köln
        """,
    ),
    Kind(
        "mac-roman",
        "mac-roman",
        columns="""
            number name address.city
        """,
        seen="""
            1; Café Zoë; -; -; -
            address: Zwolle
            2; Müller; -; -; -
            address: Köln
        """,
    ),
    Kind(
        "exact-globe",
        "utf-8",
        columns="""
            number name address.line1 address.line2 address.line2 address.zipcode address.city
            address.country phone - email vat_number - - language discount -
        """,
        seen="""
            10001; Kade BV; -; 038; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            10002; Zon SA; -; 01; zon@x.fr
            address: Rue 1, 75001, Paris, FR
        """,
    ),
    Kind(
        "outlook-de",
        "windows-1252",
        columns="""
            - first_name - last_name - company - - address.street address.line2 address.city address.region
            address.zipcode address.country address2.street address2.city address2.zipcode phone other_phone
            mobile email remarks
        """,
        seen="""
            -; Weiß GmbH; Hans Weiß; 0351 1; h@weiss.de
            address: Hauptstr. 1, 01067, Dresden, DE
            address2: Weg 2, 10115, Berlin
        """,
    ),
    Kind(
        "gmail-new",
        "utf-8",
        columns="""
            first_name infix last_name - - - - - - - company - - - remarks - tags - email - phone - -
            address.street address.city - address.region address.zipcode address.country address.line2 -
            -
        """,
        seen="""
            -; Kade BV; Anna Jansen; +31 6 12345678; anna@x.nl
            address: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "phone-book",
        "utf-8",
        columns="""
            company address.line1 address.house_number address.zipcode address.city phone - -
        """,
        seen="""
            -; Bakkerij Jansen; -; 038-4211111; -
            address: Kade 1, 8011 AB, Zwolle
            -; Slagerij De Vries; -; 0318-611111; -
            address: Laan 12 a, 6711 AA, Ede
        """,
    ),
    Kind(
        "no-header",
        "utf-8",
        columns="""
            number name address.line1 address.zipcode address.city phone email address.country
        """,
        seen="""
            1001; Kade BV; -; 038-4211111; info@kade.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            1002; Zon BV; -; 0318-611111; info@zon.nl
            address: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "unseen-signs",
        "utf-8",
        columns="""
            number name address.city
        """,
        seen="""
            1; Piet; -; -; -
            address: Zwolle
            2; Jan Jansen; -; -; -
            address: Ede
        """,
    ),
    Kind(
        "charities",
        "utf-8",
        columns="""
            - name address.line1 address.line2 address.line2 address.zipcode phone email
        """,
        seen="""
            -; THE KADE TRUST; -; 020 7123 4567; info@kade.org
            address: 1 High Street, LONDON, SW1A 1AA
            -; SUN TRUST; -; 0113 123 4567; sun@x.org
            address: 2 Low Street, Leeds, LS1 1AA
        """,
    ),
    Kind(
        "companies-house",
        "utf-8",
        columns="""
            company - - - address.line1 address.line2 address.city address.region address.country
            address.zipcode - -
        """,
        seen="""
            -; ! LTD; -; -; -
            address: METROHOUSE 57 PEPPER ROAD, HUNSLET, LS10 2RU, LEEDS
            -; !BIG IMPACT; -; -; -
            address: 372 OLD STREET, 335 ROSDEN HOUSE, EC1V 9LT, LONDON, GB
        """,
    ),
    Kind(
        "bol",
        "utf-8",
        columns="""
            - delivery.first_name delivery.last_name delivery.company delivery.street
            delivery.house_number delivery.addition delivery.zipcode delivery.city delivery.country
            invoice.first_name invoice.last_name invoice.street invoice.house_number invoice.zipcode
            invoice.city invoice.country email
        """,
        seen="""
            -; Anna Jansen; -; -; x@verkopen.bol.com
            invoice: Laan 2, 6711AA, Ede, NL
            delivery: Kade 1a, 8011AB, Zwolle, NL
        """,
    ),
    Kind(
        "ccv",
        "utf-8",
        columns="""
            number company - first_name last_name address.line1 address.house_number address.addition
            address.zipcode address.city address.country phone email vat_number discount
        """,
        seen="""
            C1; Kade BV; Piet Bakker; 038; p@x.nl
            address: Kade 1a, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "german-shop",
        "utf-8",
        columns="""
            number company contact_name address.street address.house_number address.zipcode address.city
            address.country phone mobile email delivery.street delivery.zipcode delivery.city
            invoice.street invoice.zipcode invoice.city
        """,
        seen="""
            5; Kade GmbH; Piet; 030; p@x.de
            address: Weg 1, 10115, Berlin, DE
            invoice: Platz 3, 10117, Berlin
            delivery: Gasse 2, 10116, Berlin
        """,
    ),
    Kind(
        "french-shop",
        "windows-1252",
        columns="""
            number company - last_name first_name address.line1 address.line2 address.zipcode
            address.city address.country phone mobile email delivery.line1 delivery.zipcode
            delivery.city
        """,
        seen="""
            5; Kade SARL; Jean Dupont; 01 02; j@x.fr
            address: 1 rue de Lille, 75001, Paris, FR
            delivery: 2 rue X, 75002, Paris
        """,
    ),
    Kind(
        "visma",
        "utf-8",
        columns="""
            number name address.line1 address.line2 address.zipcode address.city - phone email -
            discount delivery.line1 delivery.zipcode delivery.city
        """,
        seen="""
            10001; Kade AS; -; 22 11; p@x.no
            address: Gate 1, 0150, Oslo
            delivery: Vei 2, 0151, Oslo
        """,
    ),
    Kind(
        "vend",
        "utf-8",
        columns="""
            - number company first_name last_name email - phone mobile - - address.line1 address.line2 -
            address.city address.zipcode address.region address.country invoice.line1 invoice.city
            invoice.zipcode invoice.country - remarks
        """,
        seen="""
            Piet-AB1C; Kade BV; Piet Bakker; 038; p@x.nl
            address: Kade 1, 8011 AB, Zwolle, NL
            invoice: Postbus 1, 8000 AA, Zwolle, NL
        """,
    ),
    Kind(
        "names-in-pieces",
        "utf-8",
        columns="""
            number last_name first_name infix address.street address.house_number address.addition
            address.addition address.zipcode address.city other_phone mobile email calculate_vat
        """,
        seen="""
            7; J. de Vries; -; 06; j@x.nl
            address: Kade 1 A-2, 8011 AB, Zwolle
        """,
    ),
    Kind(
        "channable",
        "utf-8",
        columns="""
            invoice.name invoice.street invoice.house_number invoice.addition invoice.zipcode
            invoice.city invoice.country delivery.name delivery.street delivery.house_number
            delivery.zipcode delivery.city delivery.country email phone company
        """,
        seen="""
            -; Kade BV; -; 038; p@x.nl
            invoice: Kade 1a, 8011 AB, Zwolle, NL
            delivery: Laan 2, 6711 AA, Ede, NL
        """,
    ),
    Kind(
        "yuki",
        "utf-8",
        columns="""
            number name - address.line1 address.line2 address.zipcode address.city address.country
            address2.street address2.zipcode address2.city
        """,
        seen="""
            Y1; Kade BV; -; -; -
            address: Postbus 1, 8000 AA, Zwolle, NL
            address2: Kade 1, 8011 AB, Zwolle
        """,
    ),
    Kind(
        "html-entities",
        "utf-8",
        columns="""
            name company address.city
        """,
        seen="""
            -; "Kade" B&V; J&B; -; -
            address: Düsseldorf
        """,
    ),
    Kind(
        "pharmacies",
        "utf-8",
        columns="""
            - name address.line1 address.house_number address.zipcode address.city phone email -
            invoice.line1 invoice.zipcode invoice.city
        """,
        seen="""
            -; Apotheek de Kade; -; 038-1; a@x.nl
            address: Kade 1, 8011AB, Zwolle
            invoice: Postbus 1, 8000 AA, Zwolle
        """,
    ),
    Kind(
        "spanish",
        "utf-8",
        columns="""
            number name address.line1 address.zipcode address.city address.region address.country phone
            email vat_number
        """,
        seen="""
            1; Kade SL; -; 91; p@x.es
            address: Calle 1, 28001, Madrid, ES
        """,
    ),
    Kind(
        "italian",
        "utf-8",
        columns="""
            number company address.line1 address.zipcode address.city address.region address.country
            phone email vat_number
        """,
        seen="""
            1; Kade SRL; -; 06; p@x.it
            address: Via Roma 1, 00100, Roma, IT
        """,
    ),
    Kind(
        "nop-commerce",
        "utf-8",
        columns="""
            number - email screen_name - - - first_name last_name - company address.line1 address.line2
            address.zipcode address.city address.region - - phone - vat_number
        """,
        seen="""
            1; Kade BV; Anna Jansen; 038; anna@x.nl
            address: Kade 1, 8011 AB, Zwolle
        """,
    ),
    Kind(
        "orders-of-customers",
        "utf-8",
        columns="""
            - - - - - number name - address.country address.city address.region address.zipcode - - - -
            - -
        """,
        seen="""
            CG-12520; Claire Gute; -; -; -
            address: 42420, Henderson, US
            CG-12520; Claire Gute; -; -; -
            address: 42420, Henderson, US
        """,
    ),
    Kind(
        "thunderbird",
        "utf-8",
        columns="""
            first_name last_name name - email other_email screen_name phone other_phone - - mobile
            address2.line1 address2.line2 address2.city address2.region address2.zipcode address2.country
            address.line1 address.line2 address.city address.region address.zipcode address.country - -
            company - - - - - - - - - remarks
        """,
        seen="""
            -; Kade BV; Anna Jansen; 020 1; anna@x.nl
            address: Laan 2, 6711 AA, Ede, NL
            address2: Kade 1, 8011 AB, Zwolle, NL
        """,
    ),
    Kind(
        "sports-club",
        "utf-8",
        columns="""
            number last_name infix - first_name - - address.street address.house_number address.addition
            address.zipcode address.city phone mobile email -
        """,
        seen="""
            ABCD12E; Jan van Jansen; -; 038; j@x.nl
            address: Kade 1, 8011AB, Zwolle
        """,
    ),
    Kind(
        "magento-2-addresses",
        "utf-8",
        columns="""
            - email - address.city company address.country - first_name last_name infix address.zipcode
            - address.region - address.street - phone vat_number - address.is_invoice
            address.is_delivery
        """,
        seen="""
            -; Veronica Costello; -; (555) 229-3326; roni@x.com
            address: 6146 Honey Bluff Parkway, 49628-7978, Calder, US
        """,
    ),
    Kind(
        "price-list-named",
        "utf-8",
        columns="""
            number company invoice.line1 invoice.line2 invoice.city invoice.zipcode invoice.country
            delivery.line1 delivery.city delivery.zipcode contact_name phone email vat_number
            price_lists discount -
        """,
        seen="""
            ABC001; Kade Ltd; Piet; 0113; p@x.com
            invoice: 1 High St, LS1 1AA, Leeds, GB
            delivery: 2 Low St, LS2 2BB, Leeds
        """,
    ),
    Kind(
        "joined-headers",
        "utf-8",
        columns="""
            name contact_name address.line1 address.zip_city mobile email
        """,
        seen="""
            -; Kade BV; Piet; 038-1; p@x.nl
            address: Kade 1, 8011 AB, Zwolle
        """,
    ),
)
