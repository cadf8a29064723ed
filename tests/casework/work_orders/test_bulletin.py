from datetime import timedelta

import pytest
from django.utils import translation

from firstline.casework.work_orders import bulletin
from firstline.casework.work_orders.planning import Misplanned
from firstline.journal.recording import history_of
from firstline.journal.refusal import Refused
from tests import builders
from tests.cast import sofia

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def announced(**facts):
    defaults = {
        "title": "Water off",
        "texts": {"en": "The water is off.", "fr": "L'eau est coupée."},
        "starts_at": builders.NOON,
        "ends_at": builders.NOON + 4 * HOUR,
    }
    order = facts.pop("order", None)
    return bulletin.announce({**defaults, **facts}, by=sofia(), order=order)


def shown(code=None, category=None, latitude=None, longitude=None, area="", at=builders.NOON + HOUR):
    hits = bulletin.notices_for(code, category, latitude, longitude, area, at)
    return [(hit.notice, hit.because) for hit in hits]


def test_a_notice_about_everything_everywhere_is_shown_to_everyone_while_it_lasts():
    notice = announced()
    assert shown() == [(notice, "for everyone")]
    assert shown(at=builders.NOON) == [(notice, "for everyone")]
    assert shown(at=builders.NOON - HOUR) == []
    assert shown(at=builders.NOON + 4 * HOUR) == []


def test_a_notice_about_a_code_is_shown_with_that_code_only():
    code = builders.handled_code()
    notice = announced(code=code)
    assert shown(code=code) == [(notice, "Appliance pick-up")]
    assert shown(code=builders.handled_code("Graffiti")) == []
    assert shown() == []


def test_a_notice_about_a_category_is_shown_with_all_its_codes():
    code = builders.handled_code()
    notice = announced(category=code.category)
    assert shown(code=code) == [(notice, "Bulky waste")]
    assert shown(category=code.category) == [(notice, "Bulky waste")]
    assert shown(category=builders.category("Trees")) == []


def test_a_notice_of_a_point_is_shown_within_its_metres():
    notice = announced(latitude=42.3, longitude=-71.1, near_metres=100)
    assert shown(latitude=42.3004, longitude=-71.1) == [(notice, "44 m away")]
    assert shown(latitude=42.3012, longitude=-71.1) == []
    assert shown() == []


def test_a_notice_of_an_area_is_shown_there_however_it_is_spelled():
    notice = announced(area="Świętokrzyska  Street")
    assert shown(area="swietokrzyska street") == [(notice, "in Świętokrzyska  Street")]
    assert shown(area="Elsewhere") == []
    assert shown() == []


def test_the_text_is_in_the_readers_language():
    notice = announced()
    with translation.override("fr"):
        assert notice.text == "L'eau est coupée."
    with translation.override("pl"):
        assert notice.text == "The water is off."


def test_it_is_said_otherwise_and_withdrawn_and_the_journal_keeps_what_was_said():
    notice = announced()
    facts = {"title": "Water off till 6", "starts_at": notice.starts_at, "ends_at": notice.ends_at + 2 * HOUR}
    changed = bulletin.change(notice, facts, by=sofia())
    assert (changed.title, changed.texts) == ("Water off till 6", notice.texts)
    bulletin.withdraw(notice, by=sofia(), at=builders.NOON + HOUR)
    assert shown() == []
    assert [entry.verb for entry in history_of(notice)] == ["notice.announced", "notice.changed", "notice.withdrawn"]
    with pytest.raises(Refused):
        bulletin.withdraw(notice, by=sofia())


def test_a_notice_that_ends_before_it_starts_is_refused_beside_the_end():
    with pytest.raises(Misplanned) as refused:
        announced(ends_at=builders.NOON)
    assert refused.value.field == "ends_at"


def test_a_notice_may_last_for_months():
    assert announced(ends_at=builders.NOON + timedelta(days=200)).pk


def test_a_work_order_is_announced_and_its_story_says_so():
    order = builders.work_order()
    notice = announced(order=order)
    assert (notice.order, history_of(order).last().verb) == (order, "notice.announced")


def test_one_query_for_all_notices(django_assert_num_queries):
    code = builders.handled_code()
    for _ in range(4):
        announced(code=code)
    with django_assert_num_queries(1):
        assert len(shown(code=code)) == 4
