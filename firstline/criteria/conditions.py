"""Conditions as a tree of questions, read from and written to plain JSON.

{"all": [{"field": "code", "is": "any_of", "value": ["17"]},
         {"not": {"field": "people", "is": "at_least", "value": 50}}]}
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from firstline.criteria.vocabulary import WITHOUT_VALUE, Operator, Type, Vocabulary

DEEPEST = 12
MOST_ASKS = 200


class Unreadable(ValueError):
    """What was given is no condition; `path` names the place in it, such as "all.2.any.0"."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


@dataclass(frozen=True)
class Ask:
    """One question: this field, this operator, this value."""

    field: str
    operator: Operator
    value: Any = None


@dataclass(frozen=True)
class All:
    """Every one must hold; none at all always holds."""

    of: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class AnyOf:
    """At least one must hold; none at all never holds."""

    of: tuple["Condition", ...] = ()


@dataclass(frozen=True)
class Not:
    of: "Condition"


Condition = Ask | All | AnyOf | Not
ALWAYS = All()


def read(data: Any, vocabulary: Vocabulary) -> Condition:
    """The condition that JSON describes; `Unreadable` with the place where it does not."""
    condition = _read(data, vocabulary, "", 0)
    if sum(1 for _ in asks(condition)) > MOST_ASKS:
        raise Unreadable("")
    return condition


def write(condition: Condition) -> dict[str, Any]:
    """A condition as JSON, such that `read(write(c)) == c`."""
    match condition:
        case Ask(field, operator, value):
            return {"field": field, "is": str(operator)} | ({} if operator in WITHOUT_VALUE else {"value": value})
        case All(of):
            return {"all": [write(one) for one in of]}
        case AnyOf(of):
            return {"any": [write(one) for one in of]}
        case Not(of):
            return {"not": write(of)}


def restore(data: Any) -> Condition:
    """The condition of JSON that `read` has found good before; no vocabulary is asked again."""
    for word, group in (("all", All), ("any", AnyOf)):
        if word in data:
            return group(tuple(restore(one) for one in data[word]))
    if "not" in data:
        return Not(restore(data["not"]))
    return Ask(data["field"], Operator(data["is"]), _plain(data.get("value")))


def asks(condition: Condition) -> Iterator[Ask]:
    """All questions of a condition, from left to right."""
    match condition:
        case Ask():
            yield condition
        case Not(of):
            yield from asks(of)
        case All(of) | AnyOf(of):
            for one in of:
                yield from asks(one)


def _read(data: Any, vocabulary: Vocabulary, path: str, depth: int) -> Condition:
    if not isinstance(data, dict) or depth > DEEPEST:
        raise Unreadable(path)
    for word, group in (("all", All), ("any", AnyOf)):
        if data.keys() == {word}:
            return group(_group(data[word], vocabulary, f"{path}{word}.", depth))
    if data.keys() == {"not"}:
        return Not(_read(data["not"], vocabulary, f"{path}not.", depth + 1))
    return _ask(data, vocabulary, path)


def _group(data: Any, vocabulary: Vocabulary, path: str, depth: int) -> tuple[Condition, ...]:
    if not isinstance(data, list):
        raise Unreadable(path)
    return tuple(_read(one, vocabulary, f"{path}{number}.", depth + 1) for number, one in enumerate(data))


def _ask(data: dict[str, Any], vocabulary: Vocabulary, path: str) -> Ask:
    name, operator, value = data.get("field"), data.get("is"), data.get("value")
    if not isinstance(name, str) or name not in vocabulary or not data.keys() <= {"field", "is", "value"}:
        raise Unreadable(path)
    field = vocabulary[name]
    if operator not in field.operators:
        raise Unreadable(path)
    chosen = Operator(operator)
    if not _fits(field.type, chosen, value):
        raise Unreadable(path)
    return Ask(name, chosen, _plain(value))


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _fits(kind: Type, operator: Operator, value: Any) -> bool:
    """Whether a value has the shape that the operator of a type needs."""
    if operator in WITHOUT_VALUE:
        return value is None
    match kind:
        case Type.CHOICE | Type.WORDS:
            return isinstance(value, list | tuple) and all(isinstance(one, str) and one.strip() for one in value)
        case Type.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15
        case Type.TEXT:
            return isinstance(value, str) and bool(value.strip())
        case Type.YES_NO:
            return isinstance(value, bool)
        case Type.CLOCK:
            return _numbers(value, 2) and all(0 <= one < 24 * 60 for one in value)
        case Type.POINT:
            return _numbers(value, 3) and abs(value[0]) <= 90 and abs(value[1]) <= 180 and 0 < value[2] <= 1e6


def _numbers(value: Any, count: int) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == count
        and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value)
    )
