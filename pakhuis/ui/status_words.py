"""The words of the public status page: of the stages of a part, and of the way it goes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from pakhuis.fulfilment.order_status import Stage

STAGE: dict[Stage, tuple[Any, Any]] = {
    Stage.UNPAID: (_("Waiting for payment"), _("We begin as soon as the payment has come in.")),
    Stage.RECEIVED: (_("Received"), _("We have received this and will get to work on it.")),
    Stage.WAITING: (_("Waiting for stock"), _("This is not in stock yet. It follows as soon as it is.")),
    Stage.READY: (_("Ready to be picked"), _("This is in stock and will be packed for you.")),
    Stage.PICKING: (_("Being packed"), _("Somebody is packing this for you.")),
    Stage.HELD: (_("On hold"), _("We have put this aside for a moment.")),
    Stage.SENT: (_("Sent"), _("This has left our warehouse.")),
    Stage.CANCELLED: (_("Cancelled"), _("This will not be delivered.")),
}
"""A word and a sentence for each stage."""
PROGRESS = (_("Received"), _("In stock"), _("Being packed"), _("Sent"))
"""The way of every part."""
_DONE: dict[Stage, int] = {
    Stage.RECEIVED: 1,
    Stage.WAITING: 1,
    Stage.READY: 2,
    Stage.HELD: 1,
    Stage.PICKING: 3,
    Stage.SENT: 4,
}


def steps(stage: Stage) -> list[tuple[Any, bool]]:
    """The way with how far a part has come; nothing for one that goes no way."""
    if stage not in _DONE:
        return []
    return [(word, place <= _DONE[stage]) for place, word in enumerate(PROGRESS, start=1)]
