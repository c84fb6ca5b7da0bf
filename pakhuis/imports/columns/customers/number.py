"""The customer number: what a row is recognised by."""

from __future__ import annotations

from pakhuis.imports.columns.contract import Column, words
from pakhuis.kernel.problem import gettext_noop

COLUMNS = (
    Column(
        target="number",
        label=gettext_noop("Customer number"),
        is_clearable=False,
        headers=words(
            "klantnummer|customer number|customernumber|klantnr|klant nr|klantcode|"
            "debiteurnummer|debiteurnr|debiteurcode|debiteur nr|relatienummer|relatiecode|"
            "relatienr|customerid|customer id|klant id|klantid|customer code|customer no|"
            "customer nr|account number|account no|account code|reference|internal reference|"
            "interne referentie|referentie|client id|client number|id number|contact code|"
            "partner id|ref|external id|externe id|code|number|nummer|nr|debtor number|contactcode|"
            "nummer debiteur|code client|numero client|n client|kundennr|kunden nr|kunden nummer|"
            "debtor code|kundennummer|kd nr|kdnr|klantid nr|"
            "customer reference|klantreferentie|client reference|customer key|debitorennummer|debitor nr|id|"
            "account reference|account ref|"
            "id customer|id klant|id client|lidnummer|lidnr|member number|"
            "kundnr|kundnummer|"
            "konto|identifiant|ext id|codigo|codigo cliente|codice cliente|codice"
        ),
    ),
)
