"""Logs replayed through the verbs, counted by the report."""

import json
from pathlib import Path

import pytest

from firstline.casework.tickets.models import Ticket
from firstline.journal.models import Entry
from firstline.scores import escalation

pytestmark = pytest.mark.django_db
VOLVO = "SR Number,Change Date+Time,Status,Sub Status,Involved ST,ST Level"
SERVICENOW = "number,incident_state,sys_updated_at,reassignment_count,made_sla"
COURSE = (
    "a,2010-03-31T15:59:42+01:00,Accepted,In Progress,V1,L1",
    "a,2010-03-31T16:45:48+01:00,Queued,Awaiting Assignment,V5 3rd,L3",
    "a,2010-04-06T15:44:07+01:00,Accepted,Wait - User,V5 3rd,L3",
    "a,2010-04-06T15:44:38+01:00,Completed,Resolved,V5 3rd,L3",
    "a,2010-04-07T10:00:00+01:00,Completed,Closed,V1,L1",
    "b,2010-04-07T10:00:00+01:00,Queued,Awaiting Assignment,V2 2nd,L2/L3",
)
INCIDENTS = (
    "i,New,29/2/2016 01:23,0,true",
    "i,Awaiting User Info,29/2/2016 02:00,1,true",
    "i,Resolved,29/2/2016 03:00,2,true",
    "i,Active,1/3/2016 03:00,2,true",
    "i,Closed,2/3/2016 03:00,3,false",
)


def make_folder(path: Path) -> Path:
    folder = path / "itsm_logs"
    folder.mkdir()
    (folder / "volvo_events.csv").write_text("\n".join([VOLVO, *COURSE]) + "\n")
    (folder / "servicenow_events.csv").write_text("\n".join([SERVICENOW, *INCIDENTS]) + "\n")
    volvo = {
        "cases": 2,
        "max_level": {"3": 1, "2": 1},
        "escalated_at_least_once": 1,
        "deescalated": 1,
        "skips_a_level": 1,
        "returns_to_an_earlier_team": 1,
    }
    (folder / "volvo_totals.json").write_text(json.dumps(volvo))
    totals = {"incidents": 1, "reopened_incidents": 1, "reassignments_sum": 3, "made_sla": {"false": 1, "true": 0}}
    (folder / "servicenow_totals.json").write_text(json.dumps(totals))
    return path


def test_every_figure_is_a_case(tmp_path: Path) -> None:
    lines = list[str]()
    found = list(escalation.run(make_folder(tmp_path), lines.append))
    assert [case for case in found if not case.passed] == []
    assert [line.partition(":")[0] for line in lines] == [
        "cases",
        "highest tier 2",
        "highest tier 3",
        "escalated",
        "de-escalated",
        "tiers skipped",
        "returns to an earlier team",
        "incidents",
        "reopened",
        "reassignments, as given",
        "target met false, as given",
        "target met true, as given",
    ]


def test_the_history_went_through_the_verbs(tmp_path: Path) -> None:
    list(escalation.run(make_folder(tmp_path), lambda _line: None))
    first = Ticket.objects.order_by("pk").first()
    assert first is not None
    verbs = Entry.objects.filter(subject_kind="ticket", subject_id=first.pk).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == [
        "ticket.opened",
        "ticket.escalated",
        "ticket.customer_asked",
        "ticket.customer_answered",
        "ticket.resolved",
        "ticket.reopened",
        "ticket.de_escalated",
        "ticket.resolved",
    ]
