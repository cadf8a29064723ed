"""Impact times urgency gives a priority: the alternative to a table of criteria (T1)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.models import Entry
from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.models import ImpactUrgency, Priority

DEGREES = range(1, 4)
Cell = tuple[int, int]


def by_sum(ranked: list[Priority]) -> dict[Cell, Priority]:
    """The usual matrix: high and high is the first priority, and each step down is the next one, until the last."""
    last = len(ranked) - 1
    return {(impact, urgency): ranked[min(impact + urgency - 2, last)] for impact in DEGREES for urgency in DEGREES}


def proposed() -> dict[Cell, Priority]:
    """The matrix as it is or was in use last, with priorities in service; the usual one where there never was any."""
    ranked = list(Priority.objects.filter(retired_at=None))
    usual = by_sum(ranked) if ranked else {}
    by_key = {priority.key: priority for priority in ranked}
    last = Entry.objects.filter(verb="matrix.laid_down").exclude(facts={}).order_by("-id").first()
    kept = {cell: by_key.get(last.facts.get(_named(cell), "")) for cell in usual} if last else {}
    return {cell: kept.get(cell) or priority for cell, priority in usual.items()}


def stamp() -> str:
    """Short for the matrix in use, so that a writer can name what they saw; "off" where there is none."""
    cells = ImpactUrgency.objects.order_by("impact", "urgency").values_list("priority_id", flat=True)
    return "-".join(map(str, cells)) or "off"


@transaction.atomic
def lay_down(cells: Mapping[Cell, Priority], *, by: Actor | None, seen: str = "") -> None:
    """Switch the matrix on with these nine priorities, or off with none; refused where it is not as it was `seen`."""
    # There may be no cell to wait at, so two who lay it down at once wait at the priorities.
    list(Priority.objects.select_for_update().order_by("pk").values("pk"))
    if seen and seen != stamp():
        raise Refused(_("Somebody else has changed the matrix in the meantime. Look at it again first."))
    wanted = {(impact, urgency) for impact in DEGREES for urgency in DEGREES}
    if cells and set(cells) != wanted:
        raise Refused(_("The matrix needs a priority for each of its nine cells."))
    if any(priority.retired_at for priority in cells.values()):
        raise Refused(_("The matrix names a priority that is retired."))
    standing = list(ImpactUrgency.objects.select_for_update())
    ImpactUrgency.objects.filter(pk__in=[cell.pk for cell in standing]).delete()
    made = ImpactUrgency.objects.bulk_create(
        ImpactUrgency(impact=impact, urgency=urgency, priority=priority)
        for (impact, urgency), priority in cells.items()
    )
    subject = next(iter([*made, *standing]), None)
    if subject is not None:
        facts = {_named(cell): priority.key for cell, priority in cells.items()}
        record("matrix.laid_down", subject, by=by, facts=facts)


def _named(cell: Cell) -> str:
    return f"{cell[0]} x {cell[1]}"
