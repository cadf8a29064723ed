"""Time per tier, as the journal tells it."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.reports.tier_times import TierTime, Turn, spent, tier_times
from firstline.casework.tickets import assignment, escalation, opening, resolution
from firstline.casework.tickets.models import Ticket
from tests import builders
from tests.casework.tickets.laying_down import office
from tests.cast import ana, tomek

HOUR = 3600.0


def at(hour: int, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def wall(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def test_each_tier_counts_what_was_open_there() -> None:
    turns = [
        Turn(at(8), "ticket.opened", 1),
        Turn(at(9), "ticket.escalated", 3),
        Turn(at(11), "ticket.resolved", None),
        Turn(at(12), "ticket.closed", None),
        Turn(at(14), "ticket.reopened", None),
        Turn(at(15), "ticket.de_escalated", 2),
    ]
    assert spent(turns, at(18), wall) == {1: HOUR, 3: 3 * HOUR, 2: 3 * HOUR}
    assert spent(turns[:4], at(18), wall) == {1: HOUR, 3: 2 * HOUR}
    assert spent([], at(18), wall) == {}


def test_what_is_moved_while_it_is_over_counts_nothing_until_it_is_open_again() -> None:
    turns = [
        Turn(at(8), "ticket.opened", 2),
        Turn(at(9), "ticket.resolved", None),
        Turn(at(10), "ticket.passed_on", 1),
        Turn(at(12), "ticket.reopened", None),
    ]
    assert spent(turns, at(13), wall) == {2: HOUR, 1: HOUR}


def opened(when: datetime) -> Ticket:
    code = builders.handled_code("Deep", centre=builders.centre("Deep", tiers=3))
    return opening.open_ticket(builders.problem(code=code), by=ana(), at=when)


def up(ticket: Ticket, tier: int, when: datetime) -> Ticket:
    return escalation.escalate(ticket, tier, "x", tried="x", expected="x", by=ana(), at=when)


@pytest.mark.django_db
def test_nights_and_weekends_do_not_count(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    office()
    first = assignment.take(opened(at(17)), by=tomek(), at=at(17))
    resolution.resolve(up(first, 2, at(9, day=10)), "Done", by=tomek(), at=at(10, day=10))
    opened(at(9, day=10))
    assert tier_times(at(16)) == {}
    # Two hours on two days at the first tier and one at the second; the other ticket is still at its first.
    with django_assert_num_queries(2):
        found = tier_times(at(12, day=10))
    assert found == {1: TierTime(2, 5 * HOUR), 2: TierTime(1, HOUR)}
    assert tier_times(at(12, day=10), since=at(0, day=10)) == {1: TierTime(1, 3 * HOUR)}
    assert tier_times(at(12, day=10), until=at(0, day=10)) == {1: TierTime(1, 2 * HOUR), 2: TierTime(1, HOUR)}


@pytest.mark.django_db
def test_without_a_calendar_the_clock_on_the_wall_counts() -> None:
    opened(at(17))
    assert tier_times(at(17) + timedelta(days=1)) == {1: TierTime(1, 24 * HOUR)}
