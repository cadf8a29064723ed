"""The course of tickets, up, down, to and fro, as the journal tells it."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from firstline.casework.reports.escalations import Course, Event, Totals, course, course_of, courses, totals
from firstline.casework.tickets import assignment, escalation, opening, resolution
from firstline.casework.tickets.models import Ticket
from tests import builders
from tests.builders import NOON
from tests.cast import ana, sofia, tomek


def at(*teams: tuple[int, int]) -> Course:
    return course(Event("ticket.passed_on", centre, tier) for centre, tier in teams)


@pytest.mark.parametrize(
    ("teams", "expected"),
    [
        ([(1, 1)], Course(1, 0, 0, 0, 0, 0, 0)),
        ([(1, 1), (1, 3), (2, 1)], Course(3, 1, 1, 1, 0, 2, 0)),
        ([(1, 1), (1, 2), (1, 1), (1, 2), (1, 1)], Course(2, 2, 2, 0, 3, 4, 0)),
        ([(1, 2), (2, 2), (1, 2)], Course(2, 0, 0, 0, 1, 2, 0)),
        ([], Course(1, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_a_course_is_read_off_the_teams_in_their_order(teams: list[tuple[int, int]], expected: Course) -> None:
    assert at(*teams) == expected


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=20))
def test_what_goes_up_and_down_ends_where_it_ends(teams: list[tuple[int, int]]) -> None:
    found = at(*teams)
    assert found.highest_tier == max(tier for _centre, tier in teams)
    assert found.escalated + found.de_escalated <= found.reassignments == len(teams) - 1
    assert found.returns == len(teams) - len(set(teams))


def opened(**facts: object) -> Ticket:
    code = builders.handled_code("Deep", centre=builders.centre("Deep", tiers=3))
    return opening.open_ticket(builders.problem(code=code, **facts), by=ana(), at=NOON)


def up(ticket: Ticket, tier: int) -> Ticket:
    return escalation.escalate(ticket, tier, "x", tried="x", expected="x", by=ana(), at=NOON)


@pytest.mark.django_db
def test_the_journal_of_a_ticket_tells_its_course() -> None:
    ticket = assignment.take(opened(), by=ana())
    ticket = escalation.de_escalate(up(ticket, 3), 1, "x", by=tomek())
    ticket = assignment.assign(ticket, tomek(), by=sofia())
    ticket = assignment.pass_on(ticket, builders.centre("Other"), 1, "x", by=tomek())
    resolution.not_solved(resolution.resolve(ticket, "x", by=tomek()), "x", by=ana())
    assert course_of(ticket.pk) == Course(
        highest_tier=3, escalated=1, de_escalated=1, skipped=1, returns=1, reassignments=4, reopened=1
    )


@pytest.mark.django_db
def test_totals_say_of_how_many_tickets_each_is_true(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second, _quiet = (opened(words=f"{n}") for n in range(3))
    up(up(first, 2), 3)
    escalation.de_escalate(up(second, 3), 1, "x", by=ana())
    builders.ticket()  # nothing is told of it
    with django_assert_num_queries(1):
        found = totals(one for _pk, one in courses())
    assert found == Totals(
        tickets=3,
        highest_tier={3: 2, 1: 1},
        escalated=2,
        de_escalated=1,
        skipped=1,
        returned=1,
        reopened=0,
        reassignments=4,
    )


@pytest.mark.django_db
def test_a_time_limits_the_report_to_tickets_opened_in_it() -> None:
    opened()
    later = NOON + timedelta(days=1)
    opening.open_ticket(builders.problem(words="later"), by=ana(), at=later)
    assert len(list(courses(since=later))) == 1
    assert len(list(courses(until=later))) == 1
    assert len(list(courses(since=NOON, until=later + timedelta(hours=1)))) == 2
