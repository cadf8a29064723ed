"""What the queue is limited to beyond its first limits, in the one vocabulary: `impact=1`, `people_affected.at_most=9`.

A name stands for the usual question of its field; another one follows it after a point.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q
from django.utils.text import capfirst

from firstline.casework.tickets.promised import FOR_LIST
from firstline.criteria.compiling import query
from firstline.criteria.conditions import All, Ask
from firstline.criteria.describing import describe_ask
from firstline.criteria.naming import knowing
from firstline.criteria.vocabulary import Operator, Type
from firstline.interfaces.desk.condition_values import Unfit, value_of

USUAL: Mapping[Type, Operator] = {
    Type.CHOICE: Operator.ANY_OF,
    Type.NUMBER: Operator.AT_LEAST,
    Type.TEXT: Operator.CONTAINS,
    Type.WORDS: Operator.HAS_ALL,
    Type.YES_NO: Operator.IS,
    Type.CLOCK: Operator.BETWEEN,
    Type.POINT: Operator.NEAR,
}
# Of one limit: its name, its value ("" for all of it), and both in words.
Said = tuple[str, str, str, str]


def ask_of(name: str, values: Sequence[str]) -> Ask | None:
    """The question that an address asks under a name; None where it makes no sense."""
    field_name, _point, word = name.partition(".")
    if field_name not in FOR_LIST:
        return None
    field = FOR_LIST[field_name]
    operator = Operator(word) if word in list(field.operators) else USUAL[field.type]
    if (word and operator != word) or not field.can_filter:
        return None
    try:
        return Ask(field_name, operator, value_of(field, operator, [value for value in values if value]))
    except Unfit:
        return None


def also(asked: Mapping[str, Sequence[str]]) -> Q | None:
    """All of the questions as one condition of a query; None for none."""
    asks = tuple(ask for name, values in asked.items() if (ask := ask_of(name, values)))
    return query(All(asks), FOR_LIST) if asks else None


def in_words(asked: Mapping[str, Sequence[str]]) -> Iterator[Said]:
    """Each limit that can be taken off by itself."""
    asks = {name: ask for name, values in asked.items() if (ask := ask_of(name, values))}
    if not asks:
        return
    known = knowing(FOR_LIST, asks.values())
    for name, ask in asks.items():
        field = known[ask.field]
        label = capfirst(str(field.label))
        if ask.operator is Operator.ANY_OF:
            labels = field.labels(ask.value) or {}
            yield from ((name, value, label, str(labels.get(value, value))) for value in ask.value)
        else:
            yield name, "", label, describe_ask(ask, known).removeprefix(f"{field.label} ")
