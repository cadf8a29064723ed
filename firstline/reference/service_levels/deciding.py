"""Which row of an ordered table of criteria decides: the first that matches, with its reason (T1, T2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from firstline.criteria.conditions import Condition, Unreadable, read
from firstline.criteria.evaluating import Facts, holds
from firstline.criteria.vocabulary import Vocabulary
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable


@dataclass(frozen=True)
class Rule:
    """A row as it decides: its condition read, and the row it came from."""

    condition: Condition
    row: CriteriaRow


def first_match(facts: Facts, rules: Iterable[Rule]) -> CriteriaRow | None:
    """The row of the first rule whose condition holds."""
    return next((rule.row for rule in rules if holds(rule.condition, facts)), None)


def live_rules(kind: str, vocabulary: Vocabulary) -> Sequence[Rule]:
    """The rules in use, in order. Read once per process and change; asking costs one short query."""
    table = CriteriaTable.objects.filter(kind=kind, state=CriteriaTable.State.LIVE).first()
    return _rules(table.pk, table.changed_at, vocabulary) if table else ()


def rules_of(table: CriteriaTable, vocabulary: Vocabulary) -> list[Rule]:
    """The rules of any table, such as a draft to be tried; rows that are off or unreadable decide nothing."""
    rows = table.rows.filter(is_on=True).select_related("priority", "centre", "person")
    return [Rule(condition, row) for row in rows if (condition := _read(row, vocabulary)) is not None]


@lru_cache(maxsize=8)
def _rules(pk: int, _changed_at: datetime, vocabulary: Vocabulary) -> Sequence[Rule]:
    return tuple(rules_of(CriteriaTable(pk=pk), vocabulary))


def _read(row: CriteriaRow, vocabulary: Vocabulary) -> Condition | None:
    try:
        return read(row.condition, vocabulary)
    except Unreadable:
        return None
