"""A condition as a sentence for people."""

from django.utils.translation import gettext as _

from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not
from firstline.criteria.vocabulary import NAMES, WITHOUT_VALUE, Field, Operator, Type, Vocabulary


def sentence(condition: Condition, vocabulary: Vocabulary) -> str:
    """For example "problem code is one of Pothole, Sinkhole and people affected at least 50"."""
    match condition:
        case Ask():
            return describe_ask(condition, vocabulary)
        case All(()):
            return _("always")
        case All(of):
            return _(" and ").join(_inner(one, vocabulary) for one in of)
        case AnyOf(of):
            return _(" or ").join(_inner(one, vocabulary) for one in of)
        case Not(of):
            return _("not (%(condition)s)") % {"condition": sentence(of, vocabulary)}


def describe_ask(ask: Ask, vocabulary: Vocabulary) -> str:
    field = vocabulary[ask.field]
    parts = [str(field.label), _operator(ask)]
    if ask.operator not in WITHOUT_VALUE:
        parts.append(_value(ask, field))
    return " ".join(parts)


def _operator(ask: Ask) -> str:
    """What is asked, in words; of a single value shorter."""
    if ask.operator in (Operator.ANY_OF, Operator.NONE_OF) and len(ask.value) == 1:
        return str(NAMES[Operator.IS]) if ask.operator is Operator.ANY_OF else _("is not")
    return str(NAMES[ask.operator])


def _inner(condition: Condition, vocabulary: Vocabulary) -> str:
    text = sentence(condition, vocabulary)
    return f"({text})" if isinstance(condition, All | AnyOf) and len(condition.of) > 1 else text


def _value(ask: Ask, field: Field) -> str:
    value = ask.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if ask.operator is Operator.BETWEEN:
        return "-".join(f"{int(minute) // 60:02d}:{int(minute) % 60:02d}" for minute in value)
    if ask.operator is Operator.NEAR:
        return _("%(latitude)s, %(longitude)s (%(metres)s m)") % {
            "latitude": value[0],
            "longitude": value[1],
            "metres": value[2],
        }
    if isinstance(value, tuple):
        labels = (field.labels(value) if field.type is Type.CHOICE else None) or {}
        return ", ".join(str(labels.get(one, one)) for one in value)
    return str(value)
