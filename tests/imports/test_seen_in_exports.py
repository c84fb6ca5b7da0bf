"""What other programs' exports taught: each file here is invented, its shape is not."""

from __future__ import annotations

import pytest

from pakhuis.customers.models import Address, Customer
from pakhuis.imports.assembling import assembled
from pakhuis.imports.columns.contract import Known
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.mapping import ColumnChoice, Headers, RowReader
from pakhuis.imports.states import Subject
from pakhuis.imports.whole_address import taken_apart
from pakhuis.kernel.country_names import country_code
from tests.imports.running import codes, imported, outcomes

pytestmark = pytest.mark.once
COLUMNS = columns_of(Subject.CUSTOMERS)
HEADERS = Headers(COLUMNS)


def guessed(content: str, *, has_header: bool = True) -> str:
    """What the columns of a small table are taken for, with bars between them."""
    lines = [line.split("|") for line in content.splitlines()]
    heads = lines[0] if has_header else ["A"] * len(lines[0])
    choice = HEADERS.guess(heads, lines[1 if has_header else 0 :], has_header=has_header)
    return " ".join(one or "-" for one in choice.columns)


def contacts(targets: str, *cells: str) -> dict[str, str]:
    """The fields of a row with these columns."""
    row = assembled(RowReader(ColumnChoice(tuple(targets.split())), COLUMNS, Known()).draft(cells))
    return dict(row.fields) | {"notes": " ".join(one.code for one in row.notes)}


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        ("Naam|Straat|Plaats\nP|Kade 1|9130 Doel\nJ|Pad 2|9120 Urk", "name address.street address.zip_city"),
        ("Naam|Plaats\nPiet|Kade 1, 8011 AB Zwolle\nJan|Laan 2, 6711 AB Ede", "name address.line1"),
        ("Naam|Postcode|Plaats\nPiet|8011 AB|Zwolle", "name address.zipcode address.city"),
        ("Naam|Postcode\nPiet|8011 AB", "name address.zipcode"),
        ("Naam|Aflever postcode\nPiet|8011 AB Zwolle\nJan|1000 Brussel", "name delivery.zip_city"),
        ("name|ref\nKade|Piet Bakker\nZon|Jan de Wit", "name -"),
        ("name|ref\nKade|K 12\nZon|K 13", "name number"),
        ("name|lang|category_id/id\nKade|1|base.cat_1,base.cat_2", "name - -"),
        ("Name|Company|E-mail\nKade|1|k@x.nl\nPiet|0|p@x.nl", "name - email"),
        ("CUST_FIRST_NAME|CUST_LAST_NAME|CUST_EMAIL\nA|B|a@x.nl", "first_name last_name email"),
        ("receiver_first_name|receiver_last_name|x_first_name\nA|B|C", "first_name last_name -"),
        ("ShipName|Ship Address1|ShipCity\nA|Kade 1|Epe", "delivery.name delivery.line1 delivery.city"),
        ("BillAddr1|BillAddr2|BillCity|Name\nA|B|Epe|N", "invoice.line1 invoice.line2 invoice.city name"),
        ("adres_fact_straat|adres_verz_straat|Naam\nKade|Laan|A", "invoice.street delivery.street name"),
        (
            "Street 1|Street 2|Ship City|Ship Zipcode|Full Name\nKade 1|hs|Epe|8161 AA|A",
            "delivery.line1 delivery.line2 delivery.city delivery.zipcode name",
        ),
        ("Street|Bill City|Ship City|Name\nA 1|Epe|Ede|A", "address.street invoice.city delivery.city name"),
        ("Factuuradres|Plaats|Naam\nKade 1|Epe|A", "invoice.line1 invoice.city name"),
        ("Adres|Factuuradres|Plaats|Naam\nA 1|B 2|Epe|A", "address.line1 invoice.line1 address.city name"),
        (
            "buyer-name|recipient-name|ship-address-1|ship-city\nA|B|Kade 1|Epe",
            "name delivery.name delivery.line1 delivery.city",
        ),
        ("order_id|name|sku|billing_last_name|id|note\n7|Mok|M1|Smit|4|snel", "- - - invoice.last_name - -"),
        ("Order ID|Name|SKU|Tags|Customer tags\n7|Piet|M1|rood|vip", "- name - - tags"),
        ("Name|Lineitem name|Billing Name|Id|Tags\n#7|Mok|Smit|4|snel", "- - invoice.name - -"),
        ("kun_id|kun_naam|kun_straat|kun_stad|x\n1|A|B 1|Epe|x", "number name address.street address.city -"),
        ("KD_NAME|KD_PLZ|KD_ORT|KD_LAND\nA|1|Bonn|DE", "name address.zipcode address.city address.country"),
        ("relNaam|relPC|relStad|relLand\nA|1|Epe|NL", "name address.zipcode address.city address.country"),
        ("C_NAME|C_ADDRESS|C_PHONE|C_COMMENT|K\nA|B 1|038-1|snel|1", "name address.line1 phone remarks -"),
        ("order_id|order_name|order_email|order_city\n1|A|a@x.nl|Epe", "- name email -"),
        ("x_naam|x_oms|x_bank|Straat|Stad\nA|o|NL1|B 1|Epe", "name - - address.street address.city"),
        ("contact_address1|contact_address2|naam\nA 1|x|N", "address.line1 address.line2 name"),
        ("Phone|Billing Phone|Shipping Phone|Name\n1|2||A\n|2|3|B", "phone other_phone - name"),
        ("Email|Billing Email|Name\na@x.nl|b@x.nl|A", "email other_email name"),
        ("Name|Address|Address (2)|City\nA|Kade 1|hs|Epe", "name address.line1 address.line2 address.city"),
        ("Square Customer ID|First Name\nX1|A\nX2|B", "number first_name"),
        ("Square Customer ID|First Name\nX1|A\nX1|B", "- first_name"),
        ("Parent customer id|Name\nX1|A\nX2|B", "- name"),
        ("Voornaam|Naam|Actief\nAn|Peeters|on", "first_name last_name -"),
        (
            "Naam|Straat|Postcode|Plaats|Straat2|Postcode3|Plaats4\nA|K 1|1|Epe|L 2|2|Ede",
            "name address.street address.zipcode address.city address2.street address2.zipcode address2.city",
        ),
        (
            "Naam|Straat|Plaats|Straat.1|Plaats.1\nA|K 1|Epe|L 2|Ede",
            "name address.street address.city address2.street address2.city",
        ),
        ("Naam|Straat|Straat2|Plaats\nA|K 1|hs|Epe", "name address.street address.line2 address.city"),
        ("Order number|Name|Company name|SKU\n7|Piet|Kade|M1\n8|Anna||M2", "- name company -"),
        ("Name|Street address|Street postcode\nA|K 1|8161 AA", "name address.line1 address.zipcode"),
        ("Naam|SMS|Note privée\nA|316|x", "name mobile remarks"),
        ("Bestelnummer|Klantnummer|Naam|Korting\n7|12|Piet|5,00", "- number name -"),
        ("straat_facturering|plaats_facturering|naam\nKade 1|Epe|P", "invoice.street invoice.city name"),
        ("NAW1|Adres 1|Adres 3|Kortingsperc.\nP|Kade 1|hal|2,5", "name address.line1 address.line2 discount"),
        ("person|number_suffix|box_number\nB|a|3", "name address.addition address.addition"),
        ("Country/Country Name|Tags/Display Name|Name\nNL|vip|P", "address.country tags name"),
        ("DeliveryCountryISO2|DeliveryCity|Name\nNL|Epe|P", "delivery.country delivery.city name"),
        ("Name|Surname\nAna|Bakker\nPiet|Smit", "first_name last_name"),
        ("Name|Last Name\nKade BV|Bakker\nZon BV|Smit", "name last_name"),
        ("Name|Email|Billing Name\n#1001|a@x.nl|Piet", "- email invoice.name"),
        ("Factuur e-mail|Algemeen e-mail|Naam\nf@x.nl|a@x.nl|P", "other_email email name"),
        ("Deb.nr.|Name\n1|P", "number name"),
        ("CustNo|Company number|Name\n1|2|P", "number - name"),
        ("Référence client|Nom de famille|Prénom\n1|B|A", "number last_name first_name"),
        ("Street & number|City|Name\nKade 1|Epe|P\nLaan 2|Ede|Q", "address.line1 address.city name"),
        ("Street|Street number|Name\nKade|1|P", "address.street address.house_number name"),
        ("Name|Last Name|House number\n||", "name last_name address.house_number"),
        ("Email|REGION|CC\np@x.nl|nh|NL", "email - -"),
        ("Firstname|Lastname|Contact\nA|B|06-12345678\nC|D|038-1234567", "first_name last_name phone"),
        ("Naam|Contact\nA|a@x.nl\nC|c@x.nl", "name email"),
        ("Naam|Contact\nKade|Piet Bakker", "name contact_name"),
        ("Huisnr|Huisnr. toev.|Naam\n1|a|P", "address.house_number address.addition name"),
        ("user_login|display_name|last_name\npiet|piet9|Bakker", "- screen_name last_name"),
        ("Display Name|Last Name\nKade|Bakker", "name last_name"),
        (
            "name|postal_address1|postal_address2|postal_city\nP|Bus 1|x|Ede",
            "name invoice.line1 invoice.line2 invoice.city",
        ),
        ("Naam|Mobiele nr.|Telefoon privé\nP|06 - 12 34 56 78|038-1", "name mobile other_phone"),
        ("USt-ID-Nummer|GST/VAT Number|Name\n|NL1|P", "- vat_number name"),
        ("Tax Name|Tax Rate|VAT Registration Nr|Name\nA|21|NL1|P", "- - vat_number name"),
        (
            "Lieferadresse Vorname|Lieferadresse Nachname|Lieferadresse Ort|Firma\nA|B|Köln|C",
            "delivery.first_name delivery.last_name delivery.city company",
        ),
        (
            "Strasse 1|Ort 1|Adresszusatz 1|Strasse 2|Ort 2|Adresszusatz 2|Name\nA 1|Köln|x|B 2|Bonn|y|N",
            "address.street address.city address.line2 address2.line1 address2.city address2.line2 name",
        ),
    ],
)  # fmt: skip
def test_what_the_columns_are(content: str, columns: str) -> None:
    assert guessed(content) == columns


