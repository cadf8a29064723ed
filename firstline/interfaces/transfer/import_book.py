"""What a run of an import writes down while it works: progress, bad lines, and what each of its transactions made."""

import time

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from firstline.interfaces.transfer.importing import Result, Teller
from firstline.interfaces.transfer.made import Made
from firstline.interfaces.transfer.models import BadLine, Batch, ImportRun
from firstline.interfaces.transfer.models.imports import State
from firstline.journal.recording import record

_SECONDS_BETWEEN = 0.5
LONGEST_REASON = 2000


class Stopped(Exception):
    """Somebody has stopped the run."""


class RunBook:
    """Teller and book of one attempt at a run; `working` is the state in which the run stays until it is stopped.

    `also` hears everything as well.
    """

    def __init__(self, run: ImportRun, working: State, also: Teller | None = None) -> None:
        self.run, self.working, self.also = run, working, also
        self.waiting: list[tuple[int, str]] = []
        self.told_at = 0.0

    def clear(self) -> None:
        """Forget the bad lines that this attempt will find again."""
        lines = BadLine.objects.filter(run=self.run)
        goes_on = self.working == State.LOADING and self.run.batches.exists()
        (lines.filter(is_late=False) if goes_on else lines).delete()

    def refused(self, line: int, reason: str) -> None:
        self.waiting.append((line, reason[:LONGEST_REASON]))
        if self.also:
            self.also.refused(line, reason)

    def looked_through(self, rows: int) -> None:
        self._write_down(is_late=False)
        self._tell(rows=rows)
        if self.also:
            self.also.looked_through(rows)

    def loaded(self, rows: int, of: int, rate: float) -> None:
        self._write_down(is_late=True)
        self._tell(rows=of, done=rows)
        if self.also:
            self.also.loaded(rows, of, rate)

    def begin(self, newest: int) -> tuple[int, int]:
        row = ImportRun.objects.select_for_update().get(pk=self.run.pk)
        if row.newest is None:
            row.newest = newest
            row.save(update_fields=["newest"])
        last = row.batches.aggregate(last=Max("line"))["last"] or 0
        return row.newest, last

    def keep(self, line: int, new: int, made: Made) -> None:
        self._write_down(is_late=True)
        if line or made:
            Batch.objects.create(run=self.run, line=line, new=new, made=made.ranges())

    @transaction.atomic
    def finish(self, result: Result) -> None:
        """The counts of the whole run, all its attempts together."""
        row = ImportRun.objects.select_for_update(of=("self",)).select_related("by").get(pk=self.run.pk)
        row.rows = row.done = result.rows
        row.refused = row.bad_lines.count()
        row.new, row.known, row.flags = result.new, result.known, result.flagged
        row.changed_at = row.ended_at = timezone.now()
        if self.working == State.LOADING:
            row.new = row.batches.aggregate(new=Sum("new"))["new"] or 0
            row.known = row.rows - row.new - row.refused
            facts = {"file": row.file_name, "new": row.new, "known": row.known, "refused": row.refused}
            record("import_run.loaded", row, by=row.by, facts=facts)
        row.state = State.LOADED if self.working == State.LOADING else State.TRIED
        row.save()

    def _write_down(self, *, is_late: bool) -> None:
        lines = [BadLine(run=self.run, line=line, reason=reason, is_late=is_late) for line, reason in self.waiting]
        BadLine.objects.bulk_create(lines)
        self.waiting.clear()

    def _tell(self, **counts: int) -> None:
        """Say how far it is, now and then, and hear whether it was stopped."""
        if time.monotonic() - self.told_at < _SECONDS_BETWEEN:
            return
        self.told_at = time.monotonic()
        at_work = ImportRun.objects.filter(pk=self.run.pk, state=self.working)
        if not at_work.update(changed_at=timezone.now(), **counts):
            raise Stopped
