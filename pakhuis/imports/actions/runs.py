"""The verbs of an import: upload, read otherwise, choose columns, try, start, stop, undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from pakhuis.accounts.actions import rights_of_actor
from pakhuis.customers.own_queries import own_field_specs
from pakhuis.imports.actions.allowed import check_allowed
from pakhuis.imports.actions.files import forget, keep, path_of
from pakhuis.imports.actions.proposing import proposed
from pakhuis.imports.choice_problems import (
    not_what_was_tried,
    read_otherwise_meanwhile,
    tried_with_other_rights,
    unknown_choice,
)
from pakhuis.imports.columns.contract import Column
from pakhuis.imports.columns.registry import columns_of
from pakhuis.imports.limits import limits
from pakhuis.imports.mapping import (
    ColumnChoice,
    Headers,
    check_mapping,
    headers_key,
    layout_key,
)
from pakhuis.imports.models import ImportRun, RememberedMapping
from pakhuis.imports.needed import FOR_TAGS, MAKES_TAGS, targets_in
from pakhuis.imports.problems import already_undone, file_gone, nothing_in, rows_gone
from pakhuis.imports.readers import ReadOptions, Understood, understand
from pakhuis.imports.states import WORKING, Duplicates, Outcome, RunState, Subject, can_move
from pakhuis.imports.tasks import work
from pakhuis.kernel.actor import Actor
from pakhuis.kernel.checking import not_allowed_now, not_found
from pakhuis.kernel.problem import Refused
from pakhuis.kernel.text import clean


def columns_for(subject: str) -> dict[str, Column]:
    """The columns a file of this kind may have here, own fields included."""
    return columns_of(subject, own_fields=own_field_specs() if subject == Subject.CUSTOMERS else ())


def upload(pieces: Iterable[bytes], *, name: str, subject: Subject, by: Actor, now: datetime) -> ImportRun:
    """Keep a file and find out how it is to be read; a file that cannot be is refused, and not kept."""
    bounds = limits()
    kept, size = keep(pieces, limit=bounds.bytes)
    try:
        columns = columns_for(subject)
        headers = Headers(columns)
        understood = understand(path_of(kept), ReadOptions(), bounds, known=headers.knows)
        understood, choice = proposed(subject, understood, headers, columns)
        return ImportRun.objects.create(
            subject=subject,
            name=clean(name)[-200:] or "import",
            file=kept,
            size=size,
            understood=understood.as_json(),
            mapping=choice.as_json(),
            actor_kind=by.kind,
            actor_id=by.id,
            actor_label=by.label[:200],
            created_at=now,
            touched_at=now,
        )
    except BaseException:
        forget(kept)
        raise


@transaction.atomic
def read_otherwise(run_id: int, options: ReadOptions, *, now: datetime) -> ImportRun:
    """Read the file with other options than were found; its columns are guessed anew."""
    run = _open_to_choice(run_id)
    columns = columns_for(run.subject)
    headers = Headers(columns)
    understood = understand(path_of(run.file), options, limits(), known=headers.knows)
    understood, choice = proposed(run.subject, understood, headers, columns)
    run.options = options.as_json()
    run.understood, run.mapping = understood.as_json(), choice.as_json()
    _begin_anew(run)
    run.rows.all().delete()
    run.is_stored, run.total, run.state, run.touched_at = False, 0, RunState.UPLOADED, now
    run.save()
    return run


@transaction.atomic
def choose_columns(run_id: int, choice: ColumnChoice, *, now: datetime, seen: str | None = None) -> ImportRun:
    """Say what each column is; remembered for the next file with these headers.

    `seen` is the `layout_key` of the headers that were looked at: of a file that somebody has read otherwise
    meanwhile other columns would be meant.
    """
    run = _open_to_choice(run_id)
    if seen is not None and seen != layout_key(run.understood["headers"]):
        raise Refused([read_otherwise_meanwhile()])
    problems = check_mapping(choice, run.subject, columns_for(run.subject))
    if problems:
        raise Refused(problems)
    run.mapping, run.state, run.touched_at = choice.as_json(), RunState.UPLOADED, now
    _begin_anew(run)
    run.save()
    understood = Understood.from_json(run.understood)
    if understood.options.header_row:
        RememberedMapping.objects.update_or_create(
            subject=run.subject,
            headers_key=headers_key(understood.headers),
            defaults={
                "mapping": {**choice.as_json(), "headers": list(understood.headers)},
                "chosen_at": now,
            },
        )
    return run


@transaction.atomic
def choose_duplicates(run_id: int, duplicates: str, *, now: datetime) -> ImportRun:
    """Say what becomes of rows whose customer is there already."""
    run = _open_to_choice(run_id)
    if duplicates not in tuple(Duplicates):
        raise Refused([unknown_choice()])
    run.duplicates, run.state, run.touched_at = duplicates, RunState.UPLOADED, now
    _begin_anew(run)
    run.save()
    return run


@transaction.atomic
def begin(
    run_id: int, *, to: RunState, now: datetime, by: Actor | None = None, seen: str | None = None
) -> ImportRun:
    """Have the worker try (`trying`), carry out (`running`, also on after a stop) or undo an import.

    `seen` is the `trial` that somebody looked at before they said go: what they have not seen is not carried
    out. The command line, which begins without looking, gives none. Without `by` it is as before, else
    who chose the file. It takes their rights (0155).
    """
    run = _locked(run_id)
    if to is RunState.UNDOING and run.state in (RunState.UNDOING, RunState.UNDONE):
        raise Refused([already_undone()])
    if to not in WORKING or not can_move(run.state, to):
        raise Refused([not_allowed_now(run.state)])
    if seen is not None and run.state != RunState.STOPPED and (not seen or seen != run.trial):
        raise Refused([not_what_was_tried()])
    if to is RunState.UNDOING and not run.is_stored:
        raise Refused([nothing_in() if run.file else rows_gone()])
    if to is not RunState.UNDOING:
        if run.is_gone:
            raise Refused([file_gone()])
        problems = check_mapping(ColumnChoice.from_json(run.mapping), run.subject, columns_for(run.subject))
        if problems:
            raise Refused(problems)
        _begun_by(run, by, to=to)
    if to is RunState.UNDOING:
        if run.state == RunState.STOPPED:
            _forget_trial(run)
        run.position, run.undone_by = 0, _told(by)
    elif run.state != RunState.STOPPED:
        _begin_anew(run)
        if to is RunState.RUNNING:
            run.started_at = now
    run.state, run.touched_at, run.finished_at, run.problems = to, now, None, []
    run.save()
    work.enqueue(run.pk)
    return run


@transaction.atomic
def stop(run_id: int, *, now: datetime) -> ImportRun:
    """Stop an import after the batch that is under way; what is in stays, and it can go on later."""
    run = _locked(run_id)
    stopped = {RunState.RUNNING: RunState.STOPPED, RunState.TRYING: RunState.UPLOADED}
    to = stopped.get(RunState(run.state))
    if to is None:
        raise Refused([not_allowed_now(run.state)])
    run.state, run.touched_at = to, now
    run.save(update_fields=["state", "touched_at"])
    return run


def _begun_by(run: ImportRun, by: Actor | None, *, to: RunState) -> None:
    """From now on it is the deed of `by`, who may do it; of tags they see done what was tried."""
    run.begun_by = _told(by) or run.begun_by
    check_allowed(run)
    makes_tags = FOR_TAGS in rights_of_actor(run.beginner)
    is_seen = to is RunState.RUNNING and run.state == RunState.TRIED
    if (
        is_seen
        and "tags" in targets_in(run.mapping)
        and run.mapping.get(MAKES_TAGS, makes_tags) != makes_tags
    ):
        raise Refused([tried_with_other_rights()])
    run.mapping = {**run.mapping, MAKES_TAGS: makes_tags}


def _told(by: Actor | None) -> list[Any]:
    return [str(by.kind), by.id, by.label[:200]] if by else []


def _open_to_choice(run_id: int) -> ImportRun:
    """The run, locked, of which something may still be chosen."""
    run = _locked(run_id)
    if run.state not in (RunState.UPLOADED, RunState.TRIED):
        raise Refused([not_allowed_now(run.state)])
    if run.is_gone:
        raise Refused([file_gone()])
    return run


def _locked(run_id: int) -> ImportRun:
    run = ImportRun.objects.select_for_update().filter(pk=run_id).first()
    if run is None:
        raise Refused([not_found("import")])
    return run


def _forget_trial(run: ImportRun) -> None:
    """Rows that a stopped import never came to did nothing: what a trial told of them is not to be undone."""
    never = run.rows.filter(number__gt=run.position).exclude(outcome=Outcome.PENDING)
    never.update(outcome=Outcome.PENDING, key="", problems=[], changes=[], subject_id=None, subject_label="")


def _begin_anew(run: ImportRun) -> None:
    """Counts back to nothing; the rows keep their cells."""
    zeros: dict[str, Any] = dict.fromkeys(
        ("position", "read", "created", "changed", "unchanged", "ignored", "refused"), 0
    )
    for name, value in zeros.items():
        setattr(run, name, value)
    run.by_column = {}
