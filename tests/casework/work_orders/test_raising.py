from datetime import timedelta

import pytest
from django.utils import translation

from firstline.casework.tickets.models import State
from firstline.casework.work_orders.raising import NoCode, NoStandard, raise_for, raise_plain
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from firstline.reference.handling.models import Handling
from firstline.search.querying import query
from tests import builders
from tests.cast import ana

pytestmark = pytest.mark.django_db


def test_the_standard_order_gives_its_tasks_crew_duration_and_the_promises_of_the_code():
    code = builders.handled_code(temporary_turnaround=timedelta(hours=4), permanent_turnaround=timedelta(days=3))
    ticket = builders.ticket(code=code, place="5 Elm Street", latitude=42.3, longitude=-71.1)

    order = raise_for(ticket, by=ana(), at=builders.NOON)

    assert (order.title, order.crew, order.duration) == (
        "Collect an appliance",
        builders.crew(),
        timedelta(hours=2),
    )
    assert [task.text for task in order.tasks.all()] == ["Load the appliance", "Bring it to the depot"]
    assert (order.place, order.latitude, order.longitude) == ("5 Elm Street", 42.3, -71.1)
    assert order.temporary_fix_by == builders.NOON + timedelta(hours=4)
    assert order.permanent_fix_by == builders.NOON + timedelta(days=3)
    assert [link.ticket for link in order.links.all()] == [ticket]


def test_raising_is_one_entry_which_stands_in_the_story_of_the_ticket_too():
    ticket = builders.ticket()
    order = raise_for(ticket, by=ana(), at=builders.NOON)
    assert [(entry.verb, entry.actor_name, entry.facts) for entry in history_of(ticket)] == [
        ("work_order.raised", "Ana Silva", {"number": order.number, "text": "Collect an appliance"})
    ]
    assert list(history_of(order)) == list(history_of(ticket))


def test_the_work_of_the_ticket_is_planned_now():
    ticket = builders.ticket()
    raise_for(ticket, by=ana())
    ticket.refresh_from_db()
    assert ticket.state == State.PLANNED


def test_a_ticket_that_waits_for_its_customer_goes_on_waiting():
    ticket = builders.ticket(state=State.WAITING)
    raise_for(ticket, by=ana())
    ticket.refresh_from_db()
    assert ticket.state == State.WAITING


def test_texts_are_in_the_language_of_whoever_raises_it():
    standard = builders.standard_work_order("Mend a lamp")
    standard.labels, standard.instructions = {"en": "Mend a lamp", "fr": "Réparer"}, {"en": "Look up", "fr": "Regarder"}
    standard.save()
    standard.tasks.update(labels={"en": "Climb", "fr": "Monter"})
    ticket = builders.ticket(code=builders.handled_code("Lamp out", standard_work_order=standard))
    with translation.override("fr"):
        order = raise_for(ticket, by=ana())
    assert (order.title, order.instructions, order.tasks.first().text) == ("Réparer", "Regarder", "Monter")


def test_a_ticket_without_a_point_takes_that_of_its_location():
    place = builders.location(latitude=10.5, longitude=20.5)
    order = raise_for(builders.ticket(location=place), by=ana())
    assert (order.latitude, order.longitude, order.location, order.place) == (10.5, 20.5, place, str(place))


def test_a_code_without_a_standard_order_needs_a_title():
    code = builders.handled_code("Graffiti", standard_work_order=None)
    ticket = builders.ticket(code=code)
    with pytest.raises(NoStandard):
        raise_for(ticket, by=ana())
    order = raise_plain(ticket, "Paint the wall over", by=ana())
    assert (order.title, order.standard, order.tasks.count(), order.code) == ("Paint the wall over", None, 0, code)


def test_a_code_without_any_handling_takes_a_plain_order_too():
    ticket = builders.ticket(code=builders.code("Unheard of"))
    assert raise_plain(ticket, "See what it is", by=ana()).temporary_fix_by is None


def test_a_retired_standard_and_a_retired_crew_are_not_used():
    standard = builders.standard_work_order("Old way")
    standard.crew.retired_at = builders.NOON
    standard.crew.save()
    ticket = builders.ticket(code=builders.handled_code("Old trouble", standard_work_order=standard))
    assert raise_for(ticket, by=ana()).crew is None
    standard.retired_at = builders.NOON
    standard.save()
    with pytest.raises(NoStandard):
        raise_for(ticket, by=ana())


def test_a_ticket_without_a_code_gets_no_work_order():
    with pytest.raises(NoCode):
        raise_for(builders.ticket(code=None), by=ana())


def test_a_resolved_ticket_gets_no_work_order():
    with pytest.raises(Refused):
        raise_for(builders.ticket(state=State.RESOLVED), by=ana())


@pytest.mark.parametrize("title", ["", "  \n", "\x00"])
def test_a_plain_order_without_a_title_is_refused_beside_its_field(title):
    with pytest.raises(Refused) as refused:
        raise_plain(builders.ticket(), title, by=ana())
    assert refused.value.field == "title"


def test_a_turnaround_beyond_all_time_promises_nothing():
    code = builders.handled_code("Slow")
    Handling.objects.filter(code=code).update(permanent_turnaround=timedelta(days=5_000_000))
    assert raise_for(builders.ticket(code=code), by=ana()).permanent_fix_by is None


def test_numbers_follow_one_another_and_the_order_is_found_by_its_title():
    first, second = raise_for(builders.ticket(), by=ana()), raise_plain(builders.ticket(), "Zebra crossing", by=ana())
    assert second.number == first.number + 1
    assert [hit.object_id for hit in query("zebra", kinds=["work_order"])] == [second.pk]
