"""What is taken as an answer, and what is refused with a sentence."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firstline.casework.guidance.reading import NotAnAnswer, read
from firstline.journal.refusal import Refused
from firstline.reference.procedures.models import AnswerType
from tests import builders

CHOICES = [{"key": "a", "labels": {"en": "A"}}]


@pytest.mark.parametrize(
    ("facts", "given_value", "expected"),
    [
        ({"answer_type": "text"}, "  a\n", "a"),
        ({"answer_type": "number"}, 3.5, 3.5),
        ({"answer_type": "yes_no"}, False, False),
        ({"answer_type": "date"}, "2026-03-04", "2026-03-04"),
        ({"answer_type": "choice", "choices": CHOICES}, "a", "a"),
        ({"answer_type": "location"}, "behind the mill", {"id": None, "text": "behind the mill"}),
        ({"act": "say"}, None, True),
        ({"act": "check"}, True, True),
        ({"act": "reproduce"}, True, True),
        ({"act": "confirm"}, False, False),
        ({"act": "propose"}, "worked", "worked"),
        ({"act": "do"}, {"ticket": 7, "number": 42}, {"ticket": 7, "number": 42}),
    ],
)
def test_an_answer_of_the_right_type_is_taken(facts: dict[str, Any], given_value: Any, expected: Any) -> None:
    assert read(builders.step("a", **{"act": "ask", **facts}), given_value) == expected


@pytest.mark.parametrize(
    ("facts", "given_value"),
    [
        ({"answer_type": "text"}, " "),
        ({"answer_type": "text"}, 3),
        ({"answer_type": "text"}, "x" * 5001),
        ({"answer_type": "text"}, "\x00"),
        ({"answer_type": "number"}, float("nan")),
        ({"answer_type": "number"}, True),
        ({"answer_type": "number"}, "3"),
        ({"answer_type": "number"}, 1e15),
        ({"answer_type": "yes_no"}, "yes"),
        ({"answer_type": "date"}, "31.12.2026"),
        ({"answer_type": "date"}, 3),
        ({"answer_type": "choice", "choices": CHOICES}, "b"),
        ({"answer_type": "equipment"}, 3),
        ({"answer_type": "code"}, "pothole"),
        ({"answer_type": "location"}, None),
        ({"answer_type": "photo"}, b"x"),
        ({"act": "propose"}, "maybe"),
        ({"act": "do"}, "done"),
        ({"act": "do"}, {"ticket": [1]}),
        ({"act": "do"}, {"word": "\ud800"}),
    ],
)
def test_an_answer_of_another_type_is_refused_beside_it(facts: dict[str, Any], given_value: Any) -> None:
    with pytest.raises(Refused) as refusal:
        read(builders.step("a", **{"act": "ask", **facts}), given_value)
    assert refusal.value.field == "value"
    assert str(refusal.value)


@pytest.mark.django_db
def test_chosen_rows_are_kept_by_key_and_name() -> None:
    fridge, code, place = builders.equipment(), builders.code(), builders.location()
    for kind, row in (("equipment", fridge), ("code", code), ("location", place)):
        assert read(builders.step("a", answer_type=kind), row) == {"id": row.pk, "text": str(row)}
    with pytest.raises(NotAnAnswer):
        read(builders.step("a", answer_type="equipment"), code)


@settings(suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(AnswerType.values),
    st.one_of(
        st.none(),
        st.text(),
        st.binary(),
        st.integers(),
        st.floats(),
        st.lists(st.text()),
        st.dictionaries(st.text(), st.text()),
    ),
)
def test_nothing_that_is_given_is_an_accident(kind: str, value: Any) -> None:
    try:
        read(builders.step("a", answer_type=kind), value)
    except Refused as refusal:
        assert str(refusal)  # noqa: PT017 either way is right, as long as it is said
