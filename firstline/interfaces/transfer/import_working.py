"""Doing what a run asks for: trying it, bringing it in, undoing it; by the worker, and by the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from firstline.interfaces.transfer import import_files, toml_mapping, undoing
from firstline.interfaces.transfer.import_book import RunBook, Stopped
from firstline.interfaces.transfer.importing import Result, bring_file_in
from firstline.interfaces.transfer.models import ImportRun
from firstline.interfaces.transfer.models.imports import State
from firstline.interfaces.transfer.nouns import NOUNS
from firstline.interfaces.transfer.reading import FileRefused
from firstline.interfaces.transfer.toml_mapping import MappingRefused
from firstline.journal.refusal import Refused

# Two workers never have the same run; the lock goes with the connection of whoever dies.
_AT_WORK = 0x496D


def work(run: ImportRun) -> None:
    """Try a run or bring it in, as its state says; what cannot be is told on the run."""
    with _alone(run) as is_ours:
        if not is_ours:
            return
        run.refresh_from_db()
        if run.state == State.STOPPED and run.reason:
            # It broke off by a fault, and somebody has had its job run again.
            ImportRun.objects.filter(pk=run.pk).update(state=State.LOADING, reason="")
            run.state = State.LOADING
        if run.state not in (State.TRYING, State.LOADING):
            return
        book = RunBook(run, State(run.state))
        try:
            bring_in(run, import_files.file_of(run), book, dry_run=run.state == State.TRYING)
        except Stopped:
            return
        except (MappingRefused, FileRefused, Refused) as problem:
            end(run, State.REFUSED, str(problem))
        except Exception:
            end(run, State.REFUSED, _("It broke off. An administrator finds the reason under Setup > Health."))
            raise


def bring_in(run: ImportRun, path: Path, book: RunBook, *, dry_run: bool) -> Result:
    """One attempt at a run with this file."""
    mapping = toml_mapping.read_text(run.mapping, run.kind, _("mapping"))
    book.clear()
    noun = NOUNS[run.kind](mapping)
    result = bring_file_in(path, mapping, noun, book, dry_run=dry_run, book=book)
    book.finish(result)
    return result


def work_back(run: ImportRun) -> None:
    """Undo a run; what stands against it is told on the run, which stays brought in."""
    with _alone(run) as is_ours:
        run.refresh_from_db()
        if not is_ours or run.state != State.UNDOING:
            return
        try:
            undoing.undo(run)
        except Refused as problem:
            end(run, State.LOADED, str(problem))
        except Exception:
            end(run, State.LOADED, _("It broke off. An administrator finds the reason under Setup > Health."))
            raise


@transaction.atomic
def end(run: ImportRun, state: State, reason: str) -> None:
    """An attempt is over before its time; what was brought in so far stays, and can be undone."""
    row = ImportRun.objects.select_for_update().get(pk=run.pk)
    is_begun = row.batches.exists()
    row.state = State.STOPPED if is_begun and (state == State.REFUSED or row.ended_at is None) else state
    row.newest = row.newest if is_begun else None
    row.reason, row.changed_at = reason, timezone.now()
    row.save()


@contextmanager
def _alone(run: ImportRun) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_AT_WORK, run.pk])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_AT_WORK, run.pk])
