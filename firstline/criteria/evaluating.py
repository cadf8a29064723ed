"""A condition asked of one thing, whose facts stand in a plain mapping."""

from collections.abc import Mapping
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


def ask_holds(ask: Ask, facts: Facts) -> bool:  # noqa: C901 - one line for each operator reads best in one place
    fact: Any = facts.get(ask.field)
    value = ask.value
    match ask.operator:
        case Operator.KNOWN:
            return not _unknown(fact)
        case Operator.UNKNOWN:
            return _unknown(fact)
        case Operator.NONE_OF:
            return _unknown(fact) or str(fact) not in value
        case _ if _unknown(fact):
            return False
        case Operator.ANY_OF:
            return str(fact) in value
        case Operator.AT_LEAST:
            return bool(fact >= value)
        case Operator.AT_MOST:
            return bool(fact <= value)
        case Operator.IS:
            return bool(fact == value if isinstance(value, bool) else str(fact).lower() == value.lower())
        case Operator.CONTAINS:
            return value.lower() in str(fact).lower()
        case Operator.BEGINS:
            return str(fact).lower().startswith(value.lower())
        case Operator.HAS_ANY:
            return not words(" ".join(value)).isdisjoint(words(str(fact)))
        case Operator.HAS_ALL:
            return words(" ".join(value)) <= words(str(fact))
        case Operator.BETWEEN:
            return between(fact, *value)
        case Operator.NEAR:
            return bool(metres(fact, (value[0], value[1])) <= value[2])
    return False


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


def _unknown(fact: Any) -> bool:
    return fact is None or fact == ""
