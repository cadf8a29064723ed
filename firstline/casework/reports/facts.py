"""Taking the journal's entries apart by what they say: a fact, the row that a fact points to, who did it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from django.db.models import F, IntegerField, Model, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from firstline.casework.reports.asked import Asked
from firstline.casework.reports.scan import Split
from firstline.casework.reports.splits import NOBODY, by_expression, known, labels_of
from firstline.criteria.vocabulary import Text
from firstline.reference.staff.models import User


def fact(*path: str) -> Callable[[Asked | None], Any]:
    """A piece: what an entry says by this name, as text."""
    *outer, last = path
    within: Any = "facts"
    for name in outer:
        within = KeyTransform(name, within)
    return lambda _asked: KeyTextTransform(last, within)


def number(*path: str) -> Cast:
    """What an entry says by this name, as a whole number."""
    return Cast(fact(*path)(None), IntegerField())


def by_fact(
    name: str,
    title: Text,
    *path: str,
    choices: Sequence[tuple[str, Text]] = (),
    blank: Text = "",
    ordered: bool = False,
) -> Split:
    """By a fact that is a word or a number."""
    labels = dict(choices)

    def named(keys: Collection[str], _asked: Asked) -> Mapping[str, Text]:
        return {**known(labels, keys), **({"": blank} if blank and "" in keys else {})}

    order = (lambda _asked: list(labels)) if ordered else None
    return by_expression(name, title, fact(*path), named, order=order)


def by_fact_row(name: str, title: Text, model: type[Model], *path: str) -> Split:
    """By the row of a table of which an entry says the key."""
    return by_expression(name, title, fact(*path), labels_of(model))


def actor(_asked: Asked) -> Any:
    """The piece `actor`: the key of who did it, as text."""
    return Cast(F("actor_id"), TextField())


def by_actor(title: Text) -> Split:
    return by_expression("actor", title, actor, labels_of(User, NOBODY), is_personal=True)
