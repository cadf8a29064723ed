"""What is wrong with the rows of a table of criteria: what keeps a row from use, and what makes it idle."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import All, Ask, Condition, Unreadable, read
from firstline.criteria.naming import knowing
from firstline.criteria.vocabulary import Vocabulary
from firstline.reference.service_levels.models import CriteriaRow


def readable(row: CriteriaRow, vocabulary: Vocabulary) -> Condition | None:
    """The condition of a row; None where it cannot be read, as when a field is asked for no more."""
    try:
        return read(row.condition, vocabulary)
    except Unreadable:
        return None


def vocabulary_of(rows: Iterable[CriteriaRow], vocabulary: Vocabulary) -> Vocabulary:
    """The vocabulary with the labels of all that the rows name."""
    return knowing(vocabulary, [condition for row in rows if (condition := readable(row, vocabulary)) is not None])


def faults(row: CriteriaRow, vocabulary: Vocabulary) -> list[str]:
    """Why a row cannot be put in use, in whole sentences; empty where it can."""
    condition = readable(row, vocabulary)
    found = [_("This condition cannot be read.")] if condition is None else []
    found += [doubt.text for doubt in doubts(condition, vocabulary)] if condition is not None else []
    return found + _retired(row)


def _retired(row: CriteriaRow) -> list[str]:
    decided = row.priority or row.centre
    if decided is None or decided.retired_at is not None:
        return [_("%(name)s is retired.") % {"name": decided.label if decided else "–"}]
    if row.centre is not None and row.tier > row.centre.tiers:
        return [_("%(centre)s has no tier %(tier)s.") % {"centre": row.centre.label, "tier": row.tier}]
    if row.person is not None and not row.person.is_active:
        return [_("%(name)s no longer works here.") % {"name": row.person.name}]
    return []


def idle_behind(rows: Sequence[CriteriaRow], vocabulary: Vocabulary) -> dict[int, int]:
    """Which rows never decide because an earlier one asks for no more than they do: their keys, and its position."""
    earlier: list[tuple[frozenset[Ask], int]] = []
    found = {}
    for row in rows:
        condition = readable(row, vocabulary) if row.is_on else None
        asked = _together(condition) if condition is not None else None
        if asked is None:
            continue
        before = next((position for others, position in earlier if others <= asked), None)
        if before is None:
            earlier.append((asked, row.position))
        else:
            found[row.pk] = before
    return found


def _together(condition: Condition) -> frozenset[Ask] | None:
    """The questions that all must hold; None for a condition that is more than that."""
    of = condition.of if isinstance(condition, All) else (condition,)
    asked = frozenset(one for one in of if isinstance(one, Ask))
    return asked if len(asked) == len(set(of)) else None
