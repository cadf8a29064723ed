"""The labels of many conditions are looked up together."""

from firstline.criteria.conditions import All, Ask
from firstline.criteria.describing import sentence
from firstline.criteria.naming import knowing
from firstline.criteria.vocabulary import Field, Operator, Type, Vocabulary


def test_each_field_is_asked_once_for_all_that_the_conditions_name():
    asked = []

    def named(keys):
        asked.append(sorted(keys))
        return {"1": "Pothole", "2": "Lamp"}

    words = Vocabulary((Field("code", "code", Type.CHOICE, named=named), Field("place", "place", Type.TEXT)))
    one = Ask("code", Operator.ANY_OF, ("1", "9"))
    other = All((Ask("code", Operator.NONE_OF, ("2",)), Ask("place", Operator.IS, "Quay")))
    known = knowing(words, [one, other])
    assert [sentence(each, known) for each in (one, other)] == [
        "code is one of Pothole, 9",
        "code is not Lamp and place is Quay",
    ]
    assert (asked, known["code"].labels(["9"])) == ([["1", "2", "9"]], {})


def test_a_field_without_names_stays_as_it_is():
    words = Vocabulary((Field("key", "key", Type.CHOICE),))
    assert knowing(words, [Ask("key", Operator.ANY_OF, ("1",))])["key"].labels(["1"]) is None
