"""Health: every finding on its own, and one exit status for all."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from firstline import __version__
from firstline.config.health import examine
from firstline.jobs import put_down
from firstline.journal.models import Entry, OutboxItem
from tests.jobs.errands import greet
from tests.processes import firstline


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
        "failed_jobs": True,
        "outbox": True,
        "disk": True,
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


def test_the_command_says_it_for_people_and_for_machines(shared_run):
    folder = str(shared_run.folder)
    plain = firstline("health", "--data", folder)
    assert (plain.returncode, plain.stdout.splitlines()[0]) == (0, f"ok      Firstline {__version__}")
    told = firstline("health", "--json", "--data", folder)
    assert told.returncode == 0
    assert json.loads(told.stdout)["ok"] is True


def test_a_database_that_is_away_is_a_finding(tmp_path):
    nowhere = f"postgresql://firstline@/firstline?host={tmp_path}"
    told = firstline("health", "--json", "--data", str(tmp_path / "data"), DATABASE_URL=nowhere)
    found = json.loads(told.stdout)
    assert (told.returncode, found["ok"]) == (1, False)
    assert [(finding["name"], finding["ok"]) for finding in found["findings"]] == [
        ("version", True),
        ("database", False),
    ]


def test_a_desk_that_does_not_run_is_said(tmp_path):
    folder = tmp_path / "data"
    told = firstline("health", "--data", str(folder))
    assert told.returncode == 1
    assert told.stderr == (
        f"firstline: Firstline is not running with the data folder {folder}. Start it with 'firstline run'.\n"
    )
    assert not folder.exists()
