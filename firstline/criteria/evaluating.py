"""A condition asked of one thing, whose facts stand in a plain mapping."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not
from firstline.criteria.vocabulary import Operator
from firstline.language.tokens import analyse

EARTH_METRES = 6_371_000.0

Facts = Mapping[str, Any]


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a condition holds. A fact that is missing is not known, and only `unknown` and `none_of` hold of it."""
    match condition:
        case Ask():
            return ask_holds(condition, facts)
        case All(of):
            return all(holds(one, facts) for one in of)
        case AnyOf(of):
            return any(holds(one, facts) for one in of)
        case Not(of):
            return not holds(of, facts)


def deciding(condition: Condition, facts: Facts) -> list[Ask]:
    """The questions because of which a condition holds; empty where it does not."""
    match condition:
        case Ask():
            return [condition] if ask_holds(condition, facts) else []
        case All(of):
            return [ask for one in of for ask in deciding(one, facts)] if holds(condition, facts) else []
        case AnyOf(of):
            return next((found for one in of if (found := deciding(one, facts))), [])
        case Not():
            return []


def ask_holds(ask: Ask, facts: Facts) -> bool:
    """Whether one question is answered with yes."""
    fact = facts.get(ask.field)
    if fact is None or fact == "":
        return ask.operator is Operator.UNKNOWN or ask.operator is Operator.NONE_OF
    return _TESTS[ask.operator](fact, ask.value)


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


def _is(fact: Any, value: Any) -> bool:
    return bool(fact == value) if isinstance(value, bool) else str(fact).lower() == value.lower()


# What each operator asks of a fact that is known.
_TESTS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.KNOWN: lambda _fact, _value: True,
    Operator.UNKNOWN: lambda _fact, _value: False,
    Operator.ANY_OF: lambda fact, value: str(fact) in value,
    Operator.NONE_OF: lambda fact, value: str(fact) not in value,
    Operator.AT_LEAST: lambda fact, value: bool(fact >= value),
    Operator.AT_MOST: lambda fact, value: bool(fact <= value),
    Operator.IS: _is,
    Operator.CONTAINS: lambda fact, value: value.lower() in str(fact).lower(),
    Operator.BEGINS: lambda fact, value: str(fact).lower().startswith(value.lower()),
    Operator.HAS_ANY: lambda fact, value: not words(" ".join(value)).isdisjoint(words(str(fact))),
    Operator.HAS_ALL: lambda fact, value: words(" ".join(value)) <= words(str(fact)),
    Operator.BETWEEN: lambda fact, value: between(fact, *value),
    Operator.NEAR: lambda fact, value: metres(fact, (value[0], value[1])) <= value[2],
}
