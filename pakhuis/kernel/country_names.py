"""Countries as people write them: a code, or the name in Dutch, English, German or French."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from pakhuis.kernel.countries import COUNTRY_CODES
from pakhuis.kernel.text import fold

LANGUAGES = ("nl", "en", "de", "fr")
ALSO: dict[str, str] = {
    "GB": "uk england scotland wales engeland schotland|great britain|groot brittannie|northern ireland|u k",
    "US": "usa u.s.a. u.s. amerika america|united states of america|verenigde staten van amerika|u s a",
    "NL": "holland nederlands nld|the netherlands|netherlands, the",
    "BE": "belgie belgium bel vlaanderen b",
    "DE": "deutschland duitsland ger deu brd d",
    "LU": "luxemburg luxembourg lux l",
    "FR": "frankrijk fra f",
    "CZ": "tsjechie|czech republic|tsjechische republiek",
    "KR": "korea|south korea|zuid korea",
    "RU": "rusland russia",
    "IE": "ierland|republic of ireland|eire",
    "CH": "zwitserland suisse schweiz svizzera",
    "AT": "oostenrijk osterreich a",
    "ES": "espana e",
    "IT": "italia i",
    "PT": "portugal",
    "SE": "sverige",
    "NO": "norge",
    "DK": "danmark",
    "FI": "suomi",
    "PL": "polska",
    "AE": "uae|u a e",
    "HK": "hongkong|hong kong",
    "TR": "turkey turkije",
    "MK": "macedonia macedonie",
}

_CODED = re.compile(
    r"([A-Z]{2,3})\s*[-–:]\s*\w.*|\w.*\(([A-Z]{2,3})\)|\[([A-Z]{2,3})\]\s*\w.*|base\.([a-z]{2})"
)
"""A code and a name: `NL - Nederland`, `Nederland (NL)`, `[NL] Nederland`; and as Odoo has it, `base.nl`."""


@cache
def country_names() -> dict[str, str]:
    """Each name in its form for comparing, and the code it stands for."""
    names: dict[str, str] = {}
    for language in reversed(LANGUAGES):
        territories = Locale.parse(language).territories
        names |= {fold(name): code for code, name in territories.items() if code in COUNTRY_CODES}
    for code, several in ALSO.items():
        single, *longer = several.split("|")
        names |= dict.fromkeys((fold(name) for name in (*single.split(), *longer)), code)
    return names


@cache
def _three_letters() -> dict[str, str]:
    listed = (
        "NLD:NL BEL:BE DEU:DE FRA:FR GBR:GB USA:US LUX:LU ESP:ES ITA:IT AUT:AT CHE:CH DNK:DK SWE:SE NOR:NO"
        " FIN:FI POL:PL CZE:CZ IRL:IE PRT:PT HUN:HU ROU:RO BGR:BG GRC:GR HRV:HR SVN:SI SVK:SK EST:EE LVA:LV"
        " LTU:LT"
    )
    return dict(one.split(":") for one in listed.split())


def country_code(text: str) -> str:
    """The ISO code a text stands for; empty when it stands for none."""
    bare = text.strip()
    upper = bare.upper()
    if upper in COUNTRY_CODES:
        return upper
    if upper in _three_letters():
        return _three_letters()[upper]
    named = country_names().get(fold(bare), "") or country_names().get(fold(bare.replace(".", "")), "")
    coded = None if named else _CODED.fullmatch(bare)
    return country_code(next(filter(None, coded.groups()))) if coded else named
