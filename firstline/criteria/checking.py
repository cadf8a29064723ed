"""What is wrong with a condition before it is put to use: it can never hold, contradicts itself, names what is gone."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not, asks
from firstline.criteria.vocabulary import Operator, Type, Vocabulary


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
        case All(of):
            inner = [doubt for one in of for doubt in _impossible(one, vocabulary)]
            return inner + _contradictions([one for one in of if isinstance(one, Ask)], vocabulary)
        case AnyOf(of):
            return [doubt for one in of for doubt in _impossible(one, vocabulary)]
        case Not(All(())):
            return [Doubt("", _("The rule excludes everything, so it can never match."))]
        case Not(of):
            return [] if isinstance(of, Ask) else _impossible(of, vocabulary)
    return []


def _contradictions(together: list[Ask], vocabulary: Vocabulary) -> list[Doubt]:
    by_field: dict[str, list[Ask]] = defaultdict(list)
    for ask in together:
        by_field[ask.field].append(ask)
    return [
        Doubt(field, _never(vocabulary, field))
        for field, of_field in by_field.items()
        if not _can_hold(of_field, vocabulary[field].type)
    ]


def _can_hold(of_field: list[Ask], kind: Type) -> bool:
    """Whether questions of one field can hold of one value together, as far as that can be told from them alone."""
    operators = {ask.operator for ask in of_field}
    if Operator.UNKNOWN in operators and operators - {Operator.UNKNOWN, Operator.NONE_OF}:
        return False
    if kind is Type.NUMBER:
        least = max((ask.value for ask in of_field if ask.operator is Operator.AT_LEAST), default=float("-inf"))
        most = min((ask.value for ask in of_field if ask.operator is Operator.AT_MOST), default=float("inf"))
        return bool(least <= most)
    if kind is Type.YES_NO:
        return len({ask.value for ask in of_field if ask.operator is Operator.IS}) <= 1
    wanted = [set(ask.value) for ask in of_field if ask.operator is Operator.ANY_OF]
    unwanted = {key for ask in of_field if ask.operator is Operator.NONE_OF for key in ask.value}
    return not wanted or bool(set.intersection(*wanted) - unwanted)


def _never(vocabulary: Vocabulary, field: str) -> str:
    return _("What is asked of %(field)s can never be true.") % {"field": vocabulary[field].label}
