import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import ALWAYS, All, AnyOf, Ask, Not
from firstline.criteria.evaluating import holds
from firstline.criteria.vocabulary import Operator
from tests.criteria.words import VOCABULARY, asks_of

FAX = Ask("channel", Operator.ANY_OF, ("fax",))
NEVER_CHANNEL = "What is asked of channel can never be true."
NEVER_NUMBER = "What is asked of number can never be true."
NEVER_PLACE = "What is asked of place can never be true."
NEVER_TIME = "What is asked of time of day can never be true."
NEVER_WHERE = "What is asked of where can never be true."
OPPOSITE = "The rule asks for something and for its opposite."
MANY = Ask("number", Operator.AT_LEAST, 4)
HERE, THERE = (42.3, -71.1, 500), (42.4, -71.1, 500)


def place(operator, text):
    return Ask("place", operator, text)


def times(*spans):
    return All(tuple(Ask("time", Operator.BETWEEN, span) for span in spans))


def points(*circles):
    return All(tuple(Ask("where", Operator.NEAR, circle) for circle in circles))


@pytest.mark.parametrize(
    ("condition", "texts"),
    [
        (ALWAYS, []),
        (FAX, []),
        (All((FAX, Ask("number", Operator.AT_LEAST, 3), Ask("number", Operator.AT_MOST, 3))), []),
        (Ask("channel", Operator.ANY_OF, ()), [NEVER_CHANNEL]),
        (All((FAX, Ask("channel", Operator.ANY_OF, ("email",)))), [NEVER_CHANNEL]),
        (All((FAX, Ask("channel", Operator.NONE_OF, ("fax",)))), [NEVER_CHANNEL]),
        (All((FAX, Ask("channel", Operator.UNKNOWN))), [NEVER_CHANNEL]),
        (All((Ask("number", Operator.AT_LEAST, 4), Ask("number", Operator.AT_MOST, 3))), [NEVER_NUMBER]),
        (
            All((Ask("outbound", Operator.IS, True), Ask("outbound", Operator.IS, False))),
            ["What is asked of outbound can never be true."],
        ),
        (Ask("time", Operator.BETWEEN, (60, 60)), [NEVER_TIME]),
        (times((60, 120), (120, 180)), [NEVER_TIME]),
        (times((1320, 300), (240, 360)), []),
        (points(HERE, THERE), [NEVER_WHERE]),
        (points(HERE, (*THERE[:2], 15_000)), []),
        (All((place(Operator.IS, "Mill Lane"), place(Operator.IS, "Main Street"))), [NEVER_PLACE]),
        (All((place(Operator.IS, "Mill Lane"), place(Operator.BEGINS, "mill"))), []),
        (All((place(Operator.IS, "Mill Lane"), place(Operator.CONTAINS, "street"))), [NEVER_PLACE]),
        (All((place(Operator.BEGINS, "Mill"), place(Operator.BEGINS, "Main"))), [NEVER_PLACE]),
        (All((Ask("words", Operator.HAS_ANY, ("fire",)), Ask("words", Operator.HAS_ALL, ("water",)))), []),
        (All((FAX, All((MANY, Ask("channel", Operator.ANY_OF, ("email",)))))), [NEVER_CHANNEL]),
        (All((FAX, AnyOf((Not(FAX),)))), [NEVER_CHANNEL]),
        (All((MANY, FAX, Not(MANY))), [OPPOSITE]),
        (All((AnyOf((FAX, MANY)), Not(AnyOf((FAX, MANY))))), [OPPOSITE]),
        (All((Not(All((MANY, MANY))), FAX)), []),
        (AnyOf(()), ["A group of alternatives is empty, so the rule can never match."]),
        (Not(ALWAYS), ["The rule excludes everything, so it can never match."]),
        (AnyOf((FAX, All((AnyOf(()),)))), ["A group of alternatives is empty, so the rule can never match."]),
        (
            Ask("channel", Operator.NONE_OF, ("telex", "fax")),
            ["channel names something that is retired or does not exist: telex."],
        ),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(condition, texts):
    assert [doubt.text for doubt in doubts(condition, VOCABULARY)] == texts


TAKEN = {
    "channel": "fax",
    "customer": 1,
    "number": 3,
    "changes": 2,
    "place": "1 Main Street",
    "outbound": True,
    "where": (42.3, -71.1),
}


@given(st.lists(asks_of([1, 2]), max_size=6), st.sets(st.sampled_from(sorted(TAKEN))))
def test_what_holds_of_something_is_never_called_impossible(asked, unknown):
    facts = {name: fact for name, fact in TAKEN.items() if name not in unknown}
    holding = All(tuple(ask for ask in asked if holds(ask, facts)))
    assert doubts(holding, VOCABULARY) == []
