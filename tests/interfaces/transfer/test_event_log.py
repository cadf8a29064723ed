"""The journal as an event log: CSV, and OCEL 2.0 in JSON."""

import json
from collections import Counter
from datetime import datetime

import pytest

from firstline.casework.contacts import reception
from firstline.casework.tickets.notes import note_internally
from firstline.casework.tickets.opening import open_ticket
from firstline.interfaces.transfer.exporting_ocel import _event
from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import ana, dao
from tests.interfaces.transfer.exports import exported, records

pytestmark = pytest.mark.django_db
SECRET = "The neighbour of number five"


@pytest.fixture
def happened():
    contact = builders.problem(taken_by=ana())
    ticket = open_ticket(contact, by=ana())
    note_internally(ticket, SECRET, by=ana())
    reception.end_call(contact, at=ticket.opened_at, by=None)
    return ticket


def test_every_event_is_there_with_its_things_and_no_words_or_names(happened):
    content = exported("event-log", dao(), form="json")
    log = json.loads(content)
    entries = list(Entry.objects.order_by("pk"))
    assert [(event["id"], event["type"]) for event in log["events"]] == [(str(e.pk), e.verb) for e in entries]
    objects = {thing["id"]: thing["type"] for thing in log["objects"]}
    assert max(Counter(thing["id"] for thing in log["objects"]).values()) == 1
    named = {about["objectId"] for event in log["events"] for about in event["relationships"]}
    assert named == set(objects)
    assert {kind["name"] for kind in log["objectTypes"]} == set(objects.values())
    assert {kind["name"] for kind in log["eventTypes"]} == {entry.verb for entry in entries}
    opened = next(event for event in log["events"] if event["type"] == "ticket.opened")
    assert opened["relationships"] == [
        {"objectId": f"ticket:{happened.pk}", "qualifier": "subject"},
        {"objectId": f"contact:{happened.contact_id}", "qualifier": "context"},
        {"objectId": f"user:{ana().pk}", "qualifier": "actor"},
    ]
    assert datetime.fromisoformat(opened["time"]) == Entry.objects.get(verb="ticket.opened").at
    assert [word for word in (SECRET, ana().name, "fridge") if word.encode() in content] == []


def test_the_same_as_a_table_for_some_days(happened):
    Entry.objects.count()
    rows = records(exported("event-log", dao()))
    [row] = [row for row in rows if row["Activity"] == "ticket.opened"]
    assert (row["Object type"], row["Object"], row["Context type"]) == ("ticket", str(happened.pk), "contact")
    assert row["Resource"] == f"user:{ana().pk}"
    assert records(exported("event-log", dao(), "from=1999-01-01&to=1999-01-02")) == []


@pytest.mark.parametrize(
    ("days", "because"),
    [
        ("from=2026-02-31", "This is no day"),
        ("to=soon", "This is no day"),
        ("from=0001-01-01", "This is no day"),
        ("from=2026-03-02&to=2026-03-01", "ends before it begins"),
    ],
)
def test_days_that_make_no_sense_are_refused(days, because):
    with pytest.raises(Refused, match=because):
        exported("event-log", dao(), days, form="json")


def test_an_event_without_context_and_actor_is_about_its_subject_only():
    at = datetime.fromisoformat("2026-03-04T09:30:00+07:00")
    event = _event((1, at, "priority.created", "priority", 2, "", None, None))
    assert (event["time"], len(event["relationships"])) == ("2026-03-04T02:30:00.000000Z", 1)