def test_first_and_last_names_without_a_header_are_told_by_their_mailboxes() -> None:
    people = "1|Hans|de Boer|hdeboer@x.nl\n2|Marie|Bakker|marie.bakker@x.nl\n3|Ina|Smit|info@y.nl"
    assert guessed(people, has_header=False) == "- first_name last_name email"
    belgian = "Kade|Meir 5|2000|Antwerpen\nZon|Laan 1|9000|Gent"
    assert guessed(belgian, has_header=False) == "name address.line1 address.zipcode address.city"
    dated = "11000|AW00011000|Ana|1971-10-06|06-12345678\n11001|AW00011001|Piet|1972-11-07|038-123456"
    assert guessed(dated, has_header=False) == "number - name - phone"
    dumped = "x9Qa2|Herr|Smit|Kade 1\n|Herr|Bakker|Laan 2\n|Frau|Visser|Pad 3\n|Herr|Mos|Wal 4\n|Frau|Vos|A 5"
    assert guessed(dumped, has_header=False) == "- - name address.line1"
    greeted = "Dhr.|Jan|van der|Smit|Kade|1|a|8011 AB|Epe\nMw.|Ina||Bos|Laan|2||6711 AA|Ede"
    assert guessed(greeted, has_header=False) == (
        "- first_name infix last_name address.street address.house_number address.addition address.zipcode"
        " address.city"
    )
    turned = (
        "1|Smit|Jan|1 rue Lac|75012|Paris|jan.smit@x.fr\n2|Mulder|Ina|5 av Foch|69002|Lyon|ina.mulder@x.fr"
    )
    assert guessed(turned, has_header=False) == (
        "- last_name first_name address.line1 address.zipcode address.city email"
    )
    asked = "Kade BV|Piet Bakker|Kade 1|8011 AB|Epe|info@k.nl\nHotel Zon|A. Bos|Laan 2|6711 AA|Ede|post@z.nl"
    assert guessed(asked, has_header=False) == (
        "name contact_name address.line1 address.zipcode address.city email"
    )
    ordered = "1|Kade|5|9130 Doel|0496312103|Jan Bos\n2|Laan|11 A|9120 Beveren|0478115274|Ina Smit"
    assert guessed(ordered, has_header=False) == (
        "- address.street address.house_number address.zip_city phone name"
    )
    german = "K001|Kade GmbH|Berliner Allee|4|10115|Berlin\nK002|Zon AG|Ring|78|80331|Bonn"
    assert guessed(german, has_header=False) == (
        "number name address.street address.house_number address.zipcode address.city"
    )
    firms = "Kade BV|Zwolle|info@kade.nl\nZon BV|Ede|post@zon.nl"
    assert guessed(firms, has_header=False) == "name - email"


