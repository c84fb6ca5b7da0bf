"""What a browser would send back of a form that saves, as it comes."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
Sent = dict[str, str | list[str]]


class _Form(HTMLParser):
    """The fields of the first form with `data-save`, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: Sent = {}
        self.kinds: dict[str, str] = {}
        self._state = "before"
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and "data-save" in given and self._state == "before":
            self._state = "inside"
        if self._state != "inside":
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self._select = name
            self.kinds[name] = "select"
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.sent):
            self.sent[self._select] = given["value"]
        elif tag == "textarea":
            self._area = name
            self.kinds[name] = "textarea"
            self.sent[name] = ""

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        self.kinds.setdefault(name, kind)
        if kind in ("checkbox", "radio"):
            if "checked" in given:
                value = given.get("value", "on")
                had = self.sent.get(name)
                self.sent[name] = [*had, value] if isinstance(had, list) else [value]
        else:
            self.sent[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] = f"{self.sent[self._area]}{data}"

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._state == "inside":
            self._state = "after"
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


def filled(page: str) -> Sent:
    """The fields of the form that saves, by name; empty where the page has none."""
    return _read(page).sent


def kinds_of(page: str) -> dict[str, str]:
    """Which kind of input each of its fields is."""
    return _read(page).kinds


def versions(page: str) -> list[tuple[str, str, str]]:
    """Per field in which two versions differ its label, what is saved now, and what was entered."""
    card = page.partition('<section class="card both">')[2].partition("</section>")[0]
    cells = [unescape(one.replace("<br>", "\n")) for one in _CELL.findall(card)]
    return list(zip(cells[::3], cells[1::3], cells[2::3], strict=True))


def _read(page: str) -> _Form:
    form = _Form()
    form.feed(page)
    return form
