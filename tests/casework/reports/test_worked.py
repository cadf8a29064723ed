"""Working hours as the database reckons them are those of the calendar."""

from datetime import datetime, timedelta
from random import Random

import pytest

from firstline.casework.reports.backlog import ended
from firstline.casework.reports.hand_offs import REPORT
from firstline.casework.reports.worked import worked_hours
from firstline.casework.tickets.models import State, Ticket
from firstline.reference.service_levels import laid_down
from tests import builders
from tests.builders import NOON
from tests.casework.reports.asking import asked
from tests.casework.tickets.laying_down import office

pytestmark = pytest.mark.django_db
CHANCE = Random(3)  # noqa: S311


def some(moments: int) -> list[Ticket]:
    """Tickets that took from nothing to two weeks, by day and night and over weekends."""
    made = []
    for _ in range(moments):
        opened = NOON + timedelta(seconds=CHANCE.randint(-900_000, 900_000), microseconds=CHANCE.randint(0, 999_999))
        over = opened + timedelta(seconds=CHANCE.choice([0, 1, 3600, CHANCE.randint(0, 1_200_000)]))
        made.append(builders.ticket(opened_at=opened, resolved_at=over, state=State.RESOLVED))
    return made


def hours(started: str, ended_at: str, now: datetime) -> dict[int, float]:
    of = asked(now=now)
    return dict(ended(of).annotate(took=worked_hours(started, ended_at)(of)).values_list("pk", "took"))


def test_they_are_those_of_the_calendar_and_without_one_those_of_the_clock():
    tickets, now = some(40), NOON + timedelta(days=30)
    wall = {one.pk: (one.resolved_at - one.opened_at).total_seconds() / 3600 for one in tickets}
    assert hours("opened_at", "over_at", now) == pytest.approx(wall, abs=1e-6)
    office()
    desk = laid_down.current().working_time()
    worked = {one.pk: desk.elapsed(one.opened_at, one.resolved_at) / 3600 for one in tickets}
    assert hours("opened_at", "over_at", now) == pytest.approx(worked, abs=1e-6)


def test_nothing_measured_is_no_figure():
    assert REPORT.answer(asked()).middles("solved") == {}
