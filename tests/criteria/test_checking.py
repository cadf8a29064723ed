import pytest

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import ALWAYS, All, AnyOf, Ask, Not
from firstline.criteria.vocabulary import Operator
from tests.criteria.words import VOCABULARY

FAX = Ask("channel", Operator.ANY_OF, ("fax",))
NEVER_CHANNEL = "What is asked of channel can never be true."
NEVER_NUMBER = "What is asked of number can never be true."


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
        (Ask("time", Operator.BETWEEN, (60, 60)), ["What is asked of time of day can never be true."]),
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
