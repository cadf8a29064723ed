"""What a wall shows is what a count of all tickets would give, whatever has happened since it was last read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firstline.casework.contacts.closing import close
from firstline.casework.contacts.models import Outcome
from firstline.casework.contacts.reception import end_call, open_contact
from firstline.casework.reports import room
from firstline.casework.tickets import assignment, call_backs, resolution
from firstline.casework.tickets.models import Ticket
from firstline.casework.tickets.opening import open_ticket
from tests import builders
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fresh():
    room.forget()
    yield
    room.forget()


def told(row):
    return row.open, row.waiting, row.soon, row.late


def seen(now=NOW, **limits):
    found = room.look(now, **limits)
    return told(found.tickets), {str(row.of.key): told(row) for row in found.centres}


def anew(now=NOW, **limits):
    room.forget()
    return seen(now, **limits)


def test_each_change_shows_at_once_and_as_a_count_of_everything_would():
    steps = [seen()]
    opened = open_ticket(builders.problem(), by=ana())
    steps.append(seen())
    assignment.take(opened, by=tomek())
    steps.append(seen())
    late = builders.ticket(resolve_by=NOW - MINUTE, assignee=tomek())
    soon = builders.ticket(resolve_by=NOW + 20 * MINUTE, centre=builders.centre("Parks"))
    steps.append(seen())
    resolution.resolve(late, "Done.", by=tomek(), at=NOW)
    steps.append(seen())
    depot = "Street depot"
    assert steps == [
        ((0, 0, 0, 0), {}),
        ((1, 1, 0, 0), {depot: (1, 1, 0, 0)}),
        ((1, 0, 0, 0), {depot: (1, 0, 0, 0)}),
        ((3, 1, 1, 1), {depot: (2, 0, 0, 1), "Parks": (1, 1, 1, 0)}),
        ((2, 1, 1, 0), {depot: (1, 0, 0, 0), "Parks": (1, 1, 1, 0)}),
    ]
    assert anew() == steps[-1]
    assert soon.pk in Ticket.objects.open().values_list("pk", flat=True)


def test_a_few_changes_and_many_are_read_alike():
    tickets = [builders.ticket() for _number in range(room.A_FEW + 3)]
    steps = [seen()[0]]
    for some in (tickets[:2], tickets[2:]):
        for ticket in some:
            assignment.take(ticket, by=tomek())
        steps.append(seen()[0])
    count = len(tickets)
    assert steps == [(count, count, 0, 0), (count, count - 2, 0, 0), (count, 0, 0, 0)]


def test_the_clock_alone_makes_tickets_late():
    builders.ticket(resolve_by=NOW + 40 * MINUTE)
    builders.ticket(respond_by=NOW + MINUTE, resolve_by=NOW + 40 * MINUTE)
    builders.ticket(respond_by=NOW + MINUTE, responded_at=NOW)
    builders.ticket(respond_by=NOW - MINUTE, state="waiting")
    steps = [seen(NOW + minutes * MINUTE)[0] for minutes in (0, 2, 4.9, 15, 41)]
    assert steps == [(4, 3, 1, 0), (4, 3, 0, 1), (4, 3, 0, 1), (4, 3, 1, 1), (4, 3, 0, 2)]


def test_what_the_journal_did_not_tell_shows_when_all_is_read_again():
    quiet = builders.ticket()
    assert seen()[0] == (1, 1, 0, 0)
    Ticket.objects.filter(pk=quiet.pk).update(resolve_by=NOW - MINUTE)
    assert seen(NOW + room.KEPT_FOR)[0] == (1, 1, 0, 0)
    assert seen(NOW + room.READ_ALL_AFTER)[0] == (1, 1, 0, 1)


def test_only_tickets_of_ones_own_departments_and_of_none_are_counted():
    parks, works = builders.department("Parks"), builders.department()
    for department in (parks, works, works, None):
        builders.ticket(department=department)
    everything = (NOW, {"within": (parks.pk,)}), (NOW, {"within": (works.pk,)}), (NOW, {})
    assert [seen(at, **limits)[0][0] for at, limits in everything] == [2, 3, 4]


def test_calls_are_on_the_line_until_they_are_hung_up():
    first, second = (open_contact(by=ana(), at=NOW - minutes * MINUTE) for minutes in (9, 3))
    open_contact(channel="email", by=None, at=NOW)
    open_contact(by=ana(), at=NOW - room.LONGEST_CALL)
    steps = [room.look(NOW)]
    end_call(first, by=ana(), at=NOW)
    steps.append(room.look(NOW))
    close(second, Outcome.ABANDONED, by=ana(), at=NOW)
    steps.append(room.look(NOW))
    assert [(one.talking, one.unanswered) for one in steps] == [(2, 1), (1, 1), (0, 1)]
    assert steps[0].talking_since == first.started_at


def test_call_backs_are_owed_until_they_are_kept():
    contact = builders.contact(customer=builders.customer())
    owed = call_backs.promise(contact, NOW + MINUTE, "The bin", by=ana(), at=NOW)
    now = NOW + 2 * MINUTE
    steps = [room.look(NOW), room.look(now)]
    call_backs.attempt(owed, "reached", "All is well.", by=ana(), at=now)
    steps.append(room.look(now))
    assert [(one.owed, one.owed_late) for one in steps] == [(1, 0), (1, 1), (0, 0)]


def test_while_nothing_happens_all_walls_share_one_picture(django_assert_num_queries):
    builders.ticket()
    first = room.look(NOW)
    with django_assert_num_queries(3):
        assert all(room.look(NOW) is first for _wall in range(3))


def test_a_change_of_one_ticket_costs_three_questions(django_assert_num_queries):
    ticket = builders.ticket()
    room.look(NOW)
    assignment.take(ticket, by=tomek())
    with django_assert_num_queries(3):
        assert room.look(NOW).tickets.waiting == 0
