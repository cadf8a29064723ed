"""Deadlines of open tickets move when a manager says so, and not before."""

from datetime import UTC, datetime

import pytest

from firstline.casework.tickets import opening, resolution
from firstline.casework.tickets.jobs import refit as refit_job
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.refitting import moving, refit, would_move
from firstline.journal.models import Entry
from firstline.reference.service_levels.calendars import set_day
from firstline.reference.service_levels.models import Calendar
from tests import builders
from tests.casework.tickets.laying_down import target
from tests.cast import ana, marc

pytestmark = pytest.mark.django_db


def at(hour: int, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def opened(**facts: object) -> Ticket:
    return opening.open_ticket(builders.problem(**facts), by=ana(), at=at(9))


def test_a_changed_target_moves_what_is_open_only_when_told_to() -> None:
    target(builders.priority(), respond="1h", resolve="8h")
    first, done = opened(), opened(words="Done")
    resolution.resolve(done, "Done", by=ana(), at=at(10))
    target(builders.priority(), respond="1h", resolve="2h")
    assert (Ticket.objects.get(pk=first.pk).resolve_by, would_move()) == (at(17), 1)
    assert (would_move(builders.priority("other", 5)), would_move(builders.priority())) == (0, 1)
    assert refit(by=marc(), at=at(10)) == 1
    assert [Ticket.objects.get(pk=one.pk).resolve_by for one in (first, done)] == [at(11), at(17)]
    entry = Entry.objects.get(verb="ticket.refitted")
    assert (entry.subject_id, entry.actor_name) == (first.pk, "Marc Petit")
    assert entry.facts == {"resolve_by": {"was": "2026-03-09T17:00:00+00:00", "now": "2026-03-09T11:00:00+00:00"}}
    assert (would_move(), refit(by=marc())) == (0, 0)


def test_a_day_off_counts_for_open_tickets_after_refitting() -> None:
    target(builders.priority(), resolve="12h")
    ticket = opened()
    set_day(Calendar.objects.get(), at(9, day=10).date(), "Fire drill", [], by=marc())
    assert would_move() == 1
    refit_job(by=marc().pk)
    assert Ticket.objects.get(pk=ticket.pk).resolve_by == at(11, day=11)


def test_pauses_and_kept_promises_count_as_they_were() -> None:
    target(builders.priority(), respond="2h", resolve="8h")
    ticket = resolution.ask_customer(opened(), "?", by=ana(), at=at(10))
    resolution.customer_answered(ticket, "!", by=ana(), at=at(12))
    target(builders.priority(), respond="1h", resolve="4h")
    refit(by=marc(), priority=builders.priority())
    now = Ticket.objects.get()
    assert (now.respond_by, now.resolve_by) == (at(11), at(15))


def test_tickets_of_other_systems_keep_the_dates_they_came_with() -> None:
    target(builders.priority(), resolve="8h")
    builders.ticket(source="boston:1", resolve_by=at(12))
    assert (would_move(), refit(by=marc())) == (0, 0)


def test_what_would_move_is_shown_with_when_it_was_due_and_would_be() -> None:
    target(builders.priority(), respond="1h", resolve="8h")
    first, second = opened(), opened(words="Second")
    target(builders.priority(), respond="1h", resolve="2h")
    count, found = moving(1)
    assert (count, [row.ticket for row in found]) == (2, [first])
    assert found[0].changes == [("resolve_by", at(17), at(11))]
    assert [row.ticket for row in moving(10)[1]] == [first, second]
    assert moving(0) == (2, [])
