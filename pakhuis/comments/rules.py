"""Who is mentioned in a text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_BODY = 10_000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be mentioned, by any of these names."""

    id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text: plain, or the mention of a person."""

    text: str
    person_id: int | None = None


def pieces(body: str, people: Iterable[Person]) -> list[Piece]:
    """The text cut at its mentions: `@` and a name, without regard to case, the longest name first.

    An `@` within a word is none (an e-mail), nor is a name that goes on (`@Annabel` does not mention Anna).
    """
    names = sorted(
        ((name, one.id) for one in people for name in one.names if name),
        key=lambda pair: (-len(pair[0]), pair[1]),
    )
    found: list[Piece] = []
    plain_from = 0
    for place, letter in enumerate(body):
        if letter != "@" or place < plain_from or (place and _goes_on(body[place - 1])):
            continue
        named = _named(body, place + 1, names)
        if named is not None:
            end, person_id = named
            found += [Piece(body[plain_from:place]), Piece(body[place:end], person_id)]
            plain_from = end
    found.append(Piece(body[plain_from:]))
    return [piece for piece in found if piece.text]


def mentioned(body: str, people: Iterable[Person]) -> dict[int, str]:
    """The people in a text, each once, with how it first names them (with the `@`)."""
    found: dict[int, str] = {}
    for piece in pieces(body, people):
        if piece.person_id is not None:
            found.setdefault(piece.person_id, piece.text)
    return found


def _named(body: str, start: int, names: list[tuple[str, int]]) -> tuple[int, int] | None:
    """Where the name that begins at `start` ends, and whose it is."""
    for name, person_id in names:
        end = start + len(name)
        is_name = body[start:end].casefold() == name.casefold()
        if is_name and not (end < len(body) and _goes_on(body[end])):
            return end, person_id
    return None


def _goes_on(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
