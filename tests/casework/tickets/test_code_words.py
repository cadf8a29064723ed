"""What tickets say teaches the finder of codes (K3)."""

from datetime import timedelta

import pytest

from firstline.casework.tickets.code_words import learn_code_words
from firstline.casework.tickets.searching import index_ticket
from firstline.reference.catalogue.finding import find_codes
from firstline.reference.catalogue.models import CodeUse, ProblemCode
from firstline.reference.catalogue.searching import index_codes
from tests import builders
from tests.builders import NOON

pytestmark = pytest.mark.django_db


def tickets(code: ProblemCode, *titles: str, days_ago: int = 1) -> None:
    for title in titles:
        opened = NOON - timedelta(days=days_ago)
        index_ticket(builders.ticket(code=code, title=title, opened_at=opened, centre=builders.centre()))


def test_a_code_is_found_by_what_its_tickets_said() -> None:
    pothole, lamp = builders.code("Pothole"), builders.code("Street lamp")
    tickets(pothole, "A crater before my house", "Car damaged by a crater", "Hole of the size of a crater")
    tickets(lamp, "It is dark", "Dark since Monday")
    assert find_codes("crater", "en") == []
    learn_code_words(NOON)
    assert [(one.code, one.because) for one in find_codes("crate", "en")] == [(pothole, "as its tickets say it")]
    assert [one.code for one in find_codes("dark", "pl")] == [lamp]
    assert (pothole.use.tickets, CodeUse.objects.get(code=lamp).said) == (3, "dark")


def test_words_of_a_single_ticket_of_long_ago_and_little_words_are_not_learnt() -> None:
    pothole = builders.code("Pothole")
    tickets(pothole, "Unique", "There was where they were", "There was where they were")
    tickets(pothole, "Ancient", "Ancient", days_ago=400)
    learn_code_words(NOON)
    assert (pothole.use.said, pothole.use.tickets) == ("", 3)


def test_what_is_no_longer_said_is_forgotten() -> None:
    pothole = builders.code("Pothole")
    tickets(pothole, "A crater", "The crater")
    learn_code_words(NOON)
    learn_code_words(NOON + timedelta(days=400))
    assert (find_codes("crater", "en"), CodeUse.objects.get().tickets) == ([], 0)


def test_of_two_codes_that_fit_alike_the_one_used_more_comes_first() -> None:
    seldom, often = builders.code("Water leak A"), builders.code("Water leak B")
    index_codes(ProblemCode.objects.all())
    assert [one.code for one in find_codes("water leak", "en")] == [seldom, often]
    tickets(often, *["Leak in the cellar"] * 9)
    learn_code_words(NOON)
    assert [one.code for one in find_codes("water leak", "en")] == [often, seldom]


def test_the_thai_words_of_tickets_find_the_code() -> None:
    pothole = builders.code("Pothole")
    tickets(pothole, "ถนนพังหน้าบ้าน", "ถนนพังมาก")
    learn_code_words(NOON)
    assert [one.code for one in find_codes("ถนน", "th")] == [pothole]
