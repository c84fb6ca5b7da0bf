"""What the pages do with a single value."""

from __future__ import annotations

import pytest

from pakhuis.ui.templatetags.pakhuis import breakable

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("anouk.vermeulen@example.com", "anouk<wbr>.vermeulen<wbr>@example<wbr>.com"),
        ("", ""),
        ("geen", "geen"),
        ("<b>@x", "&lt;b&gt;<wbr>@x"),
    ],
)
def test_an_e_mail_breaks_at_its_signs(email: str, shown: str) -> None:
    assert breakable(email) == shown