@pytest.mark.parametrize(
    ("text", "code"),
    [("[DE] Deutschland", "DE"), ("base.nl", "NL"), ("base.uk", "GB"), ("base.main", ""), ("[X] Y", "")],
)
def test_countries_of_programs(text: str, code: str) -> None:
    assert country_code(text) == code


def test_an_address_of_a_visiting_card() -> None:
    assert taken_apart(";hs;Kade 1;Epe;Gelderland;8161 AA;Nederland") == {
        "line1": "Kade 1",
        "line2": "hs",
        "city": "Epe",
        "region": "Gelderland",
        "zipcode": "8161 AA",
        "country": "NL",
    }
    assert taken_apart(";;Kade 1;Epe;;;Nergens")["line2"] == "Nergens"


def test_one_email_and_one_telephone_of_several() -> None:
    told = contacts("name email phone", "Piet", "a@x.nl / b@x.nl", "Tel.: 038-1 ::: 06-2")
    assert (told["email"], told["phone"], told["notes"]) == ("a@x.nl", "038-1 / 06-2", "further_emails")
    assert contacts("name email", "Piet", "Piet <p@x.nl>") == {"name": "Piet", "email": "p@x.nl", "notes": ""}
    assert contacts("name email", "Piet", "geen adres")["email"] == "geen adres"
    assert "email" not in contacts("name email phone vat_number", "NA", "NA", "onbekend", "None")
    assert contacts("email other_email", "", "b@x.nl")["email"] == "b@x.nl"
    assert contacts("email other_email", "a@x.nl", "b@x.nl")["email"] == "a@x.nl"
    several = "phone mobile other_phone other_phone"
    assert contacts(several, "", "06-2", "038-3", "038-4")["phone"] == "06-2"
    assert contacts(several, "", "", "038-3", "038-4")["phone"] == "038-3"


