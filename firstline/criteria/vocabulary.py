"""The words of conditions: fields of several types, and the operators that each type understands."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise
Choices = Callable[[], Iterable[tuple[str, Text]]]
Named = Callable[[Collection[str]], Mapping[str, Text]]


class Type(StrEnum):
    """What kind of value a field has, and so how it is asked, evaluated and compiled."""

    CHOICE = "choice"  # one of a list; value in facts: its key as a text, or None
    NUMBER = "number"  # an int or float, or None
    TEXT = "text"  # compared without case
    WORDS = "words"  # searched word by word, without case and accents
    YES_NO = "yes_no"  # True, False, or None for "not known"
    CLOCK = "clock"  # minutes since midnight, 0 to 1439
    POINT = "point"  # (latitude, longitude) in degrees, or None


class Operator(StrEnum):
    ANY_OF = "any_of"
    NONE_OF = "none_of"
    KNOWN = "known"
    UNKNOWN = "unknown"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS = "is"
    CONTAINS = "contains"
    BEGINS = "begins"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    BETWEEN = "between"
    NEAR = "near"


OPERATORS: Mapping[Type, tuple[Operator, ...]] = {
    Type.CHOICE: (Operator.ANY_OF, Operator.NONE_OF, Operator.KNOWN, Operator.UNKNOWN),
    Type.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.KNOWN, Operator.UNKNOWN),
    Type.TEXT: (Operator.IS, Operator.CONTAINS, Operator.BEGINS, Operator.KNOWN, Operator.UNKNOWN),
    Type.WORDS: (Operator.HAS_ANY, Operator.HAS_ALL),
    Type.YES_NO: (Operator.IS, Operator.KNOWN, Operator.UNKNOWN),
    Type.CLOCK: (Operator.BETWEEN,),
    Type.POINT: (Operator.NEAR, Operator.KNOWN, Operator.UNKNOWN),
}

NAMES: Mapping[Operator, Text] = {
    Operator.ANY_OF: _("is one of"),
    Operator.NONE_OF: _("is none of"),
    Operator.KNOWN: _("is known"),
    Operator.UNKNOWN: _("is not known"),
    Operator.AT_LEAST: _("at least"),
    Operator.AT_MOST: _("at most"),
    Operator.IS: _("is"),
    Operator.CONTAINS: _("contains"),
    Operator.BEGINS: _("begins with"),
    Operator.HAS_ANY: _("has one of the words"),
    Operator.HAS_ALL: _("has all of the words"),
    Operator.BETWEEN: _("between"),
    Operator.NEAR: _("is near"),
}

WITHOUT_VALUE = frozenset({Operator.KNOWN, Operator.UNKNOWN})


@dataclass(frozen=True)
class Field:
    """One thing that can be asked about.

    `path` is the lookup of the query it compiles to (for a point: the paths of latitude and longitude, separated by a
    comma); `query` makes the query itself where a path is not enough. A field with neither cannot filter a list.
    `choices` gives the keys that may be chosen now, with their labels; `named` those of some keys only, and so also
    where there are too many to list them.
    """

    name: str
    label: Text
    type: Type
    path: str = ""
    choices: Choices | None = None
    named: Named | None = None
    query: Callable[[Operator, Any], Q] | None = None

    @property
    def operators(self) -> tuple[Operator, ...]:
        return OPERATORS[self.type]

    @property
    def can_filter(self) -> bool:
        return bool(self.path or self.query)

    def labels(self, keys: Collection[str]) -> Mapping[str, Text] | None:
        """The labels of those of the keys that may be chosen now; None where any key may be."""
        if self.named is not None:
            return self.named(keys)
        return {str(key): label for key, label in self.choices()} if self.choices else None


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All that can be asked about one kind of thing. There is one of each kind, so it is compared by identity."""

    fields: tuple[Field, ...]
    by_name: Mapping[str, Field] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {one.name: one for one in self.fields})

    def __getitem__(self, name: str) -> Field:
        return self.by_name[name]

    def __contains__(self, name: object) -> bool:
        return name in self.by_name
