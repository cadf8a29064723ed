"""A table of criteria tried on the past, as the screen shows it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from firstline.casework.tickets.trial import Changed, Decided, Trial, try_on_past
from firstline.interfaces.desk.access import department_limits
from firstline.reference.service_levels.models import CriteriaTable, Kind, Priority
from firstline.reference.staff.models import SupportCentre, User

COUNTS = (200, 1000, 5000)


@dataclass(frozen=True)
class Row:
    """One ticket that would be decided otherwise."""

    changed: Changed
    was: Any
    now: Any


@dataclass(frozen=True)
class TrialPage:
    """The last tickets decided anew; `asked` is how many, as it stands in the address."""

    table: CriteriaTable
    asked: str
    reader: User

    @property
    def counts(self) -> tuple[int, ...]:
        return COUNTS

    @property
    def count(self) -> int:
        return int(self.asked) if self.asked in map(str, COUNTS) else COUNTS[0]

    @property
    def is_draft(self) -> bool:
        return self.table.state == CriteriaTable.State.DRAFT

    @property
    def is_priority(self) -> bool:
        return self.table.kind == Kind.PRIORITY

    @cached_property
    def trial(self) -> Trial:
        return try_on_past(self.table, self.count)

    @property
    def share(self) -> int:
        """How many of a hundred would change."""
        return round(100 * self.trial.changed / self.trial.total) if self.trial.total else 0

    @cached_property
    def _names(self) -> dict[int, Any]:
        model: Any = Priority if self.is_priority else SupportCentre
        return {row.pk: row for row in model.objects.all()}

    def _name(self, decided: Decided) -> Any:
        """A priority, or "Street depot, tier 2"."""
        found = self._names.get(decided[0])
        if self.is_priority or found is None:
            return found
        return _("%(centre)s, tier %(tier)s") % {"centre": found.label, "tier": decided[1]}

    @cached_property
    def columns(self) -> list[tuple[Decided, Any]]:
        """What tickets would become."""
        return [(key, self._name(key)) for key in self._ordered(now for _was, now in self.trial.by_pair)]

    @cached_property
    def cells(self) -> list[tuple[Any, list[int | None]]]:
        """For each decision that tickets have: how many would become what, in the order of the columns."""
        pairs = self.trial.by_pair
        return [
            (self._name(was), [pairs.get((was, now)) for now, _named in self.columns])
            for was in self._ordered(was for was, _now in pairs)
        ]

    @cached_property
    def rows(self) -> list[Row]:
        """The newest of them, as far as the reader may see them."""
        limits = department_limits(self.reader)
        seen = (
            one
            for one in self.trial.rows
            if not limits or one.ticket.department_id is None or one.ticket.department_id in limits
        )
        return [Row(one, self._name(one.was), self._name(one.now)) for one in seen]

    def _ordered(self, keys: Any) -> list[Decided]:
        """Each once: priorities by rank, queues by centre and tier."""
        order = {pk: place for place, pk in enumerate(self._names)}
        return sorted(set(keys), key=lambda key: (order.get(key[0], -1), *key[1:]))
