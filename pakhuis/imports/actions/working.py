"""Working on an import: store its rows, then take them batch by batch, each in a transaction of its own."""

from __future__ import annotations

import gc
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection, transaction

from pakhuis.accounts.actions import claim
from pakhuis.bulk.pages import few_pages
from pakhuis.bulk.writing import insert_rows
from pakhuis.imports.actions.allowed import check_allowed
from pakhuis.imports.actions.batches import ENGINES, take_batch
from pakhuis.imports.actions.beside import keeper
from pakhuis.imports.actions.files import path_of
from pakhuis.imports.actions.names_here import missing_names
from pakhuis.imports.actions.proposing import still_told
from pakhuis.imports.actions.runs import columns_for
from pakhuis.imports.actions.signs import doubts
from pakhuis.imports.actions.undoing import retire_tags_of, set_aside, undo_batch
from pakhuis.imports.limits import limits
from pakhuis.imports.models import ImportRow, ImportRun
from pakhuis.imports.problems import not_storable, rows_not_storable, unforeseen
from pakhuis.imports.readers import SourceRow, Understood, read_rows
from pakhuis.imports.states import WORKING, RunState
from pakhuis.imports.tasks import work_on
from pakhuis.kernel.clock import now
from pakhuis.kernel.problem import Problem, Refused, as_stored

WHILE = 20.0
"""Seconds after which a task lets others go first."""
STORED_AT_ONCE = 2000
BIG = 1_000_000
"""Bytes of a file from which on it takes longer than others like to wait."""
OTHERS_TURN = 0.003
"""Seconds between two batches in which others may begin to write."""
TURN = timedelta(seconds=5)
"""After this long a file that waits for another asks again."""
TRIES = (*(None,) * 5, 250, 30, 4, 1)
"""How many rows a batch may have, try after try; None is as many as usual."""
FINISHED = {
    RunState.TRYING: RunState.TRIED,
    RunState.RUNNING: RunState.DONE,
    RunState.UNDOING: RunState.UNDONE,
}
BROKEN_OFF = {RunState.TRYING: RunState.UPLOADED, RunState.RUNNING: RunState.STOPPED}
"""What becomes of an import that cannot go on while its rows are here."""
PASSES = (OperationalError, InterfaceError)
"""What a database says that is away for a moment, or has no time or no room."""
logger = logging.getLogger("pakhuis.imports")


def work_a_while(run_id: int, *, seconds: float = WHILE) -> RunState:
    """Do what is to be done on an import for some seconds; queued again when something is left.

    The rows of a big file are kept beside the worker's other tasks, where it may: that takes a minute, and
    cannot be left off. Of two such files the second waits.
    """
    big = _to_keep_beside(run_id) if keeper.may else None
    if big is not None:
        if not keeper.begins(partial(_keep, run_id), then=partial(_go_on, run_id)):
            work_on(run_id, after=now() + TURN)
        return RunState(big.state)
    end = time.monotonic() + seconds
    state = work_until(run_id, is_over=lambda: time.monotonic() > end)
    if state in WORKING:
        work_on(run_id)
    return state


def _to_keep_beside(run_id: int) -> ImportRun | None:
    """The run, where its file is big and not all of it is here yet."""
    big = ImportRun.objects.filter(pk=run_id, is_stored=False, size__gte=BIG)
    return big.filter(state__in=(RunState.TRYING, RunState.RUNNING)).first()


def _keep(run_id: int) -> None:
    work_until(run_id, is_over=lambda: _to_keep_beside(run_id) is None, told=keeper.look)


def _go_on(run_id: int) -> None:
    if ImportRun.objects.filter(pk=run_id, state__in=WORKING).exists():
        work_on(run_id)


def work_until(
    run_id: int,
    *,
    is_over: Callable[[], bool] = lambda: False,
    told: Callable[[ImportRun], None] | None = None,
    clock: Callable[[], datetime] = now,
) -> RunState:
    """Work on an import until it is finished, stopped, or `is_over` says so. Safe to call twice at once.

    Everything is in the database: who is killed here leaves nothing half done, and who comes next goes on.
    A database that is away or has no room is raised, and the work is tried again later; whatever else happens
    ends it, with its reason on the run: an error that comes back every time would have it go on for ever.
    """
    has_written = False
    with few_pages():
        while True:
            run = ImportRun.objects.filter(pk=run_id).first()
            if run is None or run.state not in WORKING:
                return RunState(run.state) if run else RunState.FAILED
            if told is not None:
                told(run)
            if is_over():
                return RunState(run.state)
            if has_written and connection.vendor == "sqlite":
                # Nobody stands in line there: those who wait to write look every now and then.
                time.sleep(OTHERS_TURN)
            _step(run, told=told, clock=clock)
            has_written = True


def _step(run: ImportRun, *, told: Callable[[ImportRun], None] | None, clock: Callable[[], datetime]) -> None:
    """Store the rows of the file, or take one batch of them; what ends the run is told on it."""
    try:
        if not run.is_stored and run.state != RunState.UNDOING:
            _store(run, told=told, clock=clock)
        else:
            _batch(run.pk, clock)
    except Refused as refused:
        _fail(run, refused.problems, now=clock())
    except PASSES:
        raise
    except Exception:
        if run.state == RunState.UNDOING:
            raise
        logger.exception("Import %s met what nobody foresaw", run.pk)
        _fail(run, [unforeseen()], now=clock())


