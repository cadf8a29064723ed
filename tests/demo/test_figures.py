"""Every figure of every report of the shown city leads to exactly its rows."""

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from firstline.casework.reports import compliance, procedures_followed
from firstline.casework.reports.registry import REPORTS
from firstline.casework.reports.report import Address
from firstline.reference.staff.models import User
from tests.casework.reports.asking import asked, odd_figures
from tests.demo.conftest import NOW
from tests.interfaces.transfer.exports import exported, records

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_each_figure_is_the_number_of_its_rows(city, report):
    of = asked(date(2026, 2, 16), date(2026, 3, 4), "Asia/Kathmandu", now=NOW)
    assert odd_figures(report, of) == []


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)
def test_each_report_has_something_to_show(city, report):
    of = asked(date(2026, 2, 16), date(2026, 3, 4), now=NOW)
    assert [panel.name for panel in report.panels if not panel.asks_attribute and not _counts(report, panel, of)] == []


def _counts(report, panel, of):
    return sum(figure.count for row in report.answer(of).table(panel).rows for figure in row.figures)


def test_procedures_were_followed_as_often_as_their_own_page_says(city):
    of = asked(date(2026, 2, 16), date(2026, 3, 4), now=NOW)
    period = compliance.Period(of.period.start, of.period.end)
    line = compliance.line(compliance.dues(period), compliance.acts(period))
    own = [line.followed, line.finished, line.skipped, line.out_of_turn]
    marks = [("due", "followed"), ("due", "finished"), ("steps", "skipped_required"), ("steps", "out_of_turn")]
    answer = procedures_followed.REPORT.answer(of)
    assert [answer.figure(Address(scan, mark=mark)).count for scan, mark in marks] == [one.count for one in own]
    assert answer.figure(Address("due")).count == line.followed.of


def test_every_report_and_the_rows_of_every_noun_can_be_looked_at(city):
    client, seen = Client(), {}
    client.force_login(User.objects.get(username="mateo"))
    period = {"from": "2026-02-16", "to": "2026-03-04", "zone": "UTC"}
    for report in REPORTS:
        page = client.get(reverse("desk:report", args=[report.name]), period)
        assert (report.name, page.status_code, b"<svg" in page.content) == (report.name, HTTPStatus.OK, True)
        for scan in report.scans:
            rows = client.get(reverse("desk:report_rows", args=[report.name]), {**period, "of": scan.name})
            seen[scan.noun] = (rows.status_code, b"data-open href" in rows.content)
    assert seen == dict.fromkeys(
        ("contact", "ticket", "entry", "call_back", "work_order", "rating", "look_up"), (HTTPStatus.OK, True)
    )


def test_the_rows_of_every_noun_can_be_taken_out_as_many_as_their_figure_says(city):
    of = asked(date(2026, 2, 16), date(2026, 3, 4), now=timezone.now())
    mateo, taken, counted = User.objects.get(username="mateo"), {}, {}
    for report, scan in [(one, scan) for one in REPORTS for scan in one.scans]:
        address = f"from=2026-02-16&to=2026-03-04&zone=UTC&of={scan.name}"
        taken[scan.noun] = len(records(exported(f"rows-{report.name}", mateo, address)))
        counted[scan.noun] = report.answer(of).figure(Address(scan.name)).count
    assert (taken, len(taken), min(taken.values()) > 0) == (counted, 7, True)
