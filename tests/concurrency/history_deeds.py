"""What the workers do at the same moment with a shop's old orders."""

from __future__ import annotations

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions import poll, poll_webshop, read_page, work_off_part
from pakhuis.connectors.actions.history import LANES
from pakhuis.connectors.models import Connection
from pakhuis.connectors.woocommerce import client
from tests.factories import MOMENT

TURNS = 2000


def read_history(webshop_id: int, per_page: int) -> int:
    """Read page after page; gives how many orders were to be taken in."""
    client.PER_PAGE = per_page
    found = 0
    while not Connection.objects.get().history_read_at:
        found += read_page(webshop_id, now=MOMENT)
    return found


def work_history(webshop_id: int, first: int) -> int:
    """Take in what there is, lane after lane from this one on, until all is in."""
    taken = 0
    for turn in range(TURNS):
        taken += work_off_part(webshop_id, (first + turn) % LANES, now=MOMENT)
        if turn % LANES == 0 and Connection.objects.get().history_done_at:
            return taken
    raise AssertionError("the history never ends")


def poll_to_the_end(webshop_id: int, per_page: int) -> int:
    """Poll until a poll has ended; gives how many orders were taken in."""
    client.PER_PAGE = per_page
    poll.SLICE = -1.0
    taken = 0
    for _ in range(TURNS):
        taken += poll_webshop(webshop_id, now=MOMENT)
        if Webshop.objects.get().last_poll_at:
            return taken
    raise AssertionError("the poll never ends")
