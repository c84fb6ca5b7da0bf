"""The small language of mail texts: values, conditions, loops over lines, and nothing else.

A text can name only what `Known` lists; there is no way to call, include, load or reach anything, so a
text may be written by anybody who may change settings. What is wrong is told with its line. Pure.

    Dear {{ order.contact }},
    {% if order.reference %}Your reference: {{ order.reference }}{% else %}No reference{% endif %}
    {% for line in lines %}{{ line.amount }} x {{ line.name }}
    {% endfor %}
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pakhuis.kernel.problem import Problem, Refused
from pakhuis.papers.problems import (
    cannot_read,
    never_closed,
    not_a_list,
    nothing_to_close,
    too_deep,
    unknown_name,
    unknown_word,
)

DEEPEST = 5
_MARKS = re.compile(r"(^[ \t]*\{%(?:(?!%\})[^\n])*%\}[ \t]*\n|\{\{[^\n]*?\}\}|\{%[^\n]*?%\})", re.MULTILINE)
"""A condition or loop on a line of its own takes its line end with it, so that it leaves no empty line."""
_NAME = re.compile(r"[a-z][a-z_]*(?:\.[a-z][a-z_0-9]*)?")
_LOOP = re.compile(r"for ([a-z_]+) in ([a-z_.]+)")
_CONDITION = re.compile(r"(if|elif) (not )?([a-z_.0-9]+)")

Values = Mapping[str, str]
Lists = Mapping[str, Sequence[Values]]


@dataclass(frozen=True, slots=True)
class Known:
    """What a text may name: single values by their dotted name, and the fields of each list."""

    values: frozenset[str]
    lists: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Plain:
    text: str


@dataclass(frozen=True, slots=True)
class Value:
    name: str


@dataclass(slots=True)
class Branch:
    """What is written when the value is there (or is not, with `negated`); without a name: else."""

    name: str
    negated: bool
    body: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Condition:
    branches: list[Branch]


@dataclass(slots=True)
class Loop:
    variable: str
    over: str
    body: list[Node] = field(default_factory=list)


Node = Plain | Value | Condition | Loop


class Parsed:
    """A text that was read without a fault."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes

    def written(self, values: Values, lists: Lists) -> str:
        """The text with everything filled in; a value that is not there is empty."""
        return "".join(_written(self._nodes, values, lists))


def parse(text: str, known: Known) -> Parsed:
    """Read a text; raises `Refused` with every fault, each with its line."""
    reader = _Reader(known)
    line = 1
    for place, piece in enumerate(_MARKS.split(text.replace("\r\n", "\n"))):
        reader.take(piece, line, is_mark=place % 2 == 1)
        line += piece.count("\n")
    reader.finish()
    if reader.problems:
        raise Refused(reader.problems)
    return Parsed(reader.top)


def _written(nodes: Sequence[Node], values: Values, lists: Lists) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Plain):
            yield node.text
        elif isinstance(node, Value):
            yield values.get(node.name, "")
        elif isinstance(node, Loop):
            for row in lists.get(node.over, ()):
                own = {f"{node.variable}.{name}": value for name, value in row.items()}
                yield from _written(node.body, {**values, **own}, lists)
        else:
            for branch in node.branches:
                is_there = bool(lists.get(branch.name)) or bool(values.get(branch.name, "").strip())
                if not branch.name or is_there is not branch.negated:
                    yield from _written(branch.body, values, lists)
                    break


class _Reader:
    """Takes the pieces of a text one by one; what is open lies on a stack."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self.top: list[Node] = []
        self._open: list[tuple[Condition | Loop, int]] = []

    def take(self, piece: str, line: int, *, is_mark: bool) -> None:
        if is_mark and piece.startswith("{{"):
            self._value(piece[2:-2].strip(), line)
        elif is_mark:
            self._word(" ".join(piece.strip()[2:-2].split()), line)
        elif piece:
            for number, row in enumerate(piece.split("\n")):
                if any(mark in row for mark in ("{{", "}}", "{%", "%}")):
                    self.problems.append(cannot_read(line + number, row.strip()))
            self._body.append(Plain(piece))

    def finish(self) -> None:
        for node, line in self._open:
            self.problems.append(never_closed(line, "for" if isinstance(node, Loop) else "if"))

    @property
    def _body(self) -> list[Node]:
        if not self._open:
            return self.top
        node = self._open[-1][0]
        return node.body if isinstance(node, Loop) else node.branches[-1].body

    def _value(self, name: str, line: int) -> None:
        if not _NAME.fullmatch(name) or not self._is_value(name):
            self.problems.append(unknown_name(line, name))
        self._body.append(Value(name))

    def _word(self, words: str, line: int) -> None:
        loop, condition = _LOOP.fullmatch(words), _CONDITION.fullmatch(words)
        if loop:
            self._begin_loop(loop[1], loop[2], line)
        elif condition and condition[1] == "if":
            self._begin(Condition([self._branch(condition, line)]), line)
        elif condition and self._is_open(Condition):
            self._branches.append(self._branch(condition, line))
        elif words == "else" and self._is_open(Condition):
            self._branches.append(Branch("", negated=False))
        elif (words == "endif" and self._is_open(Condition)) or (words == "endfor" and self._is_open(Loop)):
            self._open.pop()
        elif condition or words in ("else", "endif", "endfor"):
            self.problems.append(nothing_to_close(line, words))
        else:
            self.problems.append(unknown_word(line, words))

    def _begin_loop(self, variable: str, over: str, line: int) -> None:
        if over not in self.known.lists:
            self.problems.append(not_a_list(line, over))
        self._begin(Loop(variable, over), line)

    def _begin(self, node: Condition | Loop, line: int) -> None:
        if len(self._open) == DEEPEST:
            self.problems.append(too_deep(line))
        self._body.append(node)
        self._open.append((node, line))

    def _branch(self, found: re.Match[str], line: int) -> Branch:
        name = found[3]
        if not self._is_value(name) and name not in self.known.lists:
            self.problems.append(unknown_name(line, name))
        return Branch(name, negated=bool(found[2]))

    def _is_open(self, kind: type[Condition | Loop]) -> bool:
        return bool(self._open) and isinstance(self._open[-1][0], kind)

    @property
    def _branches(self) -> list[Branch]:
        node = self._open[-1][0]
        assert isinstance(node, Condition)
        return node.branches

    def _is_value(self, name: str) -> bool:
        if name in self.known.values:
            return True
        start, _dot, rest = name.partition(".")
        return any(
            isinstance(node, Loop)
            and node.variable == start
            and rest in self.known.lists.get(node.over, frozenset())
            for node, _line in self._open
        )
