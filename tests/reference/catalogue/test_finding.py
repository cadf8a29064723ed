"""A few letters in any language find the code."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from pytest_django import DjangoAssertNumQueries

from firstline.reference.catalogue import keeping
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import ProblemCode
from tests import builders

pytestmark = pytest.mark.django_db

POTHOLE = {
    "en": "Pothole",
    "fr": "Nid-de-poule",
    "es": "Bache en la calzada",
    "pl": "Dziura w jezdni",
    "th": "ถนนเป็นหลุมเป็นบ่อ",
}
FRIDGE = {"en": "Appliance pick-up", "fr": "Enlèvement d'électroménager", "pl": "Odbiór sprzętu AGD"}


@pytest.fixture(autouse=True)
def _codes() -> None:
    pothole = keeping.add_below(builders.category("Roads"), POTHOLE, by=None)
    appliance = keeping.add_below(builders.category("Bulky waste"), FRIDGE, by=None)
    assert isinstance(pothole, ProblemCode)
    assert isinstance(appliance, ProblemCode)
    keeping.set_synonyms(appliance, "en", ["fridge", "washing machine"], by=None)
    keeping.set_synonyms(appliance, "pl", ["lodówka"], by=None)


def labels(text: str, language: str = "en", **where: object) -> list[str]:
    return [found.code.labels["en"] for found in find_codes(text, language, **where)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("pot", "en"),
        ("Pothole", "en"),
        ("nid", "fr"),
        ("nid de poule", "fr"),
        ("bache", "es"),
        ("CALZ", "es"),
        ("dziura", "pl"),
        ("jezdnia", "pl"),
        ("หลุม", "th"),
        ("ถนน", "th"),
        ("ถ", "th"),
        ("bache", "en"),
        ("p", "en"),
        ("roads", "en"),
    ],
)
def test_letters_of_its_label_in_any_language_find_the_pothole(text: str, language: str) -> None:
    assert labels(text, language)[:1] == ["Pothole"]


@pytest.mark.parametrize("text", ["fri", "fridge", "wash", "lodowka", "lodó", "enlevem", "sprzętu", "appliances"])
def test_words_that_customers_use_find_the_code(text: str) -> None:
    assert labels(text) == ["Appliance pick-up"]


def test_what_was_met_is_said_when_it_is_not_the_label_shown() -> None:
    assert [found.because for found in find_codes("fridge", "en")] == ["fridge"]
    assert [found.because for found in find_codes("bache", "en")] == ["Bache en la calzada"]
    assert [found.because for found in find_codes("pothole", "en")] == [""]


def test_a_category_or_provider_narrows_the_codes() -> None:
    roads, waste = builders.category("Roads"), builders.category("Bulky waste")
    assert labels("a", category=waste) == ["Appliance pick-up"]
    assert labels("pothole", category=waste) == []
    assert labels("", category=roads) == ["Pothole"]
    assert labels("", provider=roads.provider) == ["Appliance pick-up", "Pothole"]
    assert labels("", department=roads.provider.department) == ["Appliance pick-up", "Pothole"]
    assert labels("") == []


def test_retired_codes_are_not_offered_nor_those_below_something_retired() -> None:
    keeping.retire(builders.category("Roads"), by=None, at=builders.NOON)
    assert labels("pothole") == []
    keeping.restore(builders.category("Roads"), by=None)
    assert labels("pothole") == ["Pothole"]


def test_a_new_name_is_found_at_once_and_a_dropped_one_no_more() -> None:
    code = ProblemCode.objects.get(key="Pothole")
    keeping.rename(code, "en", "Hole in the road surface", by=None)
    keeping.rename(code, "fr", "", by=None)
    assert [found.code for found in find_codes("surface", "en")] == [code]
    assert find_codes("poule", "fr") == []


def test_finding_takes_few_queries_however_many_codes_there_are(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(40):
        keeping.add_below(builders.category("Lights"), {"en": f"Lamp {number}"}, by=None)
    with django_assert_max_num_queries(4):
        assert len(find_codes("lamp", "en", limit=30)) == 30


class AnyText(TestCase):
    @given(st.text(), st.text(max_size=5))
    @limits(max_examples=30, suppress_health_check=list(HealthCheck))
    def test_any_text_gets_an_answer(self, text: str, language: str) -> None:
        assert isinstance(find_codes(text, language), list)
