"""Word lists of the demonstration; every person, company and address made of them is invented."""

from __future__ import annotations

FIRST = (
    "Anouk Bram Carlijn Daan Eline Floris Gijs Hanneke Ilse Jelle Karin Lars Maartje Niels Olga Pieter Pien"
    " Ruben Sanne Thijs Ursula Vera Wouter Yasmin Zeger Fatima Youssef Aylin Mehmet Zoë Chloé René"
).split()
LAST = (
    "de Vries|van den Berg|Bakker|Visser|Smit|Meijer|de Groot|Mulder|Bos|Vos|Peters|Hendriks|van Leeuwen"
    "|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|Kok|Jacobs|Vermeulen|Öztürk|’t Hart"
).split("|")
STREETS = (
    "Kerkstraat|Lindelaan|Molenweg|Havenkade|Nieuwe Gracht|Oude Singel|Brouwersgracht|Stationsplein"
    "|Korte Akker|Graanmarkt|Hopveld|Watertorenweg|Beursplein|Ambachtsweg|Zuiderdiep|Wilgenpad"
).split("|")
TOWNS = (
    ("Amsterdam", "1017", "020"),
    ("Utrecht", "3511", "030"),
    ("Rotterdam", "3011", "010"),
    ("Den Haag", "2511", "070"),
    ("Groningen", "9711", "050"),
    ("Maastricht", "6211", "043"),
    ("Zwolle", "8011", "038"),
    ("Breda", "4811", "076"),
    ("Haarlem", "2011", "023"),
    ("Leeuwarden", "8911", "058"),
    ("Middelburg", "4331", "0118"),
    ("’s-Hertogenbosch", "5211", "073"),
)
CAFES = ("Café", "Eetcafé", "Grand Café", "Proeflokaal", "Bruin Café", "Brasserie", "Tapperij")
RESTAURANTS = ("Restaurant", "Bistro", "Eethuis", "Pannenkoekenhuis", "Hotel-Restaurant")
SHOPS = ("Slijterij", "Bierwinkel", "Delicatessen", "Streekwinkel", "Drankenhandel", "Cadeauwinkel")
SIGNS = (
    "De Gouden Gist|’t Vaatje|De Drie Hoppen|In de Wolken|De Zwarte Kat|Het Wapen van Linde|De Blauwe Boei"
    "|’t Hoekje|De Vergulde Kraan|De Schuimkraag|Het Anker|De Molen|De Smidse|Zeezicht|De Kleine Wereld"
    "|De Gulden Snede|Onder de Linden|De Volle Maan|De Waag|Bij Ons"
).split("|")
GERMAN = (
    ("Gasthaus zum Löwen GmbH", "Köln", "50667", "Hopfenstraße"),
    ("Getränke Krüger & Söhne", "Münster", "48143", "Malzweg"),
    ("Bierkontor Weiß OHG", "Aachen", "52062", "Am Kornmarkt"),
    ("Hofladen Grünwald", "Kleve", "47533", "Lindenallee"),
    ("Kneipe Zur Alten Brücke", "Düsseldorf", "40213", "Uferstraße"),
)
BELGIAN = (
    ("Drankencentrale De Kempen BV", "Turnhout", "2300", "Grote Markt"),
    ("Brasserie Au Petit Tilleul SRL", "Liège", "4000", "Rue du Houblon"),
    ("Bierhuis ’t Kelderke", "Gent", "9000", "Korenlei"),
    ("Taverne De Reinaert NV", "Sint-Niklaas", "9100", "Vossenstraat"),
    ("Café Chez Léonie", "Namur", "5000", "Place de la Bière"),
)
FRENCH = (
    ("Cave à Bières du Nord SARL", "Lille", "59000", "Rue des Brasseurs"),
    ("Épicerie Fine Lefèvre", "Paris", "75011", "Rue du Tilleul"),
    ("Le Bar à Mousse SAS", "Lyon", "69002", "Quai du Malt"),
    ("Bistrot L’Épi d’Or", "Arras", "62000", "Place du Blé"),
)
ENGLISH = (
    ("The Thirsty Otter", "London", "SE1 0AA", "Cooper’s Yard"),
    ("O’Malley & Daughters", "Dublin", "D02 X000", "Barley Lane"),
    ("Canal House Imports", "Amsterdam", "1016 AB", "Prinsengracht"),
)
COUNTRY_OF_ENGLISH = ("GB", "IE", "NL")
REMARKS = (
    "Betaalt altijd netjes; belt liever dan mailt.",
    "Let op: eigenaar is op maandag gesloten.",
    "Oude klant van de vorige brouwmeester.",
    "Wil in het voorjaar een eigen etiket bespreken.",
    "Eerste bestelling ging mis, extra aandacht.",
)
ORDER_REMARKS = (
    "Graag achterom leveren, steegje links.",
    "Lege kratten gaan mee terug.",
    "Niet tussen 12 en 14 uur leveren.",
    "Please deliver to the cellar door.",
    "Bellen bij aankomst.",
)
REFERENCES = ("Terrasseizoen", "Kerstborrel", "PO {n}", "Feest 50 jaar", "Inkoop week {n}", "Tel. Karin")
