"""What happens by itself stands on one page, and the worker keeps it."""

from datetime import UTC, datetime, timedelta

import croniter
import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector

from firstline.interfaces.clock.schedule import SCHEDULE
from firstline.interfaces.clock.sessions import forget_old_sessions
from firstline.jobs.lines import Line, add_to, kept
from firstline.reference.staff.models import Session

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_every_line_has_a_time_that_comes_and_a_name_of_its_own():
    assert [line.name for line in SCHEDULE if not croniter.croniter.is_valid(line.cron)] == []
    assert len({line.name for line in SCHEDULE}) == len(SCHEDULE)


def test_the_schedule_is_known_to_whoever_asks_and_says_what_it_does():
    assert (list(kept()), [line.name for line in SCHEDULE if not str(line.says)]) == (list(SCHEDULE), [])


def test_a_line_is_called_with_the_moment_it_was_due():
    called = []

    def ring(at):
        called.append(at)

    app = App(connector=InMemoryConnector())
    line = Line("0 12 * * *", ring)
    add_to(app, [line])
    app.tasks[line.name].func(int(NOON.timestamp()))
    assert called == [NOON]


def test_a_line_that_waits_already_is_not_put_down_again():
    app = App(connector=InMemoryConnector())
    add_to(app, SCHEDULE)
    assert {app.tasks[line.name].queueing_lock for line in SCHEDULE} == {line.name for line in SCHEDULE}
    assert {task.cron for task in app.periodic_registry.periodic_tasks.values()} == {line.cron for line in SCHEDULE}


@pytest.mark.django_db
def test_sign_ins_that_have_run_out_are_forgotten():
    now = datetime.now(UTC)
    for key, expires in (("old", now - timedelta(hours=1)), ("good", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    forget_old_sessions(now)
    assert [session.session_key for session in Session.objects.all()] == ["good"]
