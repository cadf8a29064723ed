"""Health: every finding on its own."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from firstline.interfaces.health import LAST_BACKUP, examine
from firstline.jobs import put_down
from firstline.journal.models import Entry, OutboxItem
from tests.jobs.errands import greet


def findings(at=None):
    return {finding.name: finding for finding in examine(at or datetime.now(UTC))}


def beat(seen):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [seen])


@pytest.mark.django_db
def test_a_desk_without_a_worker_is_not_well_but_the_rest_is():
    assert {name: finding.ok for name, finding in findings().items()} == {
        "version": True,
        "database": True,
        "migrations": True,
        "worker": False,
        "oldest_job": True,
        "mail_out": True,
        "mail_failed": True,
        "arrivals": True,
        "ledger": True,
        "quarantine": True,
        "failed_jobs": True,
        "outbox": True,
        "disk": True,
        "backup": True,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("seconds", "well"), [(0, True), (59, True), (61, False)])
def test_a_worker_is_well_while_it_reports(seconds, well):
    now = datetime.now(UTC)
    beat(now - timedelta(seconds=seconds))
    worker = findings(now)["worker"]
    assert (worker.ok, worker.text) == (well, f"the worker was seen {seconds} s ago")


@pytest.mark.django_db
def test_a_job_that_waits_too_long_is_not_well_and_one_for_later_is_no_matter():
    now = datetime.now(UTC)
    put_down(greet, at=now + timedelta(days=1), name="later")
    assert findings(now)["oldest_job"].ok
    put_down(greet, name="now")
    assert findings(now)["oldest_job"].ok
    late = findings(now + timedelta(minutes=11))["oldest_job"]
    assert (late.ok, 655 < late.value < 665) == (False, True)


@pytest.mark.django_db
def test_the_longest_outbox_counts():
    entry = Entry.objects.create(at=datetime.now(UTC), verb="v", subject_kind="k", subject_id=1)
    readers = ["mail"] * 3 + ["webhook"]
    OutboxItem.objects.bulk_create([OutboxItem(reader=reader, entry=entry) for reader in readers])
    assert findings()["outbox"].value == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("note", "value"),
    [
        (None, None),
        ('{"made_at": "2026-03-01T12:00:00+00:00", "file": "/srv/desk.zip"}', 3),
        ('{"made_at": "yesterday", "file": "x"}', None),
        ('{"made_at": 7}', None),
        ("half a no", None),
    ],
)
def test_the_age_of_the_last_backup_is_told_where_there_is_a_note_of_it(settings, tmp_path, note, value):
    settings.DATA_FOLDER = str(tmp_path)
    if note is not None:
        (tmp_path / LAST_BACKUP).write_text(note)
    assert findings(datetime(2026, 3, 4, 13, tzinfo=UTC))["backup"].value == value
