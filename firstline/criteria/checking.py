"""What is wrong with a condition before it is put to use: it can never hold, contradicts itself, names what is gone."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from django.utils.translation import gettext as _

from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not, asks
from firstline.criteria.evaluating import between, metres
from firstline.criteria.vocabulary import Operator, Type, Vocabulary

MINUTES = range(24 * 60)


@dataclass(frozen=True)
class Doubt:
    """A fault of a condition: the field it is about and a whole sentence."""

    field: str
    text: str


def doubts(condition: Condition, vocabulary: Vocabulary) -> list[Doubt]:
    """Everything that is wrong with a condition; empty when it may be used."""
    return [*_gone(condition, vocabulary), *_impossible(condition, vocabulary)]


def _gone(condition: Condition, vocabulary: Vocabulary) -> list[Doubt]:
    found = []
    for ask in asks(condition):
        if ask.operator not in (Operator.ANY_OF, Operator.NONE_OF):
            continue
        known = vocabulary[ask.field].labels(ask.value)
        missing = [key for key in ask.value if known is not None and key not in known]
        if missing:
            text = _("%(field)s names something that is retired or does not exist: %(names)s.")
            names = {"field": vocabulary[ask.field].label, "names": ", ".join(missing)}
            found.append(Doubt(ask.field, text % names))
    return found


def _impossible(condition: Condition, vocabulary: Vocabulary) -> list[Doubt]:
    match condition:
        case Ask(field, Operator.ANY_OF | Operator.HAS_ANY, ()):
            return [Doubt(field, _never(vocabulary, field))]
        case Ask(field, Operator.BETWEEN, value) if value[0] == value[1]:
            return [Doubt(field, _never(vocabulary, field))]
        case AnyOf(()):
            return [Doubt("", _("A group of alternatives is empty, so the rule can never match."))]
        case All(of) if of:
            together = list(_together(condition))
            inner = [doubt for one in together for doubt in _impossible(one, vocabulary)]
            return inner + _contradictions(together, vocabulary)
        case AnyOf(of):
            return [doubt for one in of for doubt in _impossible(one, vocabulary)]
        case Not(All(())):
            return [Doubt("", _("The rule excludes everything, so it can never match."))]
        case Not(of):
            return [] if isinstance(of, Ask) else _impossible(of, vocabulary)
    return []


def _together(condition: Condition) -> Iterator[Condition]:
    """What all must hold, without the groups around it; that something is none of these, as that."""
    match condition:
        case All(of) if of:
            for one in of:
                yield from _together(one)
        case AnyOf((one,)):
            yield from _together(one)
        case Not(Ask(field, Operator.ANY_OF, value)):
            yield Ask(field, Operator.NONE_OF, value)
        case _:
            yield condition


def _contradictions(together: Sequence[Condition], vocabulary: Vocabulary) -> list[Doubt]:
    by_field: dict[str, list[Ask]] = defaultdict(list)
    for one in together:
        if isinstance(one, Ask):
            by_field[one.field].append(one)
    found = [
        Doubt(field, _never(vocabulary, field))
        for field, of_field in by_field.items()
        if not _can_hold(of_field, vocabulary[field].type)
    ]
    denied = any(isinstance(one, Not) and one.of in together for one in together)
    return [*found, Doubt("", _("The rule asks for something and for its opposite."))] if denied else found


def _can_hold(of_field: Sequence[Ask], kind: Type) -> bool:
    """Whether questions of one field can hold of one value together, as far as that can be told from them alone."""
    operators = {ask.operator for ask in of_field}
    if Operator.UNKNOWN in operators and operators - {Operator.UNKNOWN, Operator.NONE_OF}:
        return False
    return _TOGETHER[kind](of_field)


def _one_of_these(of_field: Sequence[Ask]) -> bool:
    wanted = [set(ask.value) for ask in of_field if ask.operator is Operator.ANY_OF]
    unwanted = {key for ask in of_field if ask.operator is Operator.NONE_OF for key in ask.value}
    return not wanted or bool(set.intersection(*wanted) - unwanted)


def _a_number(of_field: Sequence[Ask]) -> bool:
    least = max((ask.value for ask in of_field if ask.operator is Operator.AT_LEAST), default=float("-inf"))
    most = min((ask.value for ask in of_field if ask.operator is Operator.AT_MOST), default=float("inf"))
    return bool(least <= most)


def _yes_or_no(of_field: Sequence[Ask]) -> bool:
    return len({ask.value for ask in of_field if ask.operator is Operator.IS}) <= 1


def _a_text(of_field: Sequence[Ask]) -> bool:
    def asked(operator: Operator) -> set[str]:
        return {ask.value.lower() for ask in of_field if ask.operator is operator}

    whole, begins = asked(Operator.IS), asked(Operator.BEGINS)
    fits = all(
        text.startswith(tuple(begins) or "") and all(part in text for part in asked(Operator.CONTAINS))
        for text in whole
    )
    return len(whole) <= 1 and fits and all(a.startswith(b) or b.startswith(a) for a, b in combinations(begins, 2))


def _a_time(of_field: Sequence[Ask]) -> bool:
    return any(all(between(minute, *ask.value) for ask in of_field) for minute in MINUTES)


def _a_point(of_field: Sequence[Ask]) -> bool:
    near = [ask.value for ask in of_field if ask.operator is Operator.NEAR]
    return all(metres(one[:2], other[:2]) <= one[2] + other[2] for one, other in combinations(near, 2))


_TOGETHER: Mapping[Type, Callable[[Sequence[Ask]], bool]] = {
    Type.CHOICE: _one_of_these,
    Type.NUMBER: _a_number,
    Type.TEXT: _a_text,
    Type.WORDS: lambda _of_field: True,
    Type.YES_NO: _yes_or_no,
    Type.CLOCK: _a_time,
    Type.POINT: _a_point,
}


def _never(vocabulary: Vocabulary, field: str) -> str:
    return _("What is asked of %(field)s can never be true.") % {"field": vocabulary[field].label}
