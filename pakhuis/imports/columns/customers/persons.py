"""Names in pieces, and what stands in where a field of its own is empty."""

from __future__ import annotations

from pakhuis.imports.columns.contract import words
from pakhuis.imports.columns.pieces import PieceColumn
from pakhuis.kernel.problem import gettext_noop

COLUMNS = (
    PieceColumn(
        target="company",
        label=gettext_noop("Company"),
        headers=words(
            "bedrijfsnaam|company name|companyname|bedrijf|company|firma|organisatie|"
            "organization|organisation|organization 1 name|organisatienaam|handelsnaam|"
            "business name|firmenname|bedrijf naam|organization name|organisation name|raison sociale|"
            "societe|entreprise|unternehmen|name adressattyp unternehmen|statutaire naam|firmanaam|"
            "ragione sociale|razon social|associated company|org|empresa|"
            "onderneming|zaak"
        ),
    ),
    PieceColumn(
        target="first_name",
        label=gettext_noop("First name"),
        headers=words(
            "voornaam|first name|firstname|given name|contact first name|contactfirstname|"
            "vorname|prenom|roepnaam|voornamen|voornaam contactpersoon|voornaam of voorletters|voorletters|"
            "voorl|initialen|nome|"
            "first|forename|voorletter"
        ),
    ),
    PieceColumn(
        target="infix",
        label=gettext_noop("Name infix"),
        headers=words(
            "tussenvoegsel|tussenvoegsels|infix|middle name|middlename|additional name|voorvoegsel|tussenv|"
            "middelste naam|"
            "tv|tsv|voorvoegsels|middle"
        ),
    ),
    PieceColumn(
        target="last_name",
        label=gettext_noop("Last name"),
        headers=words(
            "achternaam|last name|lastname|family name|surname|contact last name|"
            "contactlastname|nachname|nom|familienaam|achternaam contactpersoon|cognome|"
            "apellidos|apellido|"
            "name adressattyp naturl person|"
            "last|familienname|nom de famille"
        ),
    ),
    PieceColumn(
        target="mobile",
        label=gettext_noop("Mobile telephone (where telephone is empty)"),
        headers=words(
            "mobiel|mobile|mobile phone|mobiele telefoon|mobiel nummer|gsm|mobile number|"
            "mobilephone|handy|mobiel nr|cell|cell phone|06 nummer|telefoon mobiel|tel mobiel|mobil|mob|"
            "mobile no|mobilnummer|mobiltelefon|handynummer|portable|telephone portable|mobielnummer|"
            "cellulare|movil|phone mobile|mobiele nr|mobiele nummer|tel mob|tel type cell|"
            "mob nr|06 nr|tel portable|mobile tel|mobiel telefoonnummer|whatsapp|whatsapp nummer|"
            "sms"
        ),
    ),
    PieceColumn(
        target="other_phone",
        label=gettext_noop("Other telephone (where telephone and mobile are empty)"),
        is_several=True,
        headers=words(
            "home phone|telefoon thuis|telefoon prive|telefon privat|phone 2|phone2|telefoon 2|"
            "telefoonnummer 2|"
            "other telephone|"
            "other phone|default address phone|privetelefoon|tel prive|telephone 2|telefon 2|andere telefoon|"
            "client phone|hoofdtelefoon bedrijf|hoofdtelefoon|toll free|haupttelefon|telefon firma|"
            "ander telefoonnummer|telephone perso|telephone personnel|tel perso|"
            "tel 2|direct phone|doorkiesnummer|direct nummer"
        ),
    ),
    PieceColumn(
        target="other_email",
        label=gettext_noop("Other e-mail (where e-mail is empty)"),
        is_several=True,
        headers=words(
            "e mail 2|email 2|email2|e mailadres 2|e mail 2 address|e mail 2 value|e mail 2 adresse|"
            "billing email|factuur email|e mail factuur|factuur e mail|invoice email|e mailadres facturen|"
            "ander e mailadres|ander emailadres|other e mail|other email|secondary email|e mail prive|"
            "personal email|e mailadres voor facturen|emailadres voor facturen"
        ),
    ),
    PieceColumn(
        target="screen_name",
        label=gettext_noop("Screen name (where no other name is given)"),
        headers=words("schermnaam|screen name|gebruikersnaam|username|user name"),
    ),
)
