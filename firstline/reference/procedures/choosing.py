"""Which procedure is due: the most particular that is chosen for a kind of contact, problem code and priority (P2)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from firstline.journal.prepared import Prepared
from firstline.journal.standing import Standing, written
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.procedures.models import Occasion, Procedure, ProcedureVersion

# How particular an occasion is: a code says more than all else together, and so on down.
CODE, CATEGORY, PRIORITY, KIND = 8, 4, 2, 1


def _in_use() -> tuple[Occasion, ...]:
    rows = Occasion.objects.filter(procedure__versions__in=ProcedureVersion.objects.in_use())
    return tuple(rows.select_related("procedure"))


# The occasions of all procedures that can be due.
OCCASIONS = Standing(_in_use, written(Occasion), written(Procedure), written(ProcedureVersion, "state = 'published'"))

_IN_USE: Prepared[ProcedureVersion] = Prepared(
    lambda procedure: ProcedureVersion.objects.in_use().select_related("procedure").filter(procedure=procedure)[:1],
    int,
)


@dataclass(frozen=True)
class Choice:
    """The version that is due, and why."""

    version: ProcedureVersion
    because: str


def choose(*, kind: str = "", code: ProblemCode | None = None, priority: str = "") -> Choice | None:
    """The published version that is due; None where none is. `priority` is a priority's key."""
    best = occasion_for(kind=kind, code=code, priority=priority)
    if best is None:
        return None
    version = _IN_USE.first(best.procedure_id)
    return Choice(version, because(best, code)) if version else None


def occasion_for(*, kind: str = "", code: ProblemCode | None = None, priority: str = "") -> Occasion | None:
    """The occasion that decides.

    The more particular wins, code before category before priority before kind; then the lower rank.
    """
    fits = {"kind": ("", kind), "code_id": (None, code and code.pk), "category_id": (None, code and code.category_id)}
    fits["priority"] = ("", priority)
    rows = [row for row in OCCASIONS.now() if all(getattr(row, name) in fit for name, fit in fits.items())]
    return min(rows, key=lambda row: (-_weight(row), row.procedure.rank, row.procedure_id, row.pk), default=None)


def due_of(*, kind: str = "", code: ProblemCode | None = None, priority: str = "") -> dict[str, int]:
    """What the journal says of an end, so that it can be counted later who followed what was due then."""
    best = occasion_for(kind=kind, code=code, priority=priority)
    return {"procedure": best.procedure_id, **({"code_id": code.pk} if code else {})} if best else {}


def because(occasion: Occasion, code: ProblemCode | None) -> str:
    """What it was chosen by for this problem code, most particular first."""
    named = {"of": (code if occasion.code_id else code.category) if code else ""}
    if occasion.code_id:
        return _("chosen for the problem code %(of)s") % named
    if occasion.category_id:
        return _("chosen for the category %(of)s") % named
    if occasion.priority:
        return _("chosen for the priority")
    return _("chosen for the kind of contact") if occasion.kind else _("chosen where no other is")


def _weight(row: Occasion) -> int:
    marks = ((row.code_id, CODE), (row.category_id, CATEGORY), (row.priority, PRIORITY), (row.kind, KIND))
    return sum(weight for mark, weight in marks if mark)
