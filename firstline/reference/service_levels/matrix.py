"""Impact times urgency gives a priority: the alternative to a table of criteria (T1)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.models import ImpactUrgency, Priority

DEGREES = range(1, 4)
Cell = tuple[int, int]


def priority_of(impact: int | None, urgency: int | None) -> Priority | None:
    """The priority of a cell; None where either is not known or the matrix is switched off."""
    if impact is None or urgency is None:
        return None
    cell = ImpactUrgency.objects.filter(impact=impact, urgency=urgency).select_related("priority").first()
    return cell.priority if cell else None


def by_sum(ranked: list[Priority]) -> dict[Cell, Priority]:
    """The usual matrix: high and high is the first priority, low and low the last."""
    last = len(ranked) - 1
    return {
        (impact, urgency): ranked[min(round((impact + urgency - 2) * last / 4), last)]
        for impact in DEGREES
        for urgency in DEGREES
    }


@transaction.atomic
def lay_down(cells: Mapping[Cell, Priority], *, by: Actor | None) -> None:
    """Switch the matrix on with these nine priorities, or off with none."""
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
        facts = {f"{impact} x {urgency}": priority.key for (impact, urgency), priority in cells.items()}
        record("matrix.laid_down", subject, by=by, facts=facts)
