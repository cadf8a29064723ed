"""The clocks of a ticket as a screen shows them."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.casework.tickets import assignment, opening, resolution
from firstline.casework.tickets.bars import bars
from firstline.casework.tickets.models import Ticket
from tests import builders
from tests.casework.tickets.laying_down import target
from tests.cast import ana, tomek

pytestmark = pytest.mark.django_db


def at(hour: int, minute: int = 0, day: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def opened() -> Ticket:
    target(builders.priority(), respond="1h", update="4h", resolve="10h")
    return opening.open_ticket(builders.problem(), by=ana(), at=at(9))


def shown(when: datetime) -> list[tuple[object, ...]]:
    found = bars(Ticket.objects.get(), when)
    return [(bar.clock, bar.percent, bar.is_late, bar.stands, round(bar.seconds / 60)) for bar in found]


def test_each_promise_shows_how_much_of_its_time_is_used() -> None:
    opened()
    assert shown(at(9, 45)) == [
        ("respond", 75, False, False, 15),
        ("update", 19, False, False, 195),
        ("resolve", 8, False, False, 555),
    ]
    assert [bar[:3] for bar in shown(at(17))] == [("respond", 800, True), ("update", 200, True), ("resolve", 80, False)]


def test_a_promise_that_was_kept_stays_as_it_was_kept() -> None:
    assignment.take(opened(), by=tomek(), at=at(9, 30))
    resolution.resolve(Ticket.objects.get(), "Done", by=tomek(), at=at(10, day=10))
    late = bars(Ticket.objects.get(), at(12, day=20))
    assert [(bar.clock, bar.percent, bar.is_late, bar.kept_at) for bar in late] == [
        ("respond", 50, False, at(9, 30)),
        ("resolve", 110, True, at(10, day=10)),
    ]


def test_while_it_waits_for_the_customer_the_bars_stand_still() -> None:
    ticket = resolution.ask_customer(opened(), "?", by=ana(), at=at(10))
    assert shown(at(17)) == shown(at(17) + timedelta(days=3))
    assert [bar[:4] for bar in shown(at(17))] == [
        ("respond", 100, False, False),
        ("update", 0, False, True),
        ("resolve", 10, False, True),
    ]
    resolution.customer_answered(ticket, "!", by=ana(), at=at(12))
    assert [bar[:4] for bar in shown(at(13))][-1] == ("resolve", 20, False, False)


def test_bars_cost_three_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    opened()
    bars(Ticket.objects.get(), at(10))
    with django_assert_num_queries(3):
        bars(Ticket.objects.get(), at(10))


def test_without_a_promise_there_is_none() -> None:
    builders.ticket()
    assert shown(at(10)) == []
