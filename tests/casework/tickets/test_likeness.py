from copy import copy
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.casework.tickets.candidates import MOST, candidates
from firstline.casework.tickets.likeness import ProblemFacts, likely
from firstline.casework.tickets.models import State, Ticket
from firstline.reference.customers.models import Equipment
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db
HERE = (42.3, -71.1)
HUNDRED_METRES_NORTH = (42.3009, -71.1)


def facts(**known):
    found = {"at": NOON, "code_id": builders.handled_code().pk, "latitude": HERE[0], "longitude": HERE[1]}
    return ProblemFacts(**{**found, **known})


def ticket(hours=1.0, at=HERE, **fields):
    latitude, longitude = at or (None, None)
    return builders.ticket(opened_at=NOON - timedelta(hours=hours), latitude=latitude, longitude=longitude, **fields)


def solved(days, **fields):
    return ticket(days * 24 + 2, state=State.CLOSED, resolved_at=NOON - timedelta(days=days), **fields)


def told(found):
    return [(one.ticket, one.kind, one.because) for one in found]


def test_the_same_event_is_recognised_with_its_reasons():
    there = ticket(2, HUNDRED_METRES_NORTH)
    found = likely(facts())
    assert told(found) == [(there, "duplicate", ["same problem code", "100 m away", "2 hours earlier"])]
    assert (found[0].is_alert, round(found[0].metres or 0)) == (True, 100)


def test_nearer_and_later_come_first():
    far, near, old = ticket(1, HUNDRED_METRES_NORTH), ticket(1), ticket(30)
    assert [one.ticket for one in likely(facts())] == [near, far, old]


def test_a_fault_that_was_solved_lately_at_the_same_place_is_a_repeat():
    there = solved(5)
    assert told(likely(facts())) == [(there, "repeat", ["same problem code", "same place", "solved 5 days before"])]


def test_after_thirty_days_it_is_no_repeat():
    solved(31)
    assert likely(facts()) == []


def test_another_code_of_the_category_is_related_and_no_reason_to_interrupt():
    there = ticket(1, code=builders.code("Street sweeping"))
    found = likely(facts())
    assert told(found) == [(there, "related", ["same category", "same place", "1 hour earlier"])]
    assert not found[0].is_alert


def test_the_same_problem_with_another_provider_counts_as_the_same():
    elsewhere = builders.code("Appliance pick-up", builders.category("Waste", builders.provider("Harbour")))
    there = ticket(1, code=elsewhere)
    assert told(likely(facts())) == [
        (there, "duplicate", ["same problem with another provider", "same place", "1 hour earlier"])
    ]


def test_without_coordinates_the_same_words_for_the_place_are_the_same_place():
    there = ticket(1, None, place="City Mall, gate 2")
    assert told(likely(facts(latitude=None, longitude=None, place="city mall, GATE 2"))) == [
        (there, "duplicate", ["same problem code", "same place", "1 hour earlier"])
    ]
    assert [one.ticket for one in likely(facts(place="city mall, GATE 2"))] == [there]


def test_where_no_place_is_known_similar_words_tell():
    builders.ticket(words="printer on fire", title="Fire", opened_at=NOON - timedelta(minutes=30))
    there = builders.ticket(words="mail is slow today", title="Mail", opened_at=NOON - timedelta(minutes=30))
    found = likely(facts(latitude=None, longitude=None, words="today the mail is very slow"))
    assert told(found)[0] == (there, "duplicate", ["same problem code", "similar words", "30 minutes earlier"])


def test_the_same_equipment_tells_wherever_it_stands():
    printer = Equipment.objects.create(name="Printer")
    there = ticket(3, None, equipment=printer, code=builders.code("Paper jam"))
    found = likely(ProblemFacts(at=NOON, equipment_id=printer.pk, code_id=builders.handled_code().pk))
    assert told(found) == [(there, "duplicate", ["same equipment", "same category", "3 hours earlier"])]


def test_the_same_customer_is_a_reason():
    carla = builders.customer()
    there = ticket(1, HUNDRED_METRES_NORTH, customer=carla)
    assert told(likely(facts(customer_id=carla.pk))) == [
        (there, "duplicate", ["same problem code", "100 m away", "same customer", "1 hour earlier"])
    ]


def test_a_duplicate_leads_to_the_ticket_that_it_is_a_duplicate_of():
    first = ticket(5, None)
    ticket(1, duplicate_of=first)
    assert [one.ticket for one in likely(facts())] == [first]


def test_what_was_opened_later_or_is_left_out_or_may_not_be_seen_is_not_shown():
    ticket(-1)
    there = ticket(1, department=builders.department())
    assert likely(facts(), without=[there.pk]) == []
    assert likely(facts(), departments=[0]) == []
    assert [one.ticket for one in likely(facts(), departments=[builders.department().pk])] == [there]


def test_before_the_code_is_chosen_the_place_alone_tells():
    there = ticket(1)
    assert told(likely(facts(code_id=None))) == [(there, "related", ["same place", "1 hour earlier"])]


def test_nothing_known_is_nothing_found(django_assert_num_queries):
    ticket()
    with django_assert_num_queries(0):
        assert likely(ProblemFacts(at=NOON)) == []


def test_it_takes_two_queries_however_many_there_are(django_assert_num_queries):
    for minutes in range(30):
        ticket(minutes / 60)
    asked = facts()
    with django_assert_num_queries(2):
        assert len(likely(asked, limit=20)) == 20


def test_of_very_many_the_newest_are_compared():
    made = [ticket(0)]
    for minutes in range(1, MOST + 5):
        another = copy(made[0])
        another.pk, another.number = None, made[0].number + minutes
        another.opened_at = NOON - timedelta(minutes=minutes)
        made.append(another)
    Ticket.objects.bulk_create(made[1:])
    found = candidates(facts(), departments=None, without=[made[0].pk])
    assert [one.pk for one in found] == [one.pk for one in made[1 : MOST + 1]]


@pytest.mark.parametrize("at", [(90.0, 0.0), (-89.9999, 179.9999), (0.0, -180.0)])
def test_at_the_ends_of_the_earth_neighbours_are_found_too(at):
    there = ticket(1, at)
    assert [one.ticket for one in likely(facts(latitude=at[0], longitude=at[1]))] == [there]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(place=st.text(max_size=50), words=st.text(max_size=200))
def test_no_text_is_an_error(place, words):
    clean = place.replace("\x00", "").encode(errors="ignore").decode()
    assert likely(ProblemFacts(at=NOON, code_id=1, place=clean, words=words)) == []


def test_the_box_is_looked_for_in_an_index():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'tickets_ticket' AND indexname = 'ticket_code'"
        )
        assert "(code_id, opened_at" in cursor.fetchone()[0]
