import pytest

from firstline.criteria.conditions import ALWAYS, All, AnyOf, Ask, Not
from firstline.criteria.describing import sentence
from firstline.criteria.vocabulary import Operator
from tests.criteria.words import VOCABULARY

FAX = Ask("channel", Operator.ANY_OF, ("fax",))
MANY = Ask("number", Operator.AT_LEAST, 50)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (ALWAYS, "always"),
        (Ask("channel", Operator.ANY_OF, ("fax", "email")), "channel is one of fax, e-mail"),
        (Ask("channel", Operator.NONE_OF, ("fax",)), "channel is not fax"),
        (All((FAX, Not(MANY))), "channel is fax and not (number at least 50)"),
        (
            AnyOf((All((FAX, MANY)), MANY)),
            "(channel is fax and number at least 50) or number at least 50",
        ),
        (Ask("outbound", Operator.IS, True), "outbound is yes"),
        (Ask("place", Operator.UNKNOWN), "place is not known"),
        (Ask("time", Operator.BETWEEN, (1320, 365)), "time of day between 22:00-06:05"),
        (Ask("where", Operator.NEAR, (42.5, -71.0, 100)), "where is near 42.5, -71.0 (100 m)"),
    ],
)
def test_a_condition_is_told_as_people_would(condition, text):
    assert sentence(condition, VOCABULARY) == text
