from math import cos, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.casework.tickets.nearness import Point, box_around, metres_between, point_of
from firstline.casework.work_orders.models import WorkOrder
from tests import builders

latitudes = st.floats(-89.9, 89.9)
longitudes = st.floats(-180, 180)


def test_a_degree_of_latitude_is_about_111_kilometres():
    assert round(metres_between(Point(42, -71), Point(43, -71))) == 111195


def test_the_distance_across_the_date_line_is_the_short_one():
    assert round(metres_between(Point(0, 179.999), Point(0, -179.999))) == 222


@given(latitudes, longitudes, latitudes, longitudes)
def test_the_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(a, b, c, d):
    there = metres_between(Point(a, b), Point(c, d))
    assert there == pytest.approx(metres_between(Point(c, d), Point(a, b)), abs=0.01)
    assert 0 <= there <= 20_015_200


def test_half_a_point_is_none():
    assert (point_of(1.0, None), point_of(None, 1.0), point_of(0.0, 0.0)) == (None, None, Point(0.0, 0.0))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "centre", [Point(42.3, -71.1), Point(0, 180), Point(0, -180), Point(89.9995, 10), Point(-60, 0)]
)
def test_the_box_holds_whoever_is_near_and_nobody_far(centre):
    metres = 100
    north = metres / 111195
    east = north / cos(radians(centre.latitude))
    near = [
        Point(centre.latitude - north * 0.7, centre.longitude + east * 0.7),
        Point(centre.latitude + north * 0.3, centre.longitude - east * 0.9),
    ]
    far = Point(centre.latitude - north * 40, centre.longitude)
    rows = [
        builders.work_order(latitude=point.latitude, longitude=(point.longitude + 180) % 360 - 180)
        for point in [*near, far]
    ]
    assert set(WorkOrder.objects.filter(box_around(centre, metres))) == set(rows[:2])


@given(latitudes, longitudes, st.floats(0, 3e9))
def test_a_box_can_be_drawn_around_any_point(latitude, longitude, metres):
    assert box_around(Point(latitude, longitude), metres)
