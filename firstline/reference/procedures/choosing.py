"""Which procedure is due: the most particular that is chosen for a kind of contact, problem code and priority (P2)."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from firstline.journal.prepared import Prepared
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.procedures.models import Occasion, ProcedureVersion

# How particular an occasion is: a code says more than all else together, and so on down.
CODE, CATEGORY, PRIORITY, KIND = 8, 4, 2, 1


# No row has this key.
NONE = 0
_FITTING: Prepared[Occasion] = Prepared(
    lambda kind, code, category, priority: Occasion.objects.filter(
        Q(kind="") | Q(kind=kind),
        Q(code=None) | Q(code=code),
        Q(category=None) | Q(category=category),
        Q(priority="") | Q(priority=priority),
        procedure__versions__in=ProcedureVersion.objects.in_use(),
    ).select_related("code", "category", "procedure"),
    *(str, int, int, str),
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
    version = ProcedureVersion.objects.in_use().select_related("procedure").filter(procedure=best.procedure_id).first()
    return Choice(version, because(best)) if version else None


def occasion_for(*, kind: str = "", code: ProblemCode | None = None, priority: str = "") -> Occasion | None:
    """The occasion that decides, in one query.

    The more particular wins, code before category before priority before kind; then the lower rank.
    """
    rows = _FITTING.all(kind, code.pk if code else NONE, code.category_id if code else NONE, priority)
    return min(rows, key=lambda row: (-_weight(row), row.procedure.rank, row.procedure_id, row.pk), default=None)


def due_of(*, kind: str = "", code: ProblemCode | None = None, priority: str = "") -> dict[str, int]:
    """What the journal says of an end, so that it can be counted later who followed what was due then."""
    best = occasion_for(kind=kind, code=code, priority=priority)
    return {"procedure": best.procedure_id, **({"code_id": code.pk} if code else {})} if best else {}


def because(occasion: Occasion) -> str:
    """What it was chosen by, most particular first."""
    named = {"of": occasion.code or occasion.category}
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
