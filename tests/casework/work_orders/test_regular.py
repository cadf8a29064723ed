from datetime import UTC, datetime, timedelta

import pytest

from firstline.casework.work_orders import planning
from firstline.casework.work_orders.models import RegularOrder, WorkOrder
from firstline.casework.work_orders.recurrence import WrongRule
from firstline.casework.work_orders.regular import change_regular, end, lay_down, raise_due
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import sofia

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)
NIGHT_BEFORE = MONDAY - timedelta(hours=8)


def facts(**changed):
    return {
        "title": "Empty the park bins",
        "standard": builders.standard_work_order(),
        "code": builders.handled_code(),
        "rule": "FREQ=WEEKLY;BYDAY=MO",
        "first_at": MONDAY,
        "time_zone": "UTC",
        "days_ahead": 14,
        **changed,
    }


def laid_down(at=NIGHT_BEFORE, **changed):
    return lay_down(facts(**changed), by=sofia(), at=at)


def starts():
    return [f"{order.planned_start:%d.%m. %H:%M}" for order in WorkOrder.objects.order_by("planned_start")]


def test_the_clock_raises_what_occurs_within_the_days_ahead():
    regular = laid_down(location=builders.location(latitude=1.0, longitude=2.0))
    assert raise_due(NIGHT_BEFORE) == 2
    assert starts() == ["02.03. 08:00", "09.03. 08:00"]
    order = WorkOrder.objects.last()
    assert (order.title, order.crew, order.regular, order.latitude) == (
        "Empty the park bins",
        builders.crew(),
        regular,
        1.0,
    )
    assert (order.planned_end - order.planned_start, order.tasks.count()) == (timedelta(hours=2), 2)
    entry = history_of(order).get()
    assert (entry.verb, entry.actor_id, entry.context_kind) == ("work_order.raised", None, "regular_order")


def test_raising_again_raises_nothing_until_time_goes_on():
    laid_down()
    raise_due(NIGHT_BEFORE)
    assert raise_due(NIGHT_BEFORE) == 0
    assert raise_due(NIGHT_BEFORE + timedelta(days=7)) == 1
    assert starts() == ["02.03. 08:00", "09.03. 08:00", "16.03. 08:00"]


def test_an_order_that_was_put_on_another_day_is_not_raised_again():
    laid_down()
    raise_due(NIGHT_BEFORE)
    order = WorkOrder.objects.get(occurs_at=MONDAY)
    planning.put_on_day(order, builders.crew(), (MONDAY + timedelta(days=7)).date(), 2, zone=UTC, by=sofia())
    assert raise_due(NIGHT_BEFORE + timedelta(days=7)) == 1
    assert starts() == ["09.03. 08:00", "09.03. 08:00", "16.03. 08:00"]


def test_occurrences_before_it_was_laid_down_are_not_made_up_for():
    laid_down(at=MONDAY + timedelta(days=10))
    raise_due(MONDAY + timedelta(days=10))
    assert starts() == ["16.03. 08:00", "23.03. 08:00"]


def test_a_clock_that_slept_raises_what_was_missed_yesterday_but_not_weeks_ago():
    laid_down(days_ahead=0)
    raise_due(NIGHT_BEFORE)
    assert raise_due(MONDAY + timedelta(days=21, hours=9)) == 1
    assert starts() == ["23.03. 08:00"]


def test_one_that_has_ended_comes_back_no_more():
    regular = laid_down()
    end(regular, by=sofia(), at=NIGHT_BEFORE)
    assert raise_due(MONDAY) == 0
    with pytest.raises(Refused):
        end(regular, by=sofia())


def test_a_new_rule_counts_for_what_is_not_raised_yet():
    regular = laid_down()
    raise_due(NIGHT_BEFORE)
    change_regular(regular, facts(rule="FREQ=WEEKLY;BYDAY=WE"), by=sofia())
    raise_due(NIGHT_BEFORE + timedelta(days=7))
    assert starts() == ["02.03. 08:00", "09.03. 08:00", "18.03. 08:00"]
    assert [entry.verb for entry in history_of(regular).filter(subject_kind="regular_order")] == [
        "regular_order.laid_down",
        "regular_order.changed",
    ]


def test_a_crew_of_its_own_goes_before_that_of_the_standard():
    laid_down(crew=builders.crew("Park crew"))
    raise_due(NIGHT_BEFORE)
    assert {order.crew.name for order in WorkOrder.objects.all()} == {"Park crew"}


def test_a_rule_with_an_end_stops_by_itself():
    laid_down(rule="FREQ=DAILY;COUNT=3")
    assert (raise_due(NIGHT_BEFORE), raise_due(MONDAY + timedelta(days=60))) == (3, 0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"rule": "FREQ=SECONDLY"}, "rule"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"days_ahead": 367}, "days_ahead"),
        ({"days_ahead": -1}, "days_ahead"),
        ({"first_at": datetime(1, 1, 1, tzinfo=UTC)}, "first_at"),
        ({"first_at": datetime(9999, 12, 31, tzinfo=UTC)}, "first_at"),
    ],
)
def test_wrong_facts_are_refused_beside_their_field_and_nothing_is_kept(changed, field):
    with pytest.raises(Refused) as refused:
        laid_down(**changed)
    assert refused.value.field == field
    assert RegularOrder.objects.count() == 0


def test_a_wrong_rule_is_refused_as_such():
    with pytest.raises(WrongRule):
        laid_down(rule="FREQ=WEEKLY;BYDAY=NO")
