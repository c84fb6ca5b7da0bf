"""What others hand in to the warehouse's verbs."""

from __future__ import annotations

from enum import StrEnum


class Rest(StrEnum):
    """What becomes of pieces that are not picked when a picklist is closed.

    `backorder`: they wait, reserved for the order, until somebody processes backorders.
    `stays`: they stay to be picked, on a second picklist.
    """

    BACKORDER = "backorder"
    STAYS = "stays"
