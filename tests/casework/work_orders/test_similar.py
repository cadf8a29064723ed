from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.casework.work_orders.models import Link, State
from firstline.casework.work_orders.similar import Problem, problem_of, similar_open
from firstline.reference.handling.models import StandardWorkOrder
from tests import builders

pytestmark = pytest.mark.django_db
HERE = {"latitude": 42.3, "longitude": -71.1}
# About 44 m and 133 m to the north.
CLOSE = {"latitude": 42.3004, "longitude": -71.1}
AWAY = {"latitude": 42.3012, "longitude": -71.1}


def problem(**facts):
    return Problem(**{"at": builders.NOON, "code_id": builders.handled_code().pk, **HERE, **facts})


def found(asked, **options):
    return [(hit.order, hit.because) for hit in similar_open(asked, **options)]


def test_an_order_of_the_same_code_close_by_is_found_with_its_distance_and_why():
    order = builders.work_order(**CLOSE)
    builders.work_order(**AWAY)
    hits = similar_open(problem())
    assert [(hit.order, hit.because) for hit in hits] == [(order, ["same problem code", "raised on the same day"])]
    assert round(hits[0].metres) == 44


def test_radius_and_window_are_those_of_the_standard_order_of_the_code():
    far, old = builders.work_order(**AWAY), builders.work_order(**HERE, raised_at=builders.NOON - timedelta(days=20))
    assert found(problem()) == []
    StandardWorkOrder.objects.update(near_metres=150, window_days=30)
    assert {order for order, _because in found(problem())} == {far, old}


def test_without_a_standard_order_it_is_100_metres_and_14_days():
    code = builders.code("Unhandled")
    near = builders.work_order(code=code, **CLOSE, raised_at=builders.NOON - timedelta(days=13))
    builders.work_order(code=code, **CLOSE, raised_at=builders.NOON - timedelta(days=15))
    builders.work_order(code=code, **AWAY)
    assert [order for order, _because in found(problem(code_id=code.pk))] == [near]


def test_another_code_close_by_is_no_hit():
    builders.work_order(code=builders.handled_code("Graffiti"), **HERE)
    assert found(problem()) == []


def test_the_same_equipment_or_location_is_a_hit_whatever_the_code_and_distance():
    fridge, mall = builders.equipment(), builders.location()
    other = builders.handled_code("Leak")
    of_fridge = builders.work_order(code=other, equipment=fridge, raised_at=builders.NOON - timedelta(days=90))
    at_mall = builders.work_order(code=other, location=mall)
    asked = problem(equipment_id=fridge.pk, location_id=mall.pk, latitude=None, longitude=None)
    assert found(asked) == [
        (of_fridge, ["same equipment", "raised 90 days earlier"]),
        (at_mall, ["same location", "raised on the same day"]),
    ]


def test_finished_orders_are_no_hits():
    builders.work_order(**HERE, state=State.COMPLETED)
    builders.work_order(**HERE, state=State.CANCELLED)
    assert found(problem()) == []


def test_similar_words_and_nearness_decide_the_order():
    far, near = builders.work_order(**CLOSE), builders.work_order(**HERE)
    assert [order for order, _because in found(problem())] == [near, far]
    ticket = builders.ticket(title="Broken freezer with a loud compressor", words="The compressor howls")
    Link.objects.create(order=far, ticket=ticket, linked_at=builders.NOON)
    hits = found(problem(words="Freezer howls, the compressor is loud"))
    assert [order for order, _because in hits] == [far, near]
    assert "similar words" in hits[0][1]


def test_an_order_raised_after_the_problem_says_so():
    builders.work_order(**HERE, raised_at=builders.NOON + timedelta(days=1))
    assert found(problem())[0][1] == ["same problem code", "raised 1 day later"]


def test_a_place_as_it_was_typed_is_the_same_place_for_the_same_code():
    nowhere = {"latitude": None, "longitude": None}
    order = builders.work_order(place="Opposite the Old Mill", raised_at=builders.NOON - timedelta(days=2))
    builders.work_order(place="Old Mill")
    asked = problem(place=" opposite the old mill", **nowhere)
    assert found(asked) == [(order, ["same location", "same problem code", "raised 2 days earlier"])]
    assert found(problem(place="opposite the old mill", code_id=None, **nowhere)) == []


def test_a_problem_of_which_nothing_is_known_is_like_nothing():
    builders.work_order(**HERE)
    assert similar_open(Problem(at=builders.NOON)) == []


def test_a_ticket_says_what_its_problem_is_and_its_own_orders_are_left_out():
    mall = builders.location(**HERE)
    ticket = builders.ticket(location=mall, title="Door stuck", words="It does not open")
    order = builders.work_order(**HERE)
    asked = problem_of(ticket)
    assert (asked.latitude, asked.longitude, asked.location_id) == (42.3, -71.1, mall.pk)
    assert asked.words == "Door stuck\nIt does not open"
    assert [hit for hit, _because in found(asked)] == [order]
    assert found(asked, without=[order.pk]) == []


def test_orders_of_departments_that_the_reader_may_not_see_are_left_out():
    order = builders.work_order(**HERE)
    department = order.code.category.provider.department
    assert found(problem(), departments=[department.pk])[0][0] == order
    assert found(problem(), departments=[department.pk + 1]) == []


def test_two_queries_however_many_orders_there_are(django_assert_num_queries):
    for _ in range(5):
        builders.work_order(**HERE)
    asked = problem(words="a fridge")
    with django_assert_num_queries(2):
        similar_open(asked)


class AnyProblem(TestCase):
    @settings(max_examples=30)
    @given(
        st.text(alphabet=st.characters(codec=None), max_size=200),
        st.floats(-90, 90),
        st.floats(-180, 180),
        st.datetimes(timezones=st.just(builders.NOON.tzinfo)),
    )
    def test_any_words_place_and_time_are_an_answer_and_no_error(self, words, latitude, longitude, at):
        code = builders.handled_code().pk
        asked = Problem(at=at, code_id=code, latitude=latitude, longitude=longitude, words=words, equipment_id=10**12)
        assert similar_open(asked) == []
