"""Customer fields that are taken as they are written."""

from __future__ import annotations

from pakhuis.imports.columns.contract import Column, words
from pakhuis.kernel.problem import gettext_noop

COLUMNS = (
    Column(
        target="name",
        label=gettext_noop("Name"),
        is_clearable=False,
        headers=words(
            "naam|name|klantnaam|customer name|customername|client name|relatienaam|"
            "debiteurnaam|display name|weergavenaam|volledige naam|full name|fullname|"
            "account name|debtor name|naam klant|third party name|nom du client|nom client|kundenname|"
            "naam relatie|naam debiteur|naam bedrijf|naam organisatie|vestigingsnaam|instellingsnaam|"
            "naam instelling|naam school|nombre|fn|naw1|naw 1|naw|klant|customer|relatie|debiteur|client|"
            "kunde|name 1|person|persoon|namn"
        ),
    ),
    Column(
        target="contact_name",
        label=gettext_noop("Contact name"),
        headers=words(
            "contactpersoon|contact name|contactname|contact person|contact|contactnaam|t a v|"
            "tav|attn|ter attentie van|attention|ansprechpartner|naam contactpersoon|primary contact|"
            "hoofdcontact|contactpersoon volledige naam|main contact full name|main contact|"
            "hoofdcontactpersoon|anspr person|anspr partner|"
            "contactpers|cont persoon|contact person name|ansprechperson|personne de contact|naam contact"
        ),
    ),
    Column(
        target="email",
        label=gettext_noop("E-mail"),
        headers=words(
            "e mail|email|e mailadres|emailadres|email address|e mail address|emailaddress|"
            "mail|mailadres|e mail 1 value|customer e mail|customer email|contact email|"
            "e mail werk|work email|klant e mail|email id|adresse e mail|adresse email|courriel|"
            "e mail adresse|emailadresse|mail adresse|user email|email1|main email|"
            "e mail algemeen|algemeen e mail|e post|algemeen e mailadres|correo electronico|correo"
        ),
    ),
    Column(
        target="phone",
        label=gettext_noop("Telephone"),
        headers=words(
            "telefoon|phone|telephone|telefoonnummer|phone number|tel|telnr|tel nr|"
            "phone 1 value|business phone|telefoon werk|work phone|contact phone|telefon|"
            "phone1|vaste telefoon|customer phone|telefoonnr|telefoon op werk|telefoonnr werk|"
            "telefoonnummer werk|primary phone|main phone|company main phone|telefonnummer|"
            "numero de telephone|phone no|telephone number|tel gsm|telefoon gsm|"
            "phone numbers|homephone|tel type work|telefoon 1|telefoonnummer 1|telefoon algemeen|"
            "algemeen telefoonnummer|"
            "day phone|telefono|"
            "telefoon vast|vast nummer|tel no|landline|telephone fixe|"
            "landline number|tel prof|telephone bureau|telephone professionnel|telnummer|"
            "tel fixe|festnetz|rufnummer|contact number|algemeen telefoonnr"
        ),
    ),
    Column(
        target="vat_number",
        label=gettext_noop("VAT number"),
        headers=words(
            "btw nummer|vat number|btwnummer|vatnumber|btw nr|btw|vat|vat id|vat no|tax id|"
            "taxvat|tax vat number|btw identificatienummer|btw id|vat registration number|"
            "fiscaal nummer|ust id|ust idnr|ust id nr|vat code|vat ids|vat reg no|vat registration no|"
            "tax vat id|tax number|n tva|numero tva|numero de tva|n de tva|tva intracommunautaire|"
            "umsatzsteuer id|umsatzsteuer identifikationsnummer|partita iva|nif|eu ust id|vat reg nr|vat reg|"
            "btw identificatie|"
            "tva|gstin"
        ),
    ),
    Column(
        target="remarks",
        label=gettext_noop("Remarks"),
        is_several=True,
        headers=words(
            "opmerkingen|remarks|opmerking|notes|note|notities|notitie|private notes|comments|"
            "memo|internal note|interne notitie|klant opmerkingen|customer note|bemerkungen|bemerkung|"
            "opm|comment|remarques|commentaire|commentaires|aantekeningen|notizen|notiz|"
            "internal notes|anmerkung|anmerkungen|"
            "interne opmerking|interne opmerkingen|interne notities|internal comments|"
            "note privee|note publique|klantnotitie|bijzonderheden|toelichting"
        ),
    ),
    Column(
        target="default_order_remarks",
        label=gettext_noop("Default order remarks"),
        is_several=True,
        headers=words(
            "standaard opmerkingen bij bestelling|default order remarks|"
            "standaard opmerking bij bestelling|default order notes|delivery instructions|"
            "delivery instruction|"
            "bezorginstructies|afleverinstructies|order remarks|standaard opmerkingen bestelling|"
            "standaard opmerking bestelling|standaard opmerkingen bestellingen|standaard bestelopmerking|"
            "standaard ordernotitie"
        ),
    ),
)
