"""Taking back what was brought in: whether anything was built on it since, and removing it with its parts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import Q

from firstline.journal.models import Entry

# First and last primary key of unbroken rows of keys.
Ranges = Sequence[Sequence[int]]
Things = Mapping[type[models.Model], Ranges]
CHUNK = 1000

_KNOWN = "EXISTS (SELECT FROM unnest(%s::bigint[], %s::bigint[]) AS known(first, last) WHERE {} BETWEEN first AND last)"


@dataclass(frozen=True, slots=True)
class Built:
    """Things that stand on what is to be taken back: of which kind they are, and how many."""

    model: type[models.Model]
    count: int


def hold(things: Things) -> None:
    """Lock the rows until the transaction ends, so that nothing is built on them meanwhile."""
    for model, ranges in things.items():
        key = _column(model._meta.pk)
        with connection.cursor() as cursor:
            locked = f"SELECT 1 FROM {_table(model)} WHERE {_KNOWN.format(key)} FOR UPDATE"  # noqa: S608 our own names
            cursor.execute(f"SELECT count(*) FROM ({locked}) AS held", _bounds(ranges))  # noqa: S608


def built_on(things: Things, words: Mapping[type[models.Model], str]) -> Iterator[Built]:
    """What stands on these things and is none of them: rows that name them, and acts of people upon them.

    `words` are the journal's words for the kinds. A part goes with its whole: a row of the same app that would be
    deleted with it, unless it is itself of a kind that has such a word.
    """
    for model, ranges in things.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ManyToOneRel) or _is_part(relation, words):
                continue
            related = relation.related_model
            count = _count(related, _column(relation.field), ranges, things.get(related, []))
            if count:
                yield Built(related, count)
        acts = _acts(words[model], ranges)
        if acts:
            yield Built(model, acts)


def remove(model: type[models.Model], ranges: Ranges, only: Q | None = None) -> int:
    """Delete these rows (`only` some) with their parts, a thousand at a time; the journal keeps what happened."""
    count = 0
    for first, last in ranges:
        for begin in range(first, last + 1, CHUNK):
            rows = model._default_manager.filter(only or Q(), pk__range=(begin, min(begin + CHUNK - 1, last)))
            count += rows.delete()[1].get(model._meta.label, 0)
    return count


def _is_part(relation: models.ManyToOneRel, words: Mapping[type[models.Model], str]) -> bool:
    related = relation.related_model
    is_own = related._meta.app_label == relation.model._meta.app_label
    return is_own and relation.on_delete is models.CASCADE and related not in words


def _count(model: type[models.Model], column: str, ranges: Ranges, but: Ranges) -> int:
    key = _column(model._meta.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {_table(model)}"  # noqa: S608 our own names
            f" WHERE {_KNOWN.format(column)} AND NOT {_KNOWN.format(key)}",
            [*_bounds(ranges), *_bounds(but)],
        )
        return int(cursor.fetchone()[0])


def _acts(kind: str, ranges: Ranges) -> int:
    """How many of them a person has done something to."""
    counted = " UNION ".join(
        f"SELECT {side}_id FROM {_table(Entry)} WHERE {side}_kind = %s"  # noqa: S608 our own names
        f" AND actor_id IS NOT NULL AND {_KNOWN.format(side + '_id')}"
        for side in ("subject", "context")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({counted}) AS acts", [kind, *_bounds(ranges)] * 2)  # noqa: S608
        return int(cursor.fetchone()[0])


def _bounds(ranges: Ranges) -> list[list[int]]:
    return [[bounds[0] for bounds in ranges], [bounds[1] for bounds in ranges]]


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: "models.Field[Any, Any]") -> str:
    return connection.ops.quote_name(field.column or "")
