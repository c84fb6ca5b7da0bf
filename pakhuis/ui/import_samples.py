"""Sample files to begin with, in both languages: every column of them is recognised."""

from __future__ import annotations

from pakhuis.imports.states import Subject

Lines = list[list[str]]


def _cut(text: str) -> Lines:
    return [line.strip().split(";") for line in text.strip().splitlines()]


SAMPLES: dict[str, dict[str, Lines]] = {
    Subject.CUSTOMERS: {
        "nl": _cut(
            "Klantnummer;Naam;Contactpersoon;E-mail;Telefoon;Taal;Korting;Bereken BTW;Autosplit;BTW-nummer"
            ";Tags;Factuur adres;Factuur postcode;Factuur plaats;Factuur land"
            ";Aflever adres;Aflever postcode;Aflever plaats;Aflever land;Opmerkingen"
            ";Standaard opmerkingen bij bestelling\n"
            "00101;Café De Kade;Sanne de Wit;inkoop@dekade.example;038 123 4567;Nederlands;5,00;ja;standaard;"
            ";horeca;Kade 12;8011 AB;Zwolle;Nederland;Achterom 3;8011 AC;Zwolle;Nederland"
            ";Belt altijd op maandag;Achterom afleveren\n"
            "00102;Slijterij Van Dam;;;;Nederlands;;ja;nee;;;Dorpsstraat 4;6711 EJ;Ede;Nederland;;;;;;\n"
            ";Piet Jansen;;piet@jansen.example;;;;;;;;Laan 7;9000;Gent;België;;;;;;\n"
        ),
        "en": _cut(
            "Customer number;Name;Contact name;E-mail;Telephone;Language;Discount;Calculate VAT;Autosplit"
            ";VAT number;Tags;Invoice address;Invoice postcode;Invoice city;Invoice country"
            ";Delivery address;Delivery postcode;Delivery city;Delivery country;Remarks"
            ";Default order remarks\n"
            "00101;Café De Kade;Sanne de Wit;inkoop@dekade.example;038 123 4567;Dutch;5.00;yes;default;"
            ";horeca;Kade 12;8011 AB;Zwolle;Netherlands;Achterom 3;8011 AC;Zwolle;Netherlands"
            ";Always calls on Monday;Deliver at the back\n"
            "00102;The Bottle Shop;;;;English;;yes;no;;;High Street 4;SW1A 1AA;London;United Kingdom;;;;;;\n"
            ";Piet Jansen;;piet@jansen.example;;;;;;;;Laan 7;9000;Gent;Belgium;;;;;;\n"
        ),
    },
    Subject.PRODUCTS: {
        "nl": _cut(
            "Productcode;Naam;Prijs;Barcode;Gewicht in gram;Beginvoorraad\n"
            "BIER-01;Pils krat 24;18,50;;12000;40\nBIER-02;Tripel doos 12;24,00;;9000;25\n"
        ),
        "en": _cut(
            "Product code;Name;Price;Barcode;Weight in grams;Opening stock\n"
            "BIER-01;Pils crate 24;18.50;;12000;40\nBIER-02;Tripel box 12;24.00;;9000;25\n"
        ),
    },
    Subject.PRICES: {
        "nl": _cut(
            "Prijslijst;Productcode;Prijs;Vanaf aantal;Geldig van;Geldig tot\nHoreca;BIER-01;16,75;10;;\n"
        ),
        "en": _cut(
            "Price list;Product code;Price;From amount;Valid from;Valid until\nHoreca;BIER-01;16.75;10;;\n"
        ),
    },
}
