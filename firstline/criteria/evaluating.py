"""A condition asked of one thing, whose facts stand in a plain mapping."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not
from firstline.criteria.vocabulary import Operator
from firstline.language.tokens import analyse

EARTH_METRES = 6_371_000.0

Facts = Mapping[str, Any]
Test = Callable[[Facts], bool]
Answers = Callable[[Any], bool]


def prepared(condition: Condition) -> Test:
    """The condition as a function of facts, for those who ask it of many things.

    A fact that is missing is not known, and only `unknown` and `none_of` hold of it.
    """
    match condition:
        case Ask():
            return _test_of_ask(condition)
        case All(of):
            return _every([prepared(one) for one in of])
        case AnyOf(of):
            return _some([prepared(one) for one in of])
        case Not(of):
            denied = prepared(of)
            return lambda facts: not denied(facts)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a condition holds of one thing."""
    return prepared(condition)(facts)


def _test_of_ask(ask: Ask) -> Test:
    field, answers = ask.field, _TESTS[ask.operator](ask.value)
    of_unknown = ask.operator in (Operator.UNKNOWN, Operator.NONE_OF)

    def test(facts: Facts) -> bool:
        fact = facts.get(field)
        return of_unknown if fact is None or fact == "" else answers(fact)

    return test


def _every(tests: Sequence[Test]) -> Test:
    def test(facts: Facts) -> bool:
        for one in tests:  # noqa: SIM110 twice as quick as all(), and asked thousands of times
            if not one(facts):
                return False
        return True

    return test


def _some(tests: Sequence[Test]) -> Test:
    def test(facts: Facts) -> bool:
        for one in tests:  # noqa: SIM110 as above
            if one(facts):
                return True
        return False

    return test


@lru_cache(maxsize=1024)
def words(text: str) -> frozenset[str]:
    """The words of a text as they are compared; kept, because many rules ask for the words of one text."""
    return frozenset(token.exact for token in analyse(text))


def between(minute: float, start: float, end: float) -> bool:
    """Whether a minute of the day lies from `start` to before `end`, which may be on the next day."""
    return start <= minute < end if start <= end else minute >= start or minute < end


def metres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points given as (latitude, longitude) in degrees."""
    (lat1, lon1), (lat2, lon2) = one, other
    across = sin(radians(lat2 - lat1) / 2) ** 2
    across += cos(radians(lat1)) * cos(radians(lat2)) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_METRES * asin(min(1.0, sqrt(across)))


def _is(value: Any) -> Answers:
    if isinstance(value, bool):
        return lambda fact: bool(fact == value)
    text = value.lower()
    return lambda fact: str(fact).lower() == text


def _among(keys: Any, *, wanted: bool) -> Answers:
    known = frozenset(keys)
    return lambda fact: (str(fact) in known) is wanted


def _has_any(value: Any) -> Answers:
    wanted = words(" ".join(value))
    return lambda fact: not wanted.isdisjoint(words(str(fact)))


def _has_all(value: Any) -> Answers:
    wanted = words(" ".join(value))
    return lambda fact: wanted <= words(str(fact))


# What each operator, with its value, asks of a fact that is known.
_TESTS: dict[Operator, Callable[[Any], Answers]] = {
    Operator.KNOWN: lambda _value: lambda _fact: True,
    Operator.UNKNOWN: lambda _value: lambda _fact: False,
    Operator.ANY_OF: lambda value: _among(value, wanted=True),
    Operator.NONE_OF: lambda value: _among(value, wanted=False),
    Operator.AT_LEAST: lambda value: lambda fact: bool(fact >= value),
    Operator.AT_MOST: lambda value: lambda fact: bool(fact <= value),
    Operator.IS: _is,
    Operator.CONTAINS: lambda value: lambda fact: value.lower() in str(fact).lower(),
    Operator.BEGINS: lambda value: lambda fact: str(fact).lower().startswith(value.lower()),
    Operator.HAS_ANY: _has_any,
    Operator.HAS_ALL: _has_all,
    Operator.BETWEEN: lambda value: lambda fact: between(fact, *value),
    Operator.NEAR: lambda value: lambda fact: metres(fact, (value[0], value[1])) <= value[2],
}
