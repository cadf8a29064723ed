from datetime import UTC, datetime

import pytest

from firstline.journal.models import Entry
from firstline.journal.refusal import Refused
from firstline.reference.customers.models import Agreement
from firstline.reference.service_levels.calendars import create_calendar
from firstline.reference.service_levels.laid_down import current
from firstline.reference.service_levels.models import ServiceTarget
from firstline.reference.service_levels.spans import Span
from firstline.reference.service_levels.targets import remove_target, set_target
from tests.builders import category, code, customer, department, priority
from tests.cast import marc

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(db):
    return create_calendar({"name": "Office"}, by=None)


def test_a_promise_counts_in_its_calendar(office):
    set_target(priority(), {"respond": "1h", "resolve": "2d"}, by=marc())
    promise = current().promise(priority().pk)
    friday = datetime(2026, 3, 6, 17, 30, tzinfo=UTC)
    assert (promise.respond, promise.update, promise.resolve) == (Span(60, "m"), None, Span(2, "d"))
    assert promise.respond.due(friday, promise.working_time) == datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
    assert promise.resolve.due(friday, promise.working_time) == datetime(2026, 3, 10, 17, 30, tzinfo=UTC)


def test_nothing_is_promised_without_a_target_or_without_a_calendar():
    assert current().promise(priority().pk) is None
    set_target(priority(), {"respond": "1h"}, by=marc())
    assert current().promise(priority().pk) is None


def test_the_most_particular_target_goes_first(office, django_assert_num_queries):
    caller = customer()
    agreement = Agreement.objects.create(number="SUP-1", customer=caller)
    pothole, works = code("Pothole"), department()
    for scope, hours in (({}, 8), ({"department": works}, 6), ({"code": pothole}, 4), ({"agreement": agreement}, 2)):
        set_target(priority(), {**scope, "calendar": office, "resolve": f"{hours}h"}, by=marc())
    scopes = [
        {},
        {"department_id": works.pk},
        {"department_id": works.pk, "code_id": pothole.pk},
        {"department_id": works.pk, "code_id": pothole.pk, "agreement_id": agreement.pk},
        {"department_id": works.pk + 1, "code_id": code("Lamp", category()).pk},
    ]
    regular = priority()
    current().promise(regular.pk)
    with django_assert_num_queries(len(scopes)):
        found = [current().promise(regular.pk, **scope).resolve for scope in scopes]
    assert found == [Span(hours * 60, "m") for hours in (8, 6, 4, 2, 8)]


def test_setting_it_again_replaces_it_and_the_journal_keeps_both(office):
    set_target(priority(), {"resolve": "8h"}, by=marc())
    set_target(priority(), {"resolve": "480m", "respond": "30m"}, by=marc())
    target = ServiceTarget.objects.get()
    assert (target.resolve, target.respond) == ("8h", "30m")
    assert Entry.objects.filter(verb="service_target.set").order_by("id").last().facts["was"]["respond"] == ""
    remove_target(target, by=marc())
    assert current().promise(priority().pk) is None


@pytest.mark.parametrize(("facts", "field"), [({"respond": "soon"}, "respond"), ({"resolve": " "}, "resolve")])
def test_what_promises_nothing_is_refused_at_its_field(office, facts, field):
    with pytest.raises(Refused) as refused:
        set_target(priority(), facts, by=marc())
    assert (refused.value.field, ServiceTarget.objects.count()) == (field, 0)
