"""A place is found by the beginnings of any of its words."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from firstline.reference.customers.belongings import create_location
from firstline.reference.customers.places import find_places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places() -> None:
    create_location(address="12 Canal Street", area="Old Town", city="Exampleville", by=None)
    create_location(address="1 Canal Street", alias="City Mall", landmark="clock tower", by=None)
    create_location(address="ul. Łąkowa 5", city="Łódź", by=None)
    create_location(address="ถนนสุขุมวิท ซอย 11", city="กรุงเทพมหานคร", by=None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("canal", ["1 Canal Street", "12 Canal Street"]),
        ("street canal 12", ["12 Canal Street"]),
        ("city mall", ["1 Canal Street"]),
        ("mall ci", ["1 Canal Street"]),
        ("clock", ["1 Canal Street"]),
        ("old town", ["12 Canal Street"]),
        ("lakowa lodz", ["ul. Łąkowa 5"]),
        ("สุขุมวิท", ["ถนนสุขุมวิท ซอย 11"]),
        ("river", []),
        ("", []),
        ("'; -- & | ! :*", []),
        ("\x00", []),
    ],
)
def test_beginnings_of_words_find_places_known_by_a_name_first(text: str, found: list[str]) -> None:
    assert [place.address for place in find_places(text)] == found


class AnyText(TestCase):
    @given(st.text())
    @limits(max_examples=30, suppress_health_check=list(HealthCheck))
    def test_any_text_gets_an_answer(self, text: str) -> None:
        assert isinstance(find_places(text), list)
