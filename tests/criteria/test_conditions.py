import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.criteria.conditions import ALWAYS, All, AnyOf, Ask, Not, Unreadable, asks, read, restore, write
from firstline.criteria.vocabulary import Operator
from tests.criteria.words import VOCABULARY, asks_of, conditions

FAX = {"field": "channel", "is": "any_of", "value": ["fax"]}


@given(conditions(asks_of([1, 2])))
def test_what_is_written_reads_the_same_again(condition):
    assert read(write(condition), VOCABULARY) == condition


@given(conditions(asks_of([1, 2])))
def test_what_is_written_is_restored_without_a_vocabulary(condition):
    assert restore(write(condition)) == condition


def test_nothing_asked_always_holds():
    assert (read({"all": []}, VOCABULARY), write(ALWAYS)) == (ALWAYS, {"all": []})


def test_tests_are_listed_from_left_to_right():
    one, two = Ask("number", Operator.AT_LEAST, 3), Ask("place", Operator.KNOWN)
    assert list(asks(All((AnyOf((one,)), Not(two))))) == [one, two]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (None, ""),
        ([FAX], ""),
        ({}, ""),
        ({"all": FAX}, "all."),
        ({"all": [FAX], "any": []}, ""),
        ({"all": [FAX, {"any": [FAX | {"field": "colour"}]}]}, "all.1.any.0."),
        ({"not": FAX | {"is": "at_least"}}, "not."),
        (FAX | {"value": "fax"}, ""),
        (FAX | {"value": [""]}, ""),
        (FAX | {"value": [["fax"]]}, ""),
        (FAX | {"more": 1}, ""),
        ({"field": "number", "is": "at_least", "value": True}, ""),
        ({"field": "number", "is": "at_least", "value": float("nan")}, ""),
        ({"field": "number", "is": "at_least", "value": 1e300}, ""),
        ({"field": "place", "is": "is", "value": " "}, ""),
        ({"field": "outbound", "is": "is", "value": 1}, ""),
        ({"field": "outbound", "is": "known", "value": 1}, ""),
        ({"field": "time", "is": "between", "value": [0, 1440]}, ""),
        ({"field": "where", "is": "near", "value": [91, 0, 10]}, ""),
        ({"field": "where", "is": "near", "value": [10, 0]}, ""),
        ({"all": [FAX] * 201}, ""),
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(data, place):
    with pytest.raises(Unreadable) as refused:
        read(data, VOCABULARY)
    assert refused.value.path == place


def test_a_condition_without_a_bottom_is_refused():
    data = FAX
    for _ in range(50):
        data = {"not": data}
    with pytest.raises(Unreadable):
        read(data, VOCABULARY)


WORDS = ["all", "any", "not", "field", "is", "value"]


def _deeper(inner):
    return st.lists(inner) | st.dictionaries(st.sampled_from(WORDS), inner)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.sampled_from([*WORDS, "channel"]), _deeper, max_leaves=20
)


@given(ANYTHING)
def test_anything_at_all_is_a_condition_or_refused(data):
    try:
        condition = read(data, VOCABULARY)
    except Unreadable:
        return
    assert read(write(condition), VOCABULARY) == condition
