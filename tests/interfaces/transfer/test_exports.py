"""Exports from the desk: at once or by a job, for one person only, and never half."""

import os
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.notes import note_internally
from firstline.interfaces.access import rights_of
from firstline.interfaces.transfer import export_urls, exporting_keeping
from firstline.interfaces.transfer.export_jobs import write_export
from firstline.interfaces.transfer.exporting import listing_for, wanted_by, write
from firstline.interfaces.transfer.exporting_asking import ask
from firstline.interfaces.transfer.models import Export
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.staff.roles import Role, may
from tests import builders
from tests.cast import ana, dao, everyone, rita, sofia
from tests.interfaces.transfer.exports import records

NEW = "/exports/new/"
real = pytest.mark.django_db(transaction=True)
State = Export.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_FOLDER = str(tmp_path)
    return tmp_path / "transfer" / "exports"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def whole(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def long_export():
    """One that is too long to wait for, as `ask` leaves it for its job."""
    builders.ticket()
    now = timezone.now()
    return Export.objects.create(
        by=dao(), listing="event-log", format="json", language="en", of=9, asked_at=now, moved_at=now
    )


@pytest.mark.django_db
def test_a_small_list_comes_at_once_whole_and_is_written_down():
    ticket = builders.ticket()
    client = signed_in(rita())
    page = client.get(f"{NEW}?of=tickets&with=tier%3D1")
    answer = client.post(NEW, {"of": "tickets", "with": "tier=1", "format": "csv"})
    assert (page.status_code, b"1 row, limited as the screen was" in page.content) == (HTTPStatus.OK, True)
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="tickets-')
    assert [row["Number"] for row in records(whole(answer))] == [str(ticket.number)]
    export = Export.objects.get()
    assert (export.state, export.rows, export.file) == (State.TAKEN, 1, "")
    entry = Entry.objects.get(verb="export.asked")
    assert (entry.actor_name, entry.facts["of"], entry.facts["address"]) == ("Rita Read", "tickets", "tier=1")


@pytest.mark.django_db
def test_what_cannot_be_exported_is_said_in_a_sentence_and_nothing_is_kept():
    client, found = signed_in(rita()), []
    for sent in ({"of": "salaries", "format": "csv"}, {"of": "customers", "format": "csv"}, {"of": "tickets"}, {}):
        answer = client.post(NEW, sent)
        found.append((answer.status_code, b'role="alert"' in answer.content))
    bad = client.post(NEW, {"of": "report-volume", "with": "from=2026-03-09&to=2026-03-01&zone=UTC", "format": "csv"})
    odd = client.get(f"{NEW}?of=%00%ff&with={'%00' * 9}{'x' * 5000}")
    assert found == [(HTTPStatus.OK, True)] * 4
    assert b"ends before it begins" in bad.content
    assert (odd.status_code, Export.objects.count()) == (HTTPStatus.NOT_FOUND, 0)


@pytest.mark.django_db
def test_a_long_export_is_left_to_a_job():
    export = ask("event-log", "from=2026-01-01", "json", by=dao())
    [job] = ProcrastinateJob.objects.filter(task_name=write_export.name, args={"export": export.pk})
    assert (job.status, export.state, export.address) == ("todo", State.WAITING, "from=2026-01-01")


@real
def test_a_long_export_shows_how_far_it_is_and_only_its_owner_may_fetch_it(long_export, folder):
    owner, page = signed_in(dao()), reverse("transfer:exports")
    assert b"hx-trigger" in owner.get(page).content
    write_export.func(long_export.pk)
    long_export.refresh_from_db()
    assert (long_export.state, [path.name for path in folder.iterdir()]) == (State.READY, [long_export.file])
    content, address = owner.get(page).content, reverse("transfer:export_file", args=[long_export.pk])
    assert (address.encode() in content, b"hx-trigger" in content) == (True, False)
    assert whole(owner.get(address)).startswith(b'{\n"events"')
    others = [signed_in(user).get(address).status_code for user in (ana(), sofia())]
    assert others == [HTTPStatus.NOT_FOUND] * 2
    dao().departments.add(builders.department())
    assert b"who see all departments" in owner.get(address).content


@real
def test_a_worker_that_died_is_followed_by_one_that_writes_it_anew_and_leaves_nothing_half(long_export, folder):
    Export.objects.update(state=State.RUNNING, rows=3)
    half = exporting_keeping.folder() / "1-0.json.part"
    half.write_bytes(b'{"events": [')
    write_export.func(long_export.pk)
    long_export.refresh_from_db()
    os.utime(half, (0, 0))
    exporting_keeping.forget_old_exports(timezone.now())
    assert (long_export.state, [path.name for path in folder.iterdir()]) == (State.READY, [long_export.file])


@real
def test_a_stopped_export_leaves_nothing_and_cannot_be_stopped_again(long_export):
    client, address = signed_in(dao()), reverse("transfer:export_stopping", args=[long_export.pk])
    assert client.post(address).status_code == HTTPStatus.FOUND
    write_export.func(long_export.pk)
    long_export.refresh_from_db()
    assert (long_export.state, list(exporting_keeping.folder().iterdir())) == (State.STOPPED, [])
    assert b"over already" in client.post(address).content
    Export.objects.update(state=State.RUNNING)
    with exporting_keeping._telling(long_export) as tell:
        tell(5, 9)
        long_export.refresh_from_db()
        assert (long_export.rows, long_export.of) == (5, 9)
        exporting_keeping.stop(long_export, by=dao())
        with pytest.raises(exporting_keeping.Stopped):
            tell(6, 9)


@real
@pytest.mark.parametrize(("name", "form"), [("tickets", "csv"), ("tickets", "xlsx"), ("event-log", "json")])
def test_a_full_disk_ends_an_export_and_leaves_the_connection_as_it_was(name, form):
    for _number in range(60):
        builders.ticket(words="water " * 60)
    note_internally(Ticket.objects.latest("pk"), "One entry", by=dao())
    listing, wanted = listing_for(name, dao()), wanted_by(dao(), "", timezone.now())
    with open("/dev/full", "wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):  # noqa: PTH123
        write(listing, wanted, form, full, lambda _rows, _of: None)
    assert (connection.in_atomic_block, Ticket.objects.count()) == (False, 60)


@real
def test_what_goes_wrong_while_it_is_written_is_said_and_seen_by_health(long_export, folder):
    folder.parent.mkdir(parents=True)
    folder.write_text("no folder")
    with pytest.raises(FileExistsError):
        write_export.func(long_export.pk)
    because = [Export.objects.get().because]
    folder.unlink()
    Export.objects.update(state=State.WAITING)
    dao().departments.add(builders.department())
    write_export.func(long_export.pk)
    because.append(Export.objects.get().because)
    assert because == [
        "It could not be written. Setup > Health says why.",
        "Only people who see all departments may export this.",
    ]


@pytest.mark.django_db
def test_files_go_after_a_week_and_exports_that_make_no_progress_have_failed(folder):
    now, user = timezone.now(), ana()
    facts = {"by": user, "listing": "tickets", "format": "csv", "language": "en", "asked_at": now}
    old = now - timedelta(days=8)
    kept = exporting_keeping.folder()
    for name in ("old.csv", "new.csv", "stray.part"):
        (kept / name).write_text("x")
        os.utime(kept / name, (0, 0))
    for name, ended_at in (("old.csv", old), ("new.csv", now)):
        Export.objects.create(**facts, state=State.READY, moved_at=now, ended_at=ended_at, file=name)
    Export.objects.create(**facts, state=State.RUNNING, moved_at=now - timedelta(hours=3))
    exporting_keeping.forget_old_exports(now)
    assert [path.name for path in kept.iterdir()] == ["new.csv"]
    assert [row.state for row in Export.objects.order_by("pk")] == [State.GONE, State.READY, State.FAILED]
    with pytest.raises(Refused, match="no longer there"):
        exporting_keeping.fetched(Export.objects.get(state=State.GONE), user)


@pytest.mark.django_db
def test_each_role_gets_what_its_rights_open_and_visitors_nothing():
    users, wrong = everyone(), []
    for pattern in export_urls.addresses:
        arguments = dict.fromkeys(pattern.pattern.converters, 1) | (
            {"year": 2026} if "year" in str(pattern.pattern) else {}
        )
        url = reverse(f"transfer:{pattern.name}", kwargs=arguments)
        if not Client().get(url).headers.get("Location", "").startswith(reverse("account_login")):
            wrong.append((pattern.name, "visitor"))
        for role in Role.values:
            client, rights = signed_in(users[role]), rights_of(pattern.callback)
            for method in ("GET", "POST"):
                status = getattr(client, method.lower())(url).status_code
                if (status == HTTPStatus.FORBIDDEN) == may(users[role], rights[method]):
                    wrong.append((pattern.name, role, method, status))
    assert wrong == []
