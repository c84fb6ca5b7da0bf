"""The part of the worker that sends messages lives on, whatever goes wrong."""

from __future__ import annotations

import logging

import pytest
from django.db import InterfaceError

from pakhuis.hooks import sender


@pytest.mark.parametrize("error", [InterfaceError("connection already closed"), KeyError("x")])
def test_a_look_for_messages_that_breaks_off_is_logged_and_made_again(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(**_: object) -> None:
        raise error

    monkeypatch.setattr(sender, "claim", breaks)
    with caplog.at_level(logging.ERROR):
        assert sender._claimed() is None
    assert "look for messages failed" in caplog.text
