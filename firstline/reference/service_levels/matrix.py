"""Impact times urgency gives a priority: the alternative to a table of criteria (T1)."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from firstline.journal.recording import Actor, record
from firstline.journal.refusal import Refused
from firstline.reference.service_levels.models import ImpactUrgency, Priority

DEGREES = range(1, 4)
Cell = tuple[int, int]


def by_sum(ranked: list[Priority]) -> dict[Cell, Priority]:
    """The usual matrix: high and high is the first priority, and each step down is the next one, until the last."""
    last = len(ranked) - 1
    return {(impact, urgency): ranked[min(impact + urgency - 2, last)] for impact in DEGREES for urgency in DEGREES}


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
