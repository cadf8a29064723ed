"""The procedures as a list: what each is chosen for, its versions, and how well it was followed lately."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from firstline.casework.reports.compliance import Line, Period, acts, dues, lines
from firstline.interfaces.desk.procedure_page import ProcedurePage
from firstline.reference.procedures.models import Procedure, ProcedureVersion
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

LATELY = timedelta(days=30)
State = ProcedureVersion.State


@dataclass(frozen=True)
class Row:
    """`place` is where it stands among those in use; 0 where it is retired."""

    procedure: Procedure
    place: int
    published: ProcedureVersion | None
    draft: ProcedureVersion | None
    chosen_for: list[str]
    line: Line | None


@dataclass(frozen=True)
class ProcedureList:
    """Those in use, or with `all_of_them` those that are retired too."""

    user: User
    now: datetime
    all_of_them: bool = False

    @property
    def may_write(self) -> bool:
        return may(self.user, Right.EDIT_REFERENCE)

    @property
    def may_measure(self) -> bool:
        return may(self.user, Right.MOVE_WORK)

    @cached_property
    def rows(self) -> list[Row]:
        found = Procedure.objects.prefetch_related("occasions__code", "occasions__category")
        if not self.all_of_them:
            found = found.filter(retired_at=None)
        standing = self._versions()
        page = ProcedurePage(Procedure(), self.user)
        places = {one.pk: place for place, one in enumerate((one for one in found if not one.retired_at), start=1)}
        return [
            Row(
                one,
                places.get(one.pk, 0),
                standing[one.pk].get(State.PUBLISHED),
                standing[one.pk].get(State.DRAFT) if self.may_write else None,
                [page.named(occasion) for occasion in one.occasions.all()],
                self._lines.get(one.pk),
            )
            for one in found
            if self.may_write or State.PUBLISHED in standing[one.pk]
        ]

    @cached_property
    def _lines(self) -> dict[int | None, Line]:
        """The figures of the last thirty days by procedure."""
        if not self.may_measure:
            return {}
        period = Period(self.now - LATELY, self.now)
        return {line.key: line for line in lines(dues(period), acts(period), "procedure")}

    def _versions(self) -> dict[int, dict[str, ProcedureVersion]]:
        found: dict[int, dict[str, ProcedureVersion]] = defaultdict(dict)
        for version in ProcedureVersion.objects.exclude(state=State.PAST):
            found[version.procedure_id][version.state] = version
        return found
