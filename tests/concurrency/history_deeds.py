"""What the workers do at the same moment with a shop's old orders."""

from __future__ import annotations

from pakhuis.connectors.actions import read_page, work_off_part
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
