"""What the pages do with a single value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override

from pakhuis.ui.templatetags.pakhuis import breakable, money, price

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("anouk.vermeulen@example.com", "anouk.<wbr>vermeulen<wbr>@example.com"),
        ("", ""),
        ("geen", "geen"),
        ("<b>@x", "&lt;b&gt;<wbr>@x"),
    ],
)
def test_an_e_mail_breaks_before_its_sign_and_not_in_its_domain(email: str, shown: str) -> None:
    assert breakable(email) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("nl", ["€\xa01,50", "€\xa01,2345"]), ("en", ["€1.50", "€1.2345"])]
)
def test_a_price_is_written_as_amounts_are_in_the_readers_language(language: str, shown: list[str]) -> None:
    with override(language):
        assert [price(Decimal("1.5")), price(Decimal("1.2345"))] == shown
        assert price(Decimal("1.5")) == money(Decimal("1.5"))