def _batch(run_id: int, clock: Callable[[], datetime]) -> None:
    """One batch; somebody who wrote the same number or row at this moment makes us look again.

    What is refused every time, by the database or by an error of ours, has nothing to do with others: ever
    fewer rows are tried, so that all before the row it stumbles over go in, and then that row is dealt with.
    """
    for attempt, at_most in enumerate(TRIES, start=1):
        try:
            with _no_collecting(), transaction.atomic():
                _locked_batch(run_id, at_most=at_most, now=clock())
        except (Refused, InterfaceError):
            raise
        except Exception as error:  # noqa: BLE001 - told in the log when it comes every time
            if attempt == len(TRIES):
                _stumbled(run_id, error, now=clock())
            else:
                logger.info("A batch of import %s met %s and is tried again", run_id, type(error).__name__)
        else:
            return


def _stumbled(run_id: int, error: Exception, *, now: datetime) -> None:
    """What becomes of a row that cannot go in (or back) for good.

    An undo leaves it, says so, and goes on; an import stops before it (`Refused` names the row). A database
    that has no time or no room is another matter: it is raised, and the work is tried again later.
    """
    if isinstance(error, OperationalError):
        raise error
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state == RunState.UNDOING:
            logger.error("A row of import %s cannot be taken back", run_id, exc_info=error)
            set_aside(run)
            run.touched_at = now
            run.save()
            return
        row = run.rows.filter(number__gt=run.position).order_by("number").first()
    if row is None:
        raise error
    logger.error("Row %s of import %s cannot be stored", row.number, run_id, exc_info=error)
    raise Refused([not_storable(row.number)]) from error


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Spare a batch the search for circles: its thousands of values have none, and looking takes a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _locked_batch(run_id: int, *, at_most: int | None, now: datetime) -> None:
    run = ImportRun.objects.select_for_update().get(pk=run_id)
    if run.state not in WORKING:
        return
    # Batches of different imports run one after the other: they would make the same customers.
    claim(f"import:{run.subject}")
    is_undo = run.state == RunState.UNDOING
    if run.state == RunState.RUNNING:
        check_allowed(run)
    is_left = (undo_batch if is_undo else take_batch)(run, at_most=at_most, now=now)
    run.touched_at = now
    if not is_left:
        if run.state == RunState.TRYING:
            found = ENGINES[run.subject](run, now=now).warnings()
            found += [*missing_names(run), *doubts(run, columns_for(run.subject))]
            run.problems = as_stored([*still_told(run), *found])
        if is_undo:
            retire_tags_of(run, now=now)
        run.state = FINISHED[RunState(run.state)]
        run.finished_at = now
    run.save()


def _store(
    run: ImportRun, *, told: Callable[[ImportRun], None] | None, clock: Callable[[], datetime]
) -> None:
    """Keep all rows of the file as rows here, to its end, each piece in its transaction.

    It lets nobody go first: a reader that is let go begins anew at the first row, ever later in the file
    (0123). Rows that are here already, from a worker that was killed or one beside us, are passed over.
    """
    rows = read_rows(path_of(run.file), Understood.from_json(run.understood), limits())
    done = 0
    while True:
        with _no_collecting():
            piece = list(islice(rows, STORED_AT_ONCE))
            mine = _kept(run, piece, done, now=clock())
        if mine is None:
            return
        done += len(piece)
        if told is not None:
            told(mine)
        if mine.is_stored:
            return


def _kept(run: ImportRun, piece: Sequence[SourceRow], done: int, *, now: datetime) -> ImportRun | None:
    """The run with this piece of its file, which has `done` rows before it; None when there is no more to do.

    Of a piece that is here already, wholly or in part, only the rest is kept; that we are at it is said all
    the same, so that nobody takes the run for left behind.
    """
    try:
        with transaction.atomic():
            mine = ImportRun.objects.select_for_update().get(pk=run.pk)
            is_other = mine.understood != run.understood or mine.total < done
            if mine.state not in WORKING or mine.is_stored or is_other:
                return None
            new = piece[mine.total - done :]
            insert_rows(ImportRow, SourceRow._fields, new, alike={"run_id": mine.pk})
            mine.total += len(new)
            mine.is_stored, mine.touched_at = len(piece) < STORED_AT_ONCE, now
            mine.save(update_fields=["total", "is_stored", "touched_at"])
    except (IntegrityError, DataError) as error:
        logger.exception("Rows of import %s cannot be kept", run.pk)
        raise Refused([rows_not_storable(piece[0].number, piece[-1].number)]) from error
    return mine


def _fail(worked_on: ImportRun, problems: Sequence[Problem], *, now: datetime) -> None:
    """The run says why it cannot go on, unless somebody has stopped it or had another thing done meanwhile.

    A file that cannot be read to its end has failed, and nothing of it went in. Where rows may be in already
    the import has stopped: it can go on once the cause is gone, or be undone. After a trial that broke off
    something else can be chosen.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=worked_on.pk)
        if any(getattr(run, one) != getattr(worked_on, one) for one in ("state", "is_stored", "understood")):
            return
        run.problems = as_stored(problems)
        if run.is_stored and run.state in BROKEN_OFF:
            run.state = BROKEN_OFF[RunState(run.state)]
        else:
            run.state, run.finished_at = RunState.FAILED, now
        run.save(update_fields=["state", "problems", "finished_at"])
