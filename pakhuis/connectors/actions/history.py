"""The first import of old orders: page after page, resumed where it stopped, without touching stock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from pakhuis.accounts.models import Webshop
from pakhuis.connectors.actions.connections import access_to
from pakhuis.connectors.actions.orders import options_of
from pakhuis.connectors.actions.poll import take_version
from pakhuis.connectors.contract import Payload, ShopError
from pakhuis.connectors.models import Connection, ShopOrder
from pakhuis.connectors.problems import not_connected
from pakhuis.connectors.registry import connectors
from pakhuis.connectors.states import Route, Stage
from pakhuis.connectors.tasks import import_history
from pakhuis.kernel.checking import out_of_range
from pakhuis.kernel.problem import Refused

MOST_DAYS = 3650
PAUSE = timedelta(minutes=2)


def start_history(webshop_id: int, *, days: int, now: datetime) -> None:
    """Take in the orders of so many days that were sent already, as history; begins anew when asked again."""
    if not 1 <= days <= MOST_DAYS:
        raise Refused([out_of_range(("days",), 1, MOST_DAYS)])
    with transaction.atomic():
        begun = Connection.objects.filter(webshop_id=webshop_id).update(
            history_since=now - timedelta(days=days),
            history_start="",
            history_done_at=None,
            history_count=0,
            history_problem="",
        )
        if not begun:
            raise Refused([not_connected()])
        import_history.enqueue(webshop_id)


def import_page(webshop_id: int, *, now: datetime) -> int:
    """Take in the next page of old orders, and queue the one after it; gives how many were taken in.

    Where it goes on is written after the page is done, so that a killed worker reads a page twice, and none
    never. Orders that are here already are passed over.
    """
    webshop = Webshop.objects.filter(pk=webshop_id, active=True).first()
    connection = Connection.objects.filter(webshop=webshop, history_done_at=None).first()
    if webshop is None or connection is None or connection.history_since is None:
        return 0
    start = connection.history_start
    try:
        connector = connectors()[webshop.kind]
        page = connector.changed_since(access_to(webshop), connection.history_since, start=start)
    except ShopError as error:
        return _wait(webshop_id, error, now=now)
    taken = sum(_taken(webshop, payload, now=now) for payload in page.orders)
    with transaction.atomic():
        moved = Connection.objects.filter(webshop=webshop, history_start=start, history_done_at=None).update(
            history_start=page.next,
            history_count=F("history_count") + taken,
            history_problem="",
            history_done_at=None if page.next else now,
        )
        if moved and page.next:
            import_history.enqueue(webshop_id)
    return taken


def _taken(webshop: Webshop, payload: Payload, *, now: datetime) -> int:
    data = connectors()[webshop.kind].translate(payload, options_of(webshop))
    if data.stage is not Stage.SENT or not data.external_id:
        return 0
    if ShopOrder.objects.filter(webshop=webshop, external_id=data.external_id).exists():
        return 0
    return take_version(webshop, data, route=Route.HISTORY, now=now)


def _wait(webshop_id: int, error: ShopError, *, now: datetime) -> int:
    """The shop cannot be asked now: later, from the same place."""
    Connection.objects.filter(webshop_id=webshop_id).update(history_problem=error.problem.message)
    import_history.using(run_after=now + max(PAUSE, error.wait)).enqueue(webshop_id)
    return 0
