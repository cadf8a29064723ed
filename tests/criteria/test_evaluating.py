import pytest

from firstline.criteria.conditions import All, AnyOf, Ask, Not
from firstline.criteria.evaluating import between, holds, metres, prepared
from firstline.criteria.vocabulary import Operator

WATER = Ask("words", Operator.HAS_ANY, ("water", "leak"))
MANY = Ask("people", Operator.AT_LEAST, 50)
NIGHT = Ask("time", Operator.BETWEEN, (22 * 60, 6 * 60))


@pytest.mark.parametrize(
    ("test", "facts", "expected"),
    [
        (WATER, {"words": "There is WATER in the cellar"}, True),
        (WATER, {"words": "Es sickert"}, False),
        (Ask("words", Operator.HAS_ALL, ("no", "water")), {"words": "we have no water"}, True),
        (Ask("words", Operator.HAS_ALL, ("no", "water")), {"words": "water everywhere"}, False),
        (Ask("words", Operator.HAS_ANY, ("wyciek",)), {"words": "Wyciek!"}, True),
        (Ask("words", Operator.HAS_ANY, ("lodowka",)), {"words": "stara lodówka"}, True),
        (Ask("words", Operator.HAS_ANY, ("น้ำ",)), {"words": "ไม่มีน้ำ"}, True),
        (MANY, {"people": 50}, True),
        (MANY, {"people": 49}, False),
        (MANY, {}, False),
        (NIGHT, {"time": 23 * 60}, True),
        (NIGHT, {"time": 12 * 60}, False),
        (Ask("kind", Operator.NONE_OF, ("comment",)), {}, True),
        (Ask("kind", Operator.NONE_OF, ("comment",)), {"kind": "comment"}, False),
        (Ask("kind", Operator.UNKNOWN), {"kind": ""}, True),
        (Ask("kind", Operator.KNOWN), {"kind": "comment"}, True),
        (Ask("code", Operator.ANY_OF, ("17",)), {"code": 17}, True),
        (Ask("whole_site", Operator.IS, True), {"whole_site": False}, False),
        (Ask("where", Operator.NEAR, (42.3, -71.1, 150)), {"where": (42.301, -71.1)}, True),
        (Ask("where", Operator.NEAR, (42.3, -71.1, 100)), {"where": (42.301, -71.1)}, False),
    ],
)
def test_a_test_of_one_thing(test, facts, expected):
    assert holds(test, facts) is expected


def test_groups_hold_as_their_names_say():
    facts = {"words": "water", "people": 3}
    assert [holds(group, facts) for group in (All((WATER, MANY)), AnyOf((MANY, WATER)), Not(MANY))] == [
        False,
        True,
        True,
    ]
    assert [holds(group, facts) for group in (All(), AnyOf())] == [True, False]


def test_what_is_asked_of_many_is_made_once():
    asked = prepared(All((AnyOf((MANY, WATER)), Not(NIGHT))))
    facts = [{"words": "water", "time": 720}, {"people": 50, "time": 0}, {"people": 50, "time": 720}, {}]
    assert [asked(one) for one in facts] == [True, False, True, False]


def test_a_span_of_the_day_may_cross_midnight():
    assert [between(minute, 1320, 360) for minute in (1319, 1320, 0, 359, 360)] == [False, True, True, True, False]


def test_one_degree_of_latitude_is_111_kilometres():
    assert round(metres((50.0, 20.0), (51.0, 20.0)) / 1000) == 111
