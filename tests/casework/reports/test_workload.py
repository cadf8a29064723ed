"""Workload: by centre and person, and without persons where that is asked for."""

from datetime import timedelta

import pytest

from firstline.casework.reports.commented import REPORT as COMMENTS
from firstline.casework.reports.report import Address
from firstline.casework.reports.workload import REPORT
from firstline.casework.tickets.models import State
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked, by, odd_figures, total
from tests.cast import ana, sofia, tomek

pytestmark = pytest.mark.django_db


def test_contacts_and_tickets_are_counted_with_whoever_has_them():
    for minutes, person in ((2, ana()), (4, ana()), (9, sofia())):
        builders.contact(taken_by=person, ended_at=NOON + timedelta(minutes=minutes))
    builders.contact()
    builders.ticket(assignee=tomek(), state=State.RESOLVED, resolved_at=NOON + timedelta(hours=1))
    builders.ticket(assignee=tomek())
    builders.ticket()
    assert by(REPORT, "contacts", "taken_by") == {str(ana().pk): 2, str(sofia().pk): 1, "": 1}
    assert REPORT.answer(asked()).middles("contacts") == {"": 5.0}
    assert by(REPORT, "solved", "assignee") == {str(tomek().pk): 1}
    assert by(REPORT, "in_hand", "assignee") == {str(tomek().pk): 1, "": 1}
    assert odd_figures(REPORT, asked()) == []


def test_persons_can_be_left_out_of_figures_and_rows_alike():
    builders.contact(taken_by=ana())
    without = asked(has_persons=False)
    personal = {"taken", "solved", "in_hand"}
    assert {panel.name for panel in REPORT.panels} - {one.name for one in REPORT.answer(without).panels()} == personal
    with pytest.raises(KeyError):
        REPORT.find(without, Address("contacts", "taken_by", str(ana().pk)))
    assert REPORT.find(without, Address("contacts")).count() == 1


def test_comments_are_told_apart_by_what_they_are_about():
    parks = builders.department("Parks")
    for tone in ("praise", "complaint", "complaint"):
        builders.contact(kind="comment", tone=tone, about_department=parks)
    builders.contact(kind="comment", tone="remark", about_person=ana())
    builders.contact(kind="information")
    marks = ("", "praise", "complaint", "remark")
    assert [total(COMMENTS, "comments", mark) for mark in marks] == [4, 1, 2, 1]
    assert by(COMMENTS, "comments", "about_department", mark="complaint") == {str(parks.pk): 2}
    assert odd_figures(COMMENTS, asked()) == []
