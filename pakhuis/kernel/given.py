"""Telling "not given" apart from "given as empty", wherever a part of something can be changed."""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal


class Given(Enum):
    """Has one member, so that type checkers can tell it from every real value."""

    NOT = "not given"


NOT_GIVEN: Final = Given.NOT
NotGiven = Literal[Given.NOT]
