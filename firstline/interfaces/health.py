"""Is everything well? Each question has its own answer: a name, yes or no, and one plain line.

`firstline health` asks in the terminal, Setup > Health on a screen.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Min, Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from firstline import __version__
from firstline.journal.outbox import backlog

# A worker reports every ten seconds.
SILENT_AFTER = timedelta(seconds=60)
LATE_AFTER = timedelta(minutes=10)
FREE_MB = 512
LONGEST_OUTBOX = 10_000
# Where `firstline backup` writes down, in the data folder, what it has written last.
LAST_BACKUP = "last-backup.json"


@dataclass(frozen=True)
class Finding:
    """One answer; `value` is the figure behind it, for machines."""

    name: str
    ok: bool
    text: str
    value: float | int | str | None = None


Question = Callable[[datetime], Iterator[Finding]]
_also: list[Question] = []


def ask_also(question: Question) -> Question:
    """Have a question asked of which only a higher storey knows the answer."""
    if question not in _also:
        _also.append(question)
    return question


def examine(at: datetime) -> Iterator[Finding]:
    """All findings, the database first: without it the others raise OperationalError."""
    yield Finding("version", ok=True, text=_("Firstline %(version)s") % {"version": __version__}, value=__version__)
    yield _database()
    yield _migrations()
    yield _worker(at)
    yield _oldest_job(at)
    yield _failed_jobs()
    yield _outbox()
    for question in _also:
        yield from question(at)
    yield _disk()
    yield _backup(at)


def _database() -> Finding:
    began = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version')")
        version = cursor.fetchone()[0]
    took = (time.perf_counter() - began) * 1000
    text = _("the database answers in %(ms).1f ms (PostgreSQL %(version)s)") % {"ms": took, "version": version}
    return Finding("database", ok=True, text=text, value=round(took, 1))


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    text = _("%(count)d steps of the database are missing: start Firstline, or run 'firstline prepare'")
    return Finding(
        "migrations", missing == 0, text % {"count": missing} if missing else _("the database is up to date")
    )


def _worker(at: datetime) -> Finding:
    seen = ProcrastinateWorker.objects.aggregate(last=Max("last_heartbeat"))["last"]
    if seen is None:
        return Finding("worker", ok=False, text=_("no worker is running: nothing happens by itself"))
    ago = max(0, round((at - seen).total_seconds()))
    text = _("the worker was seen %(seconds)d s ago") % {"seconds": ago}
    return Finding("worker", at - seen < SILENT_AFTER, text, ago)


def _oldest_job(at: datetime) -> Finding:
    due = ProcrastinateJob.objects.filter(Q(scheduled_at__isnull=True) | Q(scheduled_at__lte=at), status="todo")
    since = due.filter(procrastinateevent__type__in=("deferred", "scheduled")).aggregate(
        first=Min("procrastinateevent__at")
    )["first"]
    waited = at - since if since else timedelta(0)
    seconds = max(0, round(waited.total_seconds()))
    text = _("the oldest job waits for %(seconds)d s") % {"seconds": seconds} if since else _("no job waits")
    return Finding("oldest_job", waited < LATE_AFTER, text, seconds)


def _failed_jobs() -> Finding:
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    text = ngettext("%(count)d job has failed", "%(count)d jobs have failed", failed) % {"count": failed}
    return Finding("failed_jobs", failed == 0, text, failed)


def _outbox() -> Finding:
    waiting = max(backlog().values(), default=0)
    text = _("%(count)d journal entries wait to be read") % {"count": waiting}
    return Finding("outbox", waiting < LONGEST_OUTBOX, text, waiting)


def _disk() -> Finding:
    folder = Path(settings.DATA_FOLDER)
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // 2**20
    text = _("%(free)d MB are free on the disk of %(folder)s") % {"free": free, "folder": folder}
    return Finding("disk", free > FREE_MB, text, free)


def _backup(at: datetime) -> Finding:
    """When the last backup was made; `value` is how many days ago. A desk may be kept safe by other means, too."""
    try:
        last = json.loads((Path(settings.DATA_FOLDER) / LAST_BACKUP).read_text(encoding="utf-8"))
        made_at, file = parse_datetime(last["made_at"]), last["file"]
    except (OSError, ValueError, TypeError, KeyError):
        made_at = None
    if made_at is None:
        return Finding("backup", ok=True, text=_("no backup has been made here yet: 'firstline backup FILE' makes one"))
    days = max(0, (at - made_at).days)
    text = ngettext(
        "the last backup is %(days)d day old: %(file)s", "the last backup is %(days)d days old: %(file)s", days
    )
    return Finding("backup", ok=True, text=text % {"days": days, "file": file}, value=days)
