"""Which row of an ordered table of criteria decides: the first that matches, with its reason (T1, T2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from django.utils.translation import override

from firstline.criteria.conditions import Condition, Unreadable, read
from firstline.criteria.describing import sentence
from firstline.criteria.evaluating import Facts, Test, prepared
from firstline.criteria.vocabulary import Vocabulary
from firstline.language.translated import pick
from firstline.reference.service_levels.models import CriteriaRow, CriteriaTable

LONGEST_REASON = 200


@dataclass(frozen=True)
class Rule:
    """A row as it decides: its condition read, and the row it came from."""

    condition: Condition
    row: CriteriaRow
    vocabulary: Vocabulary

    @cached_property
    def matches(self) -> Test:
        """Whether its condition holds of facts."""
        return prepared(self.condition)

    @cached_property
    def because(self) -> str:
        """Why it decides, in English, as reasons are kept: what the manager wrote, else the condition as a sentence."""
        with override("en"):
            text = pick(self.row.because, "en")[0] or sentence(self.condition, self.vocabulary)
        return text if len(text) <= LONGEST_REASON else f"{text[: LONGEST_REASON - 1]}…"


def matching(facts: Facts, rules: Iterable[Rule]) -> Iterator[Rule]:
    """The rules whose conditions hold, in order; the first of them decides."""
    return (rule for rule in rules if rule.matches(facts))


def rules_of(table: CriteriaTable, vocabulary: Vocabulary) -> list[Rule]:
    """The rules of any table, such as a draft to be tried; rows that are off or unreadable decide nothing."""
    rows = table.rows.filter(is_on=True).select_related("priority", "centre", "person")
    return [Rule(condition, row, vocabulary) for row in rows if (condition := _read(row, vocabulary)) is not None]


@lru_cache(maxsize=8)
def kept_rules(pk: int, _changed_at: datetime, vocabulary: Vocabulary) -> Sequence[Rule]:
    """The rules of a table as it was changed last, read once per process."""
    return tuple(rules_of(CriteriaTable(pk=pk), vocabulary))


def _read(row: CriteriaRow, vocabulary: Vocabulary) -> Condition | None:
    try:
        return read(row.condition, vocabulary)
    except Unreadable:
        return None
