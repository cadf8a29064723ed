"""The map of places: squares of a grid, and areas."""

import pytest

from firstline.casework.reports.places import REPORT
from firstline.casework.reports.splits import spot_of
from tests import builders
from tests.casework.reports.asking import asked, by, odd_figures, total

pytestmark = pytest.mark.django_db


def test_places_within_a_square_are_one_point():
    for north, east in ((42.301, -71.101), (42.309, -71.109), (42.311, -71.101), (None, None)):
        builders.ticket(latitude=north, longitude=east)
    assert by(REPORT, "located", "cell") == {"4230:-7111": 2, "4231:-7111": 1}
    assert (total(REPORT, "tickets"), odd_figures(REPORT, asked())) == (4, [])


def test_south_and_west_of_nothing_squares_have_their_middle_inside():
    builders.ticket(latitude=-0.001, longitude=-0.001)
    (key,) = by(REPORT, "located", "cell")
    assert spot_of(key) == (-0.005, -0.005)


@pytest.mark.parametrize("key", ["", ":", "a:b", "1", "1:2:3"])
def test_what_is_no_square_is_nowhere(key):
    assert spot_of(key) is None
