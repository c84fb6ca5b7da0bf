"""Dutch is complete: every sentence of code and screens has one, and what is shipped is in step."""

from __future__ import annotations

import ast
import re

import pytest
from django.utils import translation

from pakhuis.connectors.problems import not_imported
from pakhuis.connectors.states import DeliveryState
from pakhuis.customers.vat import VatState
from pakhuis.fulfilment.states import PicklistStatus
from pakhuis.kernel.checking import not_allowed_now
from pakhuis.kernel.problem import Problem
from pakhuis.orders.states import OrderStatus
from pakhuis.ui import words
from pakhuis.ui.entered import sentence
from tools import messages

pytestmark = pytest.mark.once


def test_every_sentence_has_a_dutch_one() -> None:
    wanted = messages.collected()
    assert len(wanted) > 350
    assert messages.missing(messages.stored(), wanted) == []


def test_a_missing_sentence_is_seen() -> None:
    wanted = messages.collected()
    wanted.add("A sentence that nobody has translated.")
    assert messages.missing(messages.stored(), wanted) == ["A sentence that nobody has translated."]


def test_sentences_are_found_wherever_they_stand_in_code() -> None:
    plain = """counted_problem("code", (), "a piece", "pieces", 2); gettext_noop("a " "b"); _(name)"""
    assert list(messages.of_code(ast.parse(plain))) == [("a piece", "pieces"), "a b"]
    within = """told = f"{name}: {_('to come') % {'count': 1}}" """
    assert list(messages.of_code(ast.parse(within))) == ["to come"]


def test_what_is_shipped_is_in_step() -> None:
    assert (messages.FOLDER / "django.mo").read_bytes() == messages.compiled(messages.stored())


def test_places_for_values_are_the_same_in_both_languages() -> None:
    for message in messages.stored():
        if isinstance(message.id, str) and message.id:
            places = set(re.findall(r"%\(\w+\)s", message.id))
            assert set(re.findall(r"%\(\w+\)s", str(message.string))) == places, message.id


def test_nothing_is_left_over() -> None:
    used = {one.id if isinstance(one.id, str) else one.id[0] for one in messages.collected() if one.id}
    kept = {one.id if isinstance(one.id, str) else one.id[0] for one in messages.stored() if one.id}
    assert kept - used == set()


def test_problems_are_told_in_the_readers_language() -> None:
    problem = Problem(
        "not_allowed_now",
        (),
        "This is not possible while the status is “%(status)s”.",
        (("status", "processing"),),
    )
    with translation.override("nl"):
        assert sentence(problem) == "Dit kan niet zolang de status “In behandeling” is."
    with translation.override("en"):
        assert sentence(problem) == "This is not possible while the status is “Processing”."


def test_what_became_of_a_message_is_told_in_words_and_a_shops_own_status_is_left_as_it_is() -> None:
    with translation.override("nl"):
        assert "Overgeslagen" in sentence(not_allowed_now("ignored"))
        assert "Nog te vertellen" in sentence(not_allowed_now("due"))
        assert "“processing”" in sentence(not_imported("processing"))


def test_values_of_people_are_never_translated() -> None:
    problem = Problem("name_taken", (), "“%(name)s” is in use already.", (("name", "Orders"),))
    with translation.override("nl"):
        assert sentence(problem) == "“Orders” is al in gebruik."


def test_every_state_has_its_word() -> None:
    for states, told in (
        (OrderStatus, words.ORDER_STATUS),
        (PicklistStatus, words.PICKLIST_STATUS),
        (DeliveryState, words.DELIVERY_STATE),
        (VatState, words.VAT_STATE),
    ):
        assert {str(one) for one in states} == set(told)
