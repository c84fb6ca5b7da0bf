"""The language of mail texts: what it writes, and what it refuses with its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.kernel.problem import Refused
from pakhuis.papers.kinds import MailKind
from pakhuis.papers.language import DEEPEST, Known, parse
from pakhuis.papers.sample import sample
from pakhuis.papers.texts import LISTS, OURS, known_to, values_of

pytestmark = pytest.mark.once
KNOWN = Known(
    values=frozenset({"order.number", "order.reference", "name"}),
    lists={"lines": frozenset({"code", "amount"}), "parcels": frozenset({"code"})},
)
VALUES = {"order.number": "O1", "order.reference": "", "name": "Joke"}
LINES = {"lines": [{"code": "A", "amount": "2"}, {"code": "B", "amount": "1"}]}


def written(text: str) -> str:
    return parse(text, KNOWN).written(VALUES, LINES)


def faults(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        parse(text, KNOWN)
    return [(one.code, dict(one.params)["line"]) for one in refused.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("Dag {{ name }}!", "Dag Joke!"),
        ("{{name}}{{  order.number  }}", "JokeO1"),
        ("{% if order.reference %}ja{% else %}nee{% endif %}", "nee"),
        ("{% if name %}ja{% else %}nee{% endif %}", "ja"),
        ("{% if not order.reference %}leeg{% endif %}", "leeg"),
        ("{% if order.reference %}a{% elif name %}b{% else %}c{% endif %}", "b"),
        ("{% if order.reference %}a{% elif not name %}b{% endif %}", ""),
        ("{% for line in lines %}{{ line.amount }}x{{ line.code }} {% endfor %}", "2xA 1xB "),
        ("{% if lines %}er is iets{% endif %}", "er is iets"),
        ("{% if parcels %}pakje{% else %}niets{% endif %}", "niets"),
        ("{% for p in parcels %}{{ p.code }}{% endfor %}", ""),
        ("{% for l in lines %}{% if l.code %}{{ name }}{% endif %}{% endfor %}", "JokeJoke"),
        ("Een { en een } en 100% zijn maar tekens", "Een { en een } en 100% zijn maar tekens"),
    ],
)
def test_what_is_written(text: str, expected: str) -> None:
    assert written(text) == expected


def test_a_mark_on_a_line_of_its_own_leaves_no_empty_line() -> None:
    text = "a\r\n{% for line in lines %}\r\n{{ line.code }}\r\n{% endfor %}\r\n"
    text += "  {% if name %}  \nb\n{% endif %}\nc\n"
    assert written(text) == "a\nA\nB\nb\nc\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ order.secret }}", [("unknown_name", "1")]),
        ("{{ line.code }}", [("unknown_name", "1")]),
        ("x\n\n{{ order.number.__class__ }}", [("unknown_name", "3")]),
        ("{{ order }}", [("unknown_name", "1")]),
        ("{{ name|upper }}", [("unknown_name", "1")]),
        ("{{ name() }}", [("unknown_name", "1")]),
        ("{{ }}", [("unknown_name", "1")]),
        ("{% load i18n %}", [("unknown_word", "1")]),
        ("{% include 'x' %}", [("unknown_word", "1")]),
        ("{% if name == 'x' %}{% endif %}", [("unknown_word", "1"), ("nothing_to_close", "1")]),
        ("{% for x in name %}{% endfor %}", [("not_a_list", "1")]),
        ("{% for line in lines %}\n{{ line.price }}\n{% endfor %}", [("unknown_name", "2")]),
        ("\n{% if name %}\nx", [("never_closed", "2")]),
        (
            "{% for l in lines %}{% if name %}{% endfor %}",
            [("nothing_to_close", "1"), ("never_closed", "1"), ("never_closed", "1")],
        ),
        ("{% endif %}\n\n{% else %}", [("nothing_to_close", "1"), ("nothing_to_close", "3")]),
        ("a\nb {{ name\nc", [("cannot_read", "2")]),
        ("a }} b", [("cannot_read", "1")]),
        ("{% if name\n%}", [("cannot_read", "1"), ("cannot_read", "2")]),
    ],
)
def test_what_is_refused_and_at_which_line(text: str, expected: list[tuple[str, str]]) -> None:
    assert faults(text) == expected


def test_all_faults_are_told_at_once() -> None:
    assert faults("{{ a }}\n{{ b }}\n{% if c %}") == [
        ("unknown_name", "1"),
        ("unknown_name", "2"),
        ("unknown_name", "3"),
        ("never_closed", "3"),
    ]


def test_lines_are_counted_as_they_were_written() -> None:
    assert faults("{% if name %}\nx\n{% endif %}\n{{ wrong }}") == [("unknown_name", "4")]


def test_depth_is_bounded() -> None:
    deep = "{% if name %}" * DEEPEST + "x" + "{% endif %}" * DEEPEST
    assert written(deep) == "x"
    assert faults("{% if name %}" + deep + "{% endif %}") == [("too_deep", "1")]


@given(st.text(max_size=60), st.text(max_size=60))
def test_values_are_never_read_as_text_of_the_language(number: str, name: str) -> None:
    values = {"order.number": number, "name": name, "order.reference": ""}
    assert parse("{{ order.number }}|{{ name }}", KNOWN).written(values, {}) == f"{number}|{name}"


@given(st.text(alphabet="{}% \nabcdefilnorst._", max_size=80))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text, KNOWN).written(VALUES, LINES)
    except Refused as refused:
        lines = text.count("\n") + 1
        assert all(1 <= int(dict(one.params)["line"]) <= lines for one in refused.problems)


@pytest.mark.parametrize("key", sorted(OURS), ids=str)
def test_our_own_texts_can_be_read_and_are_whole(key: tuple[MailKind, str]) -> None:
    kind, language = key
    told = sample(language, {"company.name": "Brouwerij De Linde"})
    subject, body = (parse(text, known_to(kind)).written(told.values, told.lists) for text in OURS[key])
    assert "O2026-1042" in subject
    assert body.rstrip().endswith("Brouwerij De Linde")
    assert "{" not in body
    assert "\n\n\n" not in body


def test_a_sample_fills_everything_a_text_may_name() -> None:
    for kind in MailKind:
        told = sample("nl", {"company.name": "x"})
        assert set(values_of(kind)) <= set(told.values)
        for name, fields in LISTS[kind].items():
            assert set(fields) <= set(told.lists[name][0])
