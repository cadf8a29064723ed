"""What is laid down is read once, and read again when anything of it has changed."""

import pytest
from pytest_django import DjangoAssertNumQueries

from firstline.reference.customers.models import Account
from firstline.reference.service_levels import keeping
from firstline.reference.service_levels.calendars import change_calendar, create_calendar, set_day
from firstline.reference.service_levels.escalation_steps import add_step, remove_step
from firstline.reference.service_levels.laid_down import current
from firstline.reference.service_levels.models import EscalationStep, Priority
from firstline.reference.service_levels.protocols import set_protocol
from firstline.reference.service_levels.targets import set_target
from tests.builders import NOON, customer, priority
from tests.cast import marc

pytestmark = pytest.mark.django_db


def test_what_has_not_changed_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    regular = priority()
    create_calendar({"name": "Office"}, by=None)
    set_target(regular, {"resolve": "8h"}, by=marc())
    set_protocol(regular, "8h", by=marc())

    def ask() -> None:
        known = current()
        known.promise(regular.pk)
        known.protocol(regular.pk, account_id=1, customer_id=2)

    ask()
    with django_assert_num_queries(1):
        ask()


def test_every_change_is_seen_however_it_was_made() -> None:
    regular = priority()
    step = add_step(regular, "resolve", 80, "tell_managers", by=marc())
    assert [row.percent for row in current().steps[regular.pk]] == [80]
    EscalationStep.objects.update(percent=90)
    assert [row.percent for row in current().steps[regular.pk]] == [90]
    EscalationStep.objects.update(percent=95)
    assert [row.percent for row in current().steps[regular.pk]] == [95]
    remove_step(step, by=marc())
    assert dict(current().steps) == {}


def test_a_calendar_that_changes_changes_what_is_counted_in_it() -> None:
    calendar = create_calendar({"name": "Office"}, by=None)
    set_target(priority(), {"resolve": "8h"}, by=marc())

    def due() -> str:
        promise = current().promise(priority().pk)
        assert promise is not None
        assert promise.resolve is not None
        return promise.resolve.due(NOON, promise.working_time).isoformat()

    assert due() == "2026-03-05T10:00:00+00:00"
    change_calendar(calendar, {"week": [[["08:00", "20:00"]]] * 7}, by=marc())
    assert due() == "2026-03-04T20:00:00+00:00"
    set_day(calendar, NOON.date(), "fire drill", [], by=marc())
    assert due() == "2026-03-05T16:00:00+00:00"


def test_own_protocols_are_asked_for_only_where_there_are_any(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    create_calendar({"name": "Office"}, by=None)
    set_protocol(Account.objects.create(name="City"), "2h", by=marc())
    regular, caller = priority(), customer()
    current()
    with django_assert_num_queries(2):
        assert current().protocol(regular.pk, account_id=None, customer_id=caller.pk) is None


def test_the_regular_priority_is_the_one_that_looks_regular_else_the_last_in_use() -> None:
    assert current().regular_priority() is None
    priority("enterprise", 1)
    planned = priority("planned", 4)
    assert current().regular_priority() == planned
    regular = priority("regular", 3)
    assert current().regular_priority() == regular
    Priority.objects.create(key="other", labels={"en": "other"}, rank=5, look=2)
    keeping.retire_priority(regular, by=marc(), at=NOON)
    assert current().regular_priority() == Priority.objects.get(key="other")
