"""Reports that are sent after each week or month."""

from datetime import UTC, date, datetime
from http import HTTPStatus
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from firstline.interfaces.transfer import pdf, regular_sending
from firstline.interfaces.transfer.export_jobs import send_due_reports, send_report
from firstline.interfaces.transfer.models import RegularReport
from firstline.interfaces.transfer.regular_reports import addresses_in, end, last_period, regulate
from firstline.interfaces.transfer.regular_sending import NotSent, due, send
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.correspondence.models import Sender
from tests import builders
from tests.cast import marc
from tests.mail_server import mail_server

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 3, 4, 12, tzinfo=UTC)
MONDAY = datetime(2026, 3, 9, 1, tzinfo=UTC)
TO = ["mayor@city.example", "press@city.example"]
NEW = "/exports/reports/new/"


@pytest.fixture
def weekly():
    Sender.objects.update_or_create(department=None, defaults={"name": "City", "address": "desk@city.example"})
    builders.contact(started_at=WEDNESDAY, kind="comment")
    return regulate("report-volume", "week", TO, address="channel=telephone&from=2020-01-01", by=marc(), at=WEDNESDAY)


def test_the_last_week_begins_on_monday_and_the_last_month_on_its_first():
    days = {"week": date(2026, 3, 9), "month": date(2026, 3, 1)}
    assert {every: last_period(every, day) for every, day in days.items()} == {
        "week": (date(2026, 3, 2), date(2026, 3, 8)),
        "month": (date(2026, 2, 1), date(2026, 2, 28)),
    }


def test_addresses_are_checked_one_by_one():
    assert addresses_in("a@b.example, c@d.example;\na@b.example") == ["a@b.example", "c@d.example"]
    for text, because in (
        ("", "to whom"),
        ("a@b.example nobody", "“nobody” is no"),
        ("a@b.example " * 1 + " ".join(f"a{n}@b.example" for n in range(60)), "At most"),
    ):
        with pytest.raises(Refused, match=because):
            addresses_in(text)


def test_it_goes_to_each_when_the_week_is_over_and_never_twice(weekly, settings):
    assert (list(due(WEDNESDAY)), list(due(MONDAY))) == ([], [weekly])
    send_due_reports(MONDAY)
    send_due_reports(MONDAY)
    assert [job.args for job in ProcrastinateJob.objects.filter(task_name=send_report.name, status="todo")] == [
        {"report": weekly.pk, "until": MONDAY.isoformat()}
    ]
    with mail_server() as (taken, settings.SMTP):
        send(weekly, MONDAY)
        weekly.refresh_from_db()
        send(weekly, MONDAY)
    assert (taken.recipients, weekly.sent_until, list(due(MONDAY))) == (TO, date(2026, 3, 8), [])
    message = taken.messages[0]
    assert (message["To"], message["From"]) == (TO[0], "City <desk@city.example>")
    assert (str(message["Subject"]).startswith("Contact volume: "), message["Auto-Submitted"]) == (
        True,
        "auto-generated",
    )
    html, [book] = message.get_body(("html",)).get_content(), list(message.iter_attachments())
    assert [
        part in html
        for part in ("<h1>Contact volume</h1>", "<td>comment</td>", "channel=telephone&amp;from=2026-03-02")
    ] == [True] * 3
    assert load_workbook(BytesIO(book.get_content())).sheetnames[0] == "Contact volume"
    assert Entry.objects.get(verb="regular_report.sent").facts == {"until": "2026-03-08", "not_taken": []}


def test_whoever_is_refused_is_named_and_the_others_get_it_once(weekly, settings):
    with mail_server() as (taken, settings.SMTP):
        taken.by_recipient[TO[0]] = "550 no such mayor"
        with pytest.raises(NotSent, match="mayor"):
            send(weekly, MONDAY)
        weekly.refresh_from_db()
        send(weekly, MONDAY)
    assert (taken.recipients, weekly.because.startswith(TO[0])) == ([TO[1]], True)


def test_what_cannot_be_sent_says_why_and_stays_due(weekly, settings):
    because = []
    for smtp, dry_run, has_left in ((None, False, False), ({}, True, False), (None, False, True)):
        settings.SMTP, settings.DRY_RUN = smtp, dry_run
        weekly.by.is_active = not has_left
        with pytest.raises(NotSent):
            send(weekly, MONDAY)
        because.append(RegularReport.objects.get().because)
    assert because == [
        "No mail server is named (FIRSTLINE_SMTP).",
        "This is a dry run: nothing is sent.",
        "Marc Petit, as who it is counted, has left.",
    ]
    assert list(due(MONDAY)) == [weekly]
    end(weekly, by=marc())
    assert list(due(MONDAY)) == []
    with pytest.raises(Refused):
        end(weekly, by=marc())


def test_pdf_is_only_offered_where_it_can_be_made(weekly):
    client = Client()
    client.force_login(marc())
    page = client.get(f"{NEW}?of=report-backlog&with=tier%3D2%26from%3D2026-01-01").content.decode()
    assert ("also as PDF" in page, "<b>tier</b> 2" in page, "2026-01-01" in page) == (pdf.can_be_made(), True, False)
    if not pdf.can_be_made():
        with pytest.raises(Refused, match="not installed"):
            pdf.made_of("<p>x</p>")


def test_a_report_is_regulated_from_the_desk_tried_again_and_ended():
    client = Client()
    client.force_login(marc())
    facts = {"report": "report-volume", "every": "month", "recipients": "nobody", "language": "th"}
    refused = client.post(NEW, facts)
    assert (refused.status_code, "“nobody” is no e-mail address" in refused.content.decode()) == (HTTPStatus.OK, True)
    assert client.post(f"{NEW}?with=tier%3D2", {**facts, "recipients": TO[0]}).status_code == HTTPStatus.FOUND
    row = RegularReport.objects.get()
    assert (row.address, row.every, row.recipients, row.language) == ("tier=2", "month", [TO[0]], "th")
    RegularReport.objects.update(because="The mail server was lost.")
    page = client.get("/exports/reports/").content
    assert (b"The mail server was lost." in page, b"Contact volume" in page) == (True, True)
    acts = [client.post(f"/exports/reports/{row.pk}/{act}/").status_code for act in ("sending", "end", "end")]
    assert acts == [HTTPStatus.FOUND, HTTPStatus.FOUND, HTTPStatus.NOT_FOUND]
    for report, every in (("tickets", "week"), ("report-volume", "daily"), ("report-nothing", "week")):
        with pytest.raises(Refused):
            regulate(report, every, TO, by=marc())
    assert regular_sending.MOST_ROWS == 100
