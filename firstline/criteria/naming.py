"""The labels of what many conditions name, looked up once for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from firstline.criteria.conditions import Condition, asks
from firstline.criteria.vocabulary import Field, Named, Operator, Text, Type, Vocabulary


def knowing(vocabulary: Vocabulary, conditions: Iterable[Condition]) -> Vocabulary:
    """The same vocabulary, which knows the labels of all that these conditions name: one question per field at most.

    It only reads and describes: what may be chosen is left to the vocabulary itself.
    """
    wanted: dict[str, set[str]] = defaultdict(set)
    for condition in conditions:
        for ask in asks(condition):
            if ask.operator in (Operator.ANY_OF, Operator.NONE_OF) and vocabulary[ask.field].type is Type.CHOICE:
                wanted[ask.field].update(ask.value)
    return Vocabulary(tuple(_knowing(field, wanted.get(field.name, set())) for field in vocabulary.fields))


def _knowing(field: Field, keys: Collection[str]) -> Field:
    found = field.labels(keys) if keys else {}
    return field if found is None else replace(field, choices=None, named=_among(found))


def _among(found: Mapping[str, Text]) -> Named:
    return lambda keys: {key: found[key] for key in keys if key in found}
