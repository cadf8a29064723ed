import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from firstline.casework.tickets.models import Ticket
from firstline.interfaces.transfer import import_files, import_runs, import_working
from firstline.interfaces.transfer.import_book import RunBook, Stopped
from firstline.interfaces.transfer.models import Batch, ImportRun
from firstline.interfaces.transfer.models.imports import SILENCE, State
from firstline.interfaces.transfer.toml_mapping import MappingRefused
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from tests import builders
from tests.builders import NOON
from tests.interfaces.transfer.files import FIRST, MAPPING, csv
from tests.interfaces.transfer.kinds import counts, wrong

KILLED_IN_THE_MIDDLE = """
import os, signal, sys
import django
django.setup()
from django.db import connection
from firstline.interfaces.transfer import import_working
from firstline.interfaces.transfer.models import ImportRun

written = []

def die(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if sql.startswith("INSERT INTO") and "transfer_batch" in sql:
        written.append(sql)
        if len(written) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
    return answer

with connection.execute_wrapper(die):
    import_working.work(ImportRun.objects.get())
"""


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_FOLDER = str(tmp_path / "data")


def kept(folder, *rows: str, text: str = MAPPING) -> ImportRun:
    """A run of tickets whose file lies in the data folder, mapped."""
    path = csv(folder, *rows)
    run = import_runs.begin("tickets", "rows.csv", by=None, at=NOON, size=path.stat().st_size, file=path)
    return import_runs.map_columns(run, text)


def worked(run: ImportRun) -> ImportRun:
    import_working.work(run)
    run.refresh_from_db()
    return run


@pytest.mark.django_db
def test_a_run_is_tried_brought_in_and_undone(tmp_path):
    builders.priority()
    run = kept(tmp_path, FIRST, FIRST, "2,Roads,Pothole,,,,,,call,lost,2026-07-01 10:00,,,")
    tried = worked(import_runs.start_trial(run))
    assert (tried.state, counts(tried), Ticket.objects.count(), tried.is_begun) == ("tried", (1, 0, 2), 0, False)
    reasons = [
        (3, "the key town:1 stands in an earlier row too."),
        (4, 'state: the value "lost" is not in the mapping\'s table of values.'),
    ]
    assert wrong(tried) == reasons
    loaded = worked(import_runs.start_loading(tried, at=NOON))
    assert (loaded.state, counts(loaded), Ticket.objects.count()) == ("loaded", (1, 0, 2), 1)
    assert wrong(loaded) == reasons
    with pytest.raises(Refused, match="cannot be done now"):
        import_runs.start_loading(loaded, at=NOON)
    import_working.work_back(import_runs.start_undoing(loaded))
    loaded.refresh_from_db()
    assert (loaded.state, Ticket.objects.count()) == ("undone", 0)
    verbs = Entry.objects.filter(subject_kind="import_run").order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["import_run.begun", "import_run.loaded", "import_run.undone"]
    import_runs.give_up(loaded, by=None)
    assert ImportRun.objects.count() == 0


@pytest.mark.django_db
def test_what_cannot_be_tried_says_why_and_can_be_mapped_anew(tmp_path):
    run = kept(tmp_path, FIRST)
    refused = worked(import_runs.start_trial(run))
    assert (refused.state, refused.reason) == (
        "refused",
        "No priority is in service: a manager has to set one up first.",
    )
    with pytest.raises(MappingRefused, match="Is key meant"):
        import_runs.map_columns(refused, MAPPING.replace('key = "id"', 'kee = "id"'))
    mapped = import_runs.map_columns(refused, MAPPING.replace('key = "id"', 'key = "ident"'))
    builders.priority()
    assert worked(import_runs.start_trial(mapped)).reason.startswith("rows.csv, line 1: there is no column ident.")


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_in_the_middle_leaves_whole_batches_and_another_goes_on_without_doubling(tmp_path):
    builders.priority()
    rows = [FIRST.replace("1,", f"{number},", 1) for number in range(2020)]
    rows[1100] = "7,bad"
    run = kept(tmp_path, *rows, rows[3])
    ImportRun.objects.update(state=State.TRIED)
    import_runs.start_loading(run, at=NOON)
    facts = connection.settings_dict
    address = f"postgresql://{facts['USER']}:{facts['PASSWORD']}@/{facts['NAME']}?host={facts['HOST']}"
    environment = {**os.environ, "DATABASE_URL": address, "FIRSTLINE_DATA_DIR": str(tmp_path / "data")}
    worker = subprocess.run([sys.executable, "-c", KILLED_IN_THE_MIDDLE], check=False, env=environment)
    assert worker.returncode == -signal.SIGKILL
    assert (Ticket.objects.count(), list(Batch.objects.values_list("line", "new"))) == (1000, [(0, 0), (1001, 1000)])
    run.refresh_from_db()
    assert (run.state, run.is_silent(run.changed_at + SILENCE * 2)) == ("loading", True)
    import_runs.go_on(run, at=run.changed_at + SILENCE * 2)
    done = worked(run)
    assert (done.state, counts(done), Ticket.objects.count()) == ("loaded", (2019, 0, 2), 2019)
    assert [line for line, _reason in wrong(done)] == [1102, 2022]


@pytest.mark.django_db
def test_one_that_was_stopped_ends_after_the_rows_in_hand_and_can_be_gone_on_with(tmp_path):
    builders.priority()
    run = worked(import_runs.start_trial(kept(tmp_path, FIRST)))
    begun = import_runs.start_loading(run, at=NOON)
    assert import_runs.stop(begun).state == "tried"
    with pytest.raises(Stopped):
        import_working.bring_in(begun, import_files.file_of(run), RunBook(begun, State.LOADING), dry_run=False)
    assert Ticket.objects.count() == 0
    assert worked(import_runs.start_loading(run, at=NOON)).state == "loaded"


@pytest.mark.django_db
def test_files_that_nobody_needs_go_and_what_they_brought_stays(tmp_path):
    builders.priority()
    run = worked(import_runs.start_trial(kept(tmp_path, FIRST)))
    file = import_files.file_of(run)
    assert (import_runs.forget_old_files(run.changed_at), file.exists()) == (0, True)
    later = run.changed_at + timedelta(days=31)
    torn = import_files.folder() / "torn.part"
    torn.write_text("half")
    assert (import_runs.forget_old_files(later), file.exists(), torn.exists()) == (1, False, False)
    run.refresh_from_db()
    assert (run.is_kept, Ticket.objects.count()) == (False, 0)
