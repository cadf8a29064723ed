"""The life of an import: a file is kept, mapped, tried, brought in, and perhaps undone."""

from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.transfer import import_files, import_jobs, toml_mapping
from firstline.interfaces.transfer.models import BadLine, ImportRun, KeptMapping
from firstline.interfaces.transfer.models.imports import State
from firstline.jobs import put_down
from firstline.journal.recording import record
from firstline.journal.refusal import Refused
from firstline.reference.staff.models import User

LONGEST_MAPPING = 100_000
KEPT_DAYS = 30
# From which state a run may be tried, brought in (again), undone.
READY = [State.NEW, State.TRIED, State.REFUSED]
LOADABLE = [State.TRIED, State.STOPPED]
UNDOABLE = [State.LOADED, State.STOPPED]
OVER = [State.NEW, State.TRIED, State.REFUSED, State.UNDONE]


@transaction.atomic
def begin(
    kind: str, name: str, *, by: User | None, at: datetime, size: int = 0, mapping: str = "", file: Path | None = None
) -> ImportRun:
    """A new run; `file` is moved into the folder and kept there until the run is over."""
    run = ImportRun.objects.create(
        kind=kind,
        file_name=import_files.plain_name(name),
        file_size=size,
        is_kept=file is not None,
        mapping=mapping,
        by=by,
        begun_at=at,
        changed_at=at,
    )
    record("import_run.begun", run, by=by, at=at, facts={"kind": kind, "file": run.file_name})
    if file is not None:
        import_files.take_over(file, run)
    return run


@transaction.atomic
def begin_at_once(kind: str, name: str, mapping: str, *, size: int, at: datetime) -> ImportRun:
    """A run whose file is not kept, for whoever reads it on the spot and stays until it is over."""
    run = begin(kind, name, by=None, at=at, size=size, mapping=mapping)
    run.state = State.LOADING
    run.save(update_fields=["state"])
    return run


@transaction.atomic
def map_columns(run: ImportRun, text: str) -> ImportRun:
    """Lay down how its columns are read; MappingRefused when the mapping is wrong. What was tried is void."""
    row = _held(run, READY)
    if len(text) > LONGEST_MAPPING:
        raise Refused(_("At most %(count)s characters.") % {"count": LONGEST_MAPPING})
    toml_mapping.read_text(text, row.kind, _("mapping"))
    row.mapping, row.state, row.reason = text, State.NEW, ""
    row.rows = row.done = row.new = row.known = row.refused = 0
    row.save()
    row.bad_lines.all().delete()
    return row


@transaction.atomic
def start_trial(run: ImportRun) -> ImportRun:
    """Have a worker read the whole file and say what would happen."""
    row = _held(run, READY)
    if not row.mapping:
        raise Refused(_("Say first which column is what."))
    return _put_to_work(row, State.TRYING)


@transaction.atomic
def start_loading(run: ImportRun, *, at: datetime) -> ImportRun:
    """Have a worker bring the rows in, or go on where it stopped; the mapping is kept for the next file."""
    row = _held(run, LOADABLE)
    mapping = toml_mapping.read_text(row.mapping, row.kind, _("mapping"))
    facts = {"text": row.mapping, "kept_at": at}
    KeptMapping.objects.update_or_create(kind=row.kind, name=mapping.name, defaults=facts)
    return _put_to_work(row, State.LOADING)


@transaction.atomic
def start_undoing(run: ImportRun) -> ImportRun:
    """Have a worker take back what was made."""
    return _put_to_work(_held(run, UNDOABLE), State.UNDOING)


@transaction.atomic
def go_on(run: ImportRun, *, at: datetime) -> ImportRun:
    """Give a run whose worker fell silent to another."""
    row = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not row.is_silent(at):
        raise Refused(_("It is still at work."))
    return _put_to_work(row, State(row.state))


@transaction.atomic
def stop(run: ImportRun) -> ImportRun:
    """Stop after the rows in hand; what was brought in so far stays, and can be gone on with or undone."""
    row = _held(run, [State.TRYING, State.LOADING])
    was_tried = row.state == State.LOADING
    row.state = State.STOPPED if row.is_begun else State.TRIED if was_tried else State.NEW
    row.changed_at = timezone.now()
    row.save()
    return row


@transaction.atomic
def give_up(run: ImportRun, *, by: User | None) -> None:
    """Forget a run of which nothing is in the database, and its file."""
    row = _held(run, OVER)
    record("import_run.given_up", row, by=by, facts={"kind": row.kind, "file": row.file_name})
    ident = row.pk
    BadLine.objects.filter(run=row).delete()
    row.delete()
    transaction.on_commit(lambda: import_files.forget(ident))


def forget_old_files(at: datetime) -> int:
    """Delete files of runs that nobody has touched for some weeks; what they brought in stays. How many there were."""
    before = at - timedelta(days=KEPT_DAYS)
    import_files.forget_torn(at - timedelta(days=1))
    rows = ImportRun.objects.filter(is_kept=True, changed_at__lt=before)
    for run in rows:
        import_files.forget(run.pk)
    return rows.update(is_kept=False)


def _held(run: ImportRun, states: list[State]) -> ImportRun:
    row = ImportRun.objects.select_for_update().get(pk=run.pk)
    if row.state not in states:
        raise Refused(_("This cannot be done now: the import is %(state)s.") % {"state": row.get_state_display()})
    return row


def _put_to_work(row: ImportRun, state: State) -> ImportRun:
    row.state, row.reason, row.done, row.changed_at = state, "", 0, timezone.now()
    row.save()
    task = import_jobs.undo if state == State.UNDOING else import_jobs.bring_in
    put_down(task, key=f"import {row.pk}", run=row.pk)
    return row