def test_who_a_row_is_about() -> None:
    told = contacts("name company contact_name first_name", "Kade", "Kade", "Kade", "Piet")
    assert (told["name"], told["contact_name"]) == ("Kade", "Piet")
    assert contacts("name", "Kade\n\x0b en Zon")["name"] == "Kade en Zon"
    assert (
        contacts("name first_name last_name", "Kade", "Jan\nPiet", "Bakker")["contact_name"]
        == "Jan Piet Bakker"
    )
    assert contacts("screen_name last_name", "piet9", "Bakker")["name"] == "Bakker"
    assert contacts("screen_name last_name", "piet9", "")["name"] == "piet9"


@pytest.mark.django_db
def test_a_third_line_of_an_address_stands_behind_the_second() -> None:
    run = imported("Naam;Adresregel 1;Adresregel 2;Adresregel 3;Plaats\nPiet;Kade 1;achter;hal 3;Epe\n")
    assert (outcomes(run), codes(run)) == (["created"], [[]])
    address = Customer.objects.get().addresses.get()
    assert (address.line1, address.line2) == ("Kade 1", "achter, hal 3")


@pytest.mark.django_db
def test_lines_of_a_page_are_lines() -> None:
    imported("Customer Name;Primary Address\nKade;Kade 1<br>Epe<br>8161 AA<br>Nederland<br>\n")
    address = Customer.objects.get().addresses.get()
    assert (address.line1, address.city, address.zipcode, address.country) == (
        "Kade 1",
        "Epe",
        "8161 AA",
        "NL",
    )


def test_an_address_that_is_told_twice_is_one() -> None:
    """Google has the whole address beside its parts, Shopify the street beside its two lines."""

    def lines(street: str, line1: str, line2: str = "") -> tuple[str, ...]:
        targets = ("address.street", "address.line1", "address.line2", "address.zipcode", "address.city")
        draft = RowReader(ColumnChoice(targets), COLUMNS, Known()).draft(
            (street, line1, line2, "8161 AA", "Epe")
        )
        parts = assembled(draft).addresses[0].parts
        return tuple(parts.get(one) or "" for one in ("line1", "line2", "zipcode", "city"))

    assert lines("Kade 1", "Kade 1\n8161 AA Epe") == ("Kade 1", "", "8161 AA", "Epe")
    assert lines("Kade 1, hal 3", "Kade 1") == ("Kade 1", "hal 3", "8161 AA", "Epe")
    assert lines("Kade 1, hal 3", "Kade 1", "hal 3") == ("Kade 1", "hal 3", "8161 AA", "Epe")
    assert lines("", "Kade 1, 8161 AA Epe") == ("Kade 1", "", "8161 AA", "Epe")
    assert lines("", "Kade 1, 8161 AB Epe") == ("Kade 1, 8161 AB Epe", "", "8161 AA", "Epe")
    assert lines("Kade 11", "Kade 1") == ("Kade 1", "Kade 11", "8161 AA", "Epe")
    assert lines("achter", "Kade 1") == ("Kade 1", "achter", "8161 AA", "Epe")


@pytest.mark.django_db
def test_who_an_empty_address_is_of_is_a_customer() -> None:
    """Orders of what needs no parcel have a name and an e-mail, and nothing else of an address."""
    content = (
        "billing_first_name;billing_last_name;billing_company;billing_city\nPiet;Bakker;;\nJan;Smit;Kade;\n"
    )
    assert outcomes(imported(content)) == ["created", "created"]
    names = Customer.objects.order_by("name").values_list("name", "contact_name")
    assert list(names) == [("Kade", "Jan Smit"), ("Piet Bakker", "")]
    assert not Address.objects.exists()
