"""What every step has at hand, and what a step is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar
from zoneinfo import ZoneInfo

from pakhuis.accounts.actions import account_settings
from pakhuis.accounts.models import AccountSettings
from pakhuis.kernel.actor import Actor, ActorKind
from pakhuis.kernel.clock import now
from pakhuis.migrating.actions.items import Batch, Done, Item
from pakhuis.migrating.fields import Fields
from pakhuis.migrating.models import MovingRun, MovingStep
from pakhuis.migrating.problems import not_to_be_had
from pakhuis.migrating.source import Faulty, NotThere, Source
from pakhuis.migrating.states import Resource


@dataclass
class Work:
    """One run at work."""

    source: Source
    run: MovingRun
    is_pakhuis: bool
    clock: Callable[[], datetime] = now

    @cached_property
    def by(self) -> Actor:
        """Pakhuis itself, with the account's address in the logbook."""
        return Actor(ActorKind.SYSTEM, None, f"Picqer ({self.run.source.address})"[:200])

    @cached_property
    def settings(self) -> AccountSettings:
        return account_settings()

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.settings.time_zone)

    @property
    def now(self) -> datetime:
        return self.clock()

    def asked(self, item: Item, ask: Callable[[Item, Work], Sequence[Fields]]) -> Item:
        """The item with what else is asked about it, or with why that cannot be had.

        One address at which nothing is, or only faults, holds up nothing else, as long as the account
        answers elsewhere. Raises `SourceError` when it does not.
        """
        try:
            return item.with_more(ask(item, self))
        except NotThere as error:
            return item.lacking(not_to_be_had(str(error)))
        except Faulty as error:
            if not self.source.answers():
                raise
            return item.lacking(not_to_be_had(str(error)))

    def moment(self, told: Fields, *names: str) -> datetime:
        """A time that the account tells, in its zone where it says none; now where it tells none."""
        at = told.moment(*names)
        return self.now if at is None else at if at.tzinfo else at.replace(tzinfo=self.zone)


class Mover(ABC):
    """One step. `size` things are written in one transaction."""

    resource: ClassVar[Resource]
    size: ClassVar[int] = 100

    @abstractmethod
    def batches(self, work: Work, step: MovingStep) -> Iterator[Batch]:
        """Everything that is still to be looked at, from where the step stands."""

    def prepared(self, items: Sequence[Item], work: Work) -> Sequence[Item]:
        """Ask what else is needed, outside any transaction."""
        return items

    @abstractmethod
    def put(self, items: Sequence[Item], work: Work) -> list[Done]:
        """Bring these here, in the transaction that also keeps what became of them."""
