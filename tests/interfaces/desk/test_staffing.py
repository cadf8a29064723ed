"""The calculator of analysts: everything in the address, nonsense refused beside its field, its words explained."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import builders
from tests.cast import ana
from tests.stories.desk import sign_in

pytestmark = pytest.mark.django_db
MARCH = {"from": "2026-03-01", "to": "2026-03-31", "zone": "UTC"}
PUBLISHED = {
    "calls": "100", "handling": "180", "patience": "300", "level": "80", "within": "20", "occupancy": "85",
    "shrinkage": "30",
}  # fmt: skip


def ask(**sent):
    answer = sign_in(ana()).get(reverse("desk:staffing"), {**MARCH, **sent})
    assert answer.status_code == HTTPStatus.OK
    return answer


def line(answer, start="00:00"):
    row = re.search(rf'<th scope="row">{start}</th>(.*?)</tr>', answer.content.decode())[1]
    return [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<td.*?</td>", row)]


def test_typed_calls_give_the_published_figures():
    answer = ask(**PUBLISHED)
    assert line(answer) == ["100.0", "13", "19", "85.8 %", "7.5 s", "75.0 %", "2.5 %"]
    assert line(ask(**{**PUBLISHED, "patience": ""}))[1:4] == ["14", "20", "88.8 %"]


def test_lines_of_half_hours_are_drawn_in_their_order():
    page = ask(**{**PUBLISHED, "calls": "10:00 20\r\n 8:30;40.5 \n\n09.00 0"}).content.decode()
    assert re.findall(r'<th scope="row">(.*?)</th>', page) == ["08:30", "09:00", "10:00"]
    assert "Most analysts are needed at 08:30" in page
    assert page.count('class="ink-1"') == 2


def test_without_anything_typed_the_own_calls_count():
    for minutes in range(5):
        end = builders.NOON + timedelta(minutes=5)
        builders.contact(started_at=builders.NOON + timedelta(seconds=minutes), ended_at=end)
    answer = ask(weekday="3")
    assert line(answer, "12:00")[:2] == ["1.2", "1"]
    assert "The calls are the mean of 4 days" in answer.content.decode()
    assert "the mean of 5 calls" in answer.content.decode()
    assert "Type calls and a handling time instead." in ask(weekday="1").content.decode()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("calls", ["-1", "many", "5001", "08:15 3", "08:30 1\n08:30 2", "25:00 1", "9" * 3000, "1e3"]),
        ("handling", ["0", "-5", "nan", "inf", "1e9", "x"]),
        ("patience", ["0", "-5", "nan", "x"]),
        ("level", ["", "0", "100", "nan"]),
        ("within", ["", "-1", "1e9"]),
        ("occupancy", ["", "0", "101"]),
        ("shrinkage", ["", "-1", "100"]),
        ("weekday", ["0", "8", "x"]),
    ],
)
def test_nonsense_is_refused_beside_its_field_and_stays_typed(field, values):
    for value in values:
        answer = ask(**{**PUBLISHED, field: value})
        page = answer.context["page"]
        assert (value, list(page.form.errors)) == (value, [field])
        assert page.form[field].value() == value
        assert "Nothing was calculated" in answer.content.decode()


def test_a_period_that_ends_before_it_begins_is_refused():
    page = ask(**{"from": "2026-03-31", "to": "2026-03-01"}).context["page"]
    assert (list(page.period_form.errors), page.volumes) == (["to"], None)


def test_the_page_says_what_its_words_mean():
    page, words = ask().content.decode(), ("Occupancy", "Abandonment", "Shrinkage", "Service level")
    assert [word for word in words if f"<dt>{word}</dt>" in page] == list(words)


class TestAnything(TestCase):
    @settings(max_examples=30)
    @given(st.dictionaries(st.sampled_from([*MARCH, *PUBLISHED, "weekday"]), st.text(max_size=12)))
    def test_no_address_breaks_the_page(self, sent):
        ask(**sent)
