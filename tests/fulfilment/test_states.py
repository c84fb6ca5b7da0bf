"""Every verb from every state: as the table says, and nothing has changed where it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pakhuis.fulfilment.actions import (
    assign_picklist,
    cancel_picklist,
    change_picklist,
    close_picklist,
    pause_picklist,
    pick_all,
    resume_picklist,
    snooze_picklist,
    split_picklist,
    unassign_picklist,
    wake_picklist,
)
from pakhuis.fulfilment.models import Picklist
from pakhuis.fulfilment.states import ALLOWED, OPEN_STATUSES, PicklistMove, PicklistStatus, after
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_picklist
from tests.invariants import check

pytestmark = pytest.mark.django_db
LATER = MOMENT + timedelta(hours=3)
WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}


def closed(one: Picklist) -> Any:
    return close_picklist(one.pk, **WHO)


def picked(one: Picklist) -> Any:
    return pick_all(one.pk, **WHO)


def assigned(one: Picklist) -> Any:
    assert one.assigned_to_id
    return assign_picklist(one.pk, user_id=one.assigned_to_id, **WHO)


def split(one: Picklist) -> Any:
    return split_picklist(one.pk, pieces={one.lines.get().pk: 1}, **WHO)


VERBS: dict[PicklistMove, Callable[[Picklist], Any]] = {
    PicklistMove.PICK: picked,
    PicklistMove.CLOSE: closed,
    PicklistMove.ASSIGN: assigned,
    PicklistMove.UNASSIGN: lambda one: unassign_picklist(one.pk, **WHO),
    PicklistMove.SNOOZE: lambda one: snooze_picklist(one.pk, until=LATER, **WHO),
    PicklistMove.WAKE: lambda one: wake_picklist(one.pk, **WHO),
    PicklistMove.PAUSE: lambda one: pause_picklist(one.pk, reason="Kapot", **WHO),
    PicklistMove.RESUME: lambda one: resume_picklist(one.pk, **WHO),
    PicklistMove.CANCEL: lambda one: cancel_picklist(one.pk, **WHO),
    PicklistMove.SPLIT: split,
    PicklistMove.CHANGE: lambda one: change_picklist(one.pk, urgent=True, **WHO),
}


@pytest.mark.once
def test_the_table_speaks_of_every_move_and_only_open_ones_can_end() -> None:
    assert set(ALLOWED) == set(PicklistMove)
    ends = {target for moves in ALLOWED.values() for start, target in moves.items() if start != target}
    assert ends == set(PicklistStatus)
    for move in (PicklistMove.CLOSE, PicklistMove.CANCEL):
        assert set(ALLOWED[move]) <= set(OPEN_STATUSES)
    assert after(PicklistMove.CLOSE, PicklistStatus.PAUSED) is None


@pytest.mark.parametrize("status", list(PicklistStatus))
@pytest.mark.parametrize("move", list(VERBS))
def test_every_state_and_verb(packer: Any, status: PicklistStatus, move: PicklistMove) -> None:
    picklist = a_picklist(A=2)
    if move is PicklistMove.CLOSE:
        picked(picklist)
    Picklist.objects.filter(pk=picklist.pk).update(
        status=status, snoozed_until=LATER, assigned_to=packer, updated_at=MOMENT
    )
    picklist.refresh_from_db()
    before = Picklist.objects.filter(pk=picklist.pk).values().get()
    facts = Fact.objects.count()
    target = ALLOWED[move].get(status)
    assert picklist.can(move) == (target is not None)
    if target is None:
        with pytest.raises(Refused) as refused:
            VERBS[move](picklist)
        assert refused.value.problems[0].code == "not_allowed_now"
        assert Picklist.objects.filter(pk=picklist.pk).values().get() == before
        assert Fact.objects.count() == facts
    else:
        VERBS[move](picklist)
        picklist.refresh_from_db()
        assert picklist.status == target
        if status in OPEN_STATUSES:
            check()


@pytest.mark.parametrize(
    "move", [one for one in VERBS if one not in (PicklistMove.ASSIGN, PicklistMove.SPLIT)]
)
@pytest.mark.parametrize("pk", [999, -1, 2**70])
def test_what_does_not_exist_is_told(db: None, move: PicklistMove, pk: int) -> None:
    with pytest.raises(Refused) as refused:
        VERBS[move](Picklist(pk=pk))
    assert refused.value.problems[0].code == "not_found"
