"""Translations: collect every sentence, keep the Dutch ones in step, compile them. No gettext needed.

`python -m tools.messages` rewrites pakhuis/locale/nl/LC_MESSAGES/django.po and .mo and lists what is missing.
"""

from __future__ import annotations

import ast
import io
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import django
from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template as django_template

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "pakhuis/locale/nl/LC_MESSAGES"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The files say no time of their own, so that they change only with the sentences."""
KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "counted_problem": (3, 4),
}


Message = str | tuple[str, str]
"""A sentence, or one for one thing and one for several."""


def found() -> Iterator[tuple[Message, str]]:
    """Every sentence of code and templates with the file it stands in."""
    for path in sorted((ROOT / "pakhuis").rglob("*")):
        if path.suffix not in (".py", ".html") or "migrations" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        place = path.relative_to(ROOT).as_posix()
        for message in of_template(text) if path.suffix == ".html" else of_code(ast.parse(text)):
            yield message, place


def of_template(text: str) -> Iterator[Message]:
    """The sentences of a template."""
    code = django_template.templatize(text)
    for _line, message, _comments, _context in extract(
        "python", io.BytesIO(code.encode()), keywords=KEYWORDS
    ):
        if message and (isinstance(message, tuple) or message.strip()):
            yield message if isinstance(message, str) else (message[0], message[1])


def of_code(node: ast.AST) -> Iterator[Message]:
    """The sentences of Python code in their order, those within f-strings too, whichever Python reads it."""
    if isinstance(node, ast.Call):
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in KEYWORDS:
            wanted = [node.args[place - 1 : place] for place in KEYWORDS[name] or (1,)]
            constants = (one.value for some in wanted for one in some if isinstance(one, ast.Constant))
            texts = [one for one in constants if isinstance(one, str)]
            if texts and len(texts) == len(wanted):
                yield texts[0] if len(texts) == 1 else (texts[0], texts[1])
    for child in ast.iter_child_nodes(node):
        yield from of_code(child)


def collected() -> Catalog:
    """All sentences, in the order of their files."""
    catalog = Catalog(project="Pakhuis", charset="utf-8", fuzzy=False)
    for message, place in found():
        catalog.add(message, locations=[(place, 0)])
    return catalog


def stored() -> Catalog:
    """The Dutch sentences as they are kept."""
    with (FOLDER / "django.po").open("rb") as file:
        return read_po(file, locale="nl")


def missing(catalog: Catalog, wanted: Catalog) -> list[str]:
    """Sentences without a Dutch one."""
    lacking = []
    for message in wanted:
        if not message.id:
            continue
        key = str(message.id[0] if isinstance(message.id, list | tuple) else message.id)
        mine = catalog.get(key)
        strings = () if mine is None else mine.string if isinstance(mine.string, tuple) else (mine.string,)
        if not strings or not all(strings) or (mine is not None and mine.fuzzy):
            lacking.append(key)
    return lacking


def compiled(catalog: Catalog) -> bytes:
    """The .mo of a catalogue."""
    out = io.BytesIO()
    catalog.creation_date = catalog.revision_date = EPOCH
    write_mo(out, catalog)
    return out.getvalue()


def written(catalog: Catalog) -> bytes:
    """The .po of a catalogue, without times and line numbers, so that it changes only with the sentences."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=False, include_lineno=False, sort_by_file=False)
    lines = out.getvalue().splitlines(keepends=True)
    return b"".join(line for line in lines if not line.startswith((b'"POT-Creation', b'"PO-Revision')))


def main() -> int:
    """Bring the Dutch catalogue in step with the code; 1 when sentences are missing."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
        django.setup()
    wanted = collected()
    catalog = stored() if (FOLDER / "django.po").exists() else Catalog(locale="nl")
    catalog.update(wanted, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.fuzzy = False
    catalog.header_comment = "# The Dutch sentences of Pakhuis; kept in step by tools/messages.py."
    catalog.project, catalog.version = "Pakhuis", "1"
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "django.po").write_bytes(written(catalog))
    (FOLDER / "django.mo").write_bytes(compiled(catalog))
    lacking = missing(catalog, wanted)
    for sentence in lacking:
        print("missing:", sentence)
    print(f"{len(wanted)} sentences, {len(lacking)} without Dutch")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
