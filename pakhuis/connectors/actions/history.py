"""The import of old orders: read page after page, each resumed where it stopped, and dealt out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from zlib import crc32

from django.db import transaction

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.history_parts import hand_over, hold, is_worked_off
from pakhuis.connectors.actions.orders import options_of
from pakhuis.connectors.actions.poll import made_whole
from pakhuis.connectors.contract import Access, Payload, RateSpent, ShopError, ShopOrderData
from pakhuis.connectors.models import Connection, HistoryPart, ShopOrder
from pakhuis.connectors.problems import not_connected
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import Stage
from pakhuis.connectors.tasks import import_history
from pakhuis.customers.keys import email_key
from pakhuis.kernel.checking import out_of_range
from pakhuis.kernel.problem import Problem, Refused, as_stored

MOST_DAYS = 3650
PAUSE = timedelta(minutes=2)
LANES = 8
"""So many parts a page is dealt out into, and so many workers may take in old orders of one shop."""
MOST_PARTS = 10 * LANES
"""So many parts may lie ready; then the shop is asked for more when some are done."""
FULL_PAUSE = timedelta(seconds=5)
WANTED = (Stage.SENT, Stage.READY, Stage.EXPECTED)


def start_history(webshop_id: int, *, days: int, now: datetime) -> None:
    """Take in the orders of so many days that are not here; begins anew when asked again.

    What was sent already becomes history, what is still open there an order like any other.
    """
    if not 1 <= days <= MOST_DAYS:
        raise Refused([out_of_range(("days",), 1, MOST_DAYS)])
    with transaction.atomic():
        begun = Connection.objects.filter(webshop_id=webshop_id).update(
            history_since=now - timedelta(days=days),
            history_start="",
            history_read_at=None,
            history_done_at=None,
            history_count=0,
            history_problem=None,
        )
        if not begun:
            raise Refused([not_connected()])
        HistoryPart.objects.filter(webshop_id=webshop_id).delete()
        import_history.enqueue(webshop_id)


def read_page(webshop_id: int, *, now: datetime) -> int:
    """Read the next page of old orders and queue the one after it; gives how many are to be taken in.

    Where it goes on is written together with what was read, so that a killed worker reads a page again, and
    no page is missed or dealt out twice.
    """
    webshop = Webshop.objects.filter(pk=webshop_id, active=True).first()
    connection = Connection.objects.filter(webshop=webshop, history_read_at=None).first()
    if webshop is None or connection is None or connection.history_since is None:
        return 0
    if HistoryPart.objects.filter(webshop=webshop).count() >= MOST_PARTS:
        # What a part may have said of the shop stands until the shop is asked again.
        import_history.using(run_after=now + FULL_PAUSE).enqueue(webshop_id)
        return 0
    start = connection.history_start
    try:
        connector = connectors()[webshop.kind]
        access = access_to(webshop, in_background=True)
        page = connector.changed_since(access, connection.history_since, start=start)
        lanes = _dealt_out(webshop, access, page.orders)
    except ShopError as error:
        is_spent = isinstance(error, RateSpent)
        pause, problem = (error.wait, None) if is_spent else (max(PAUSE, error.wait), error.problem)
        return _wait(webshop_id, pause, problem=problem, now=now)
    except Refused as refused:
        return _wait(webshop_id, PAUSE, problem=refused.problems[0], now=now)
    with transaction.atomic():
        hold(webshop_id)
        moved = Connection.objects.filter(webshop=webshop, history_start=start, history_read_at=None).update(
            history_start=page.next,
            history_problem=None,
            history_read_at=None if page.next else now,
        )
        if not moved:
            return 0
        hand_over(webshop, lanes, now=now)
        if page.next:
            import_history.enqueue(webshop_id)
        is_worked_off(webshop_id, now=now)
    return sum(map(len, lanes.values()))


def _dealt_out(webshop: Webshop, access: Access, orders: Sequence[Payload]) -> dict[int, list[Payload]]:
    """The orders of a page that are wanted and not here yet, by the lane of their buyer."""
    connector, options = connectors()[webshop.kind], options_of(webshop)
    told = [(payload, connector.translate(payload, options)) for payload in orders]
    ids = [data.external_id for _, data in told if data.external_id and data.stage in WANTED]
    here = ShopOrder.objects.filter(webshop=webshop, external_id__in=ids)
    left = set(ids) - set(here.values_list("external_id", flat=True))
    wanted = [one for one in told if one[1].external_id in left and one[1].stage in WANTED]
    whole = made_whole(connector, access, [listed for listed, _ in wanted])
    lanes: dict[int, list[Payload]] = defaultdict(list)
    for payload, (listed, data) in zip(whole, wanted, strict=True):
        buyers = data if payload is listed else connector.translate(payload, options)
        lanes[_lane(buyers)].append(payload)
    return lanes


def _lane(data: ShopOrderData) -> int:
    """The same for all orders of a buyer: by the shop's own id, of guests by their e-mail."""
    person = data.new.webshop.person if data.new.webshop else None
    buyer = (person.external_id or email_key(person.email)) if person else ""
    return crc32((buyer or data.external_id).encode("utf-8", "replace")) % LANES


@transaction.atomic
def _wait(webshop_id: int, pause: timedelta, *, problem: Problem | None, now: datetime) -> int:
    """The shop cannot be asked now: later, from the same place."""
    stored = as_stored([problem])[0] if problem else None
    Connection.objects.filter(webshop_id=webshop_id).update(history_problem=stored)
    import_history.using(run_after=now + pause).enqueue(webshop_id)
    return 0
