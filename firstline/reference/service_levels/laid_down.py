"""All that is laid down about priorities, centres and promises, kept in memory for as long as nobody changes it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from firstline.criteria.vocabulary import Vocabulary
from firstline.journal.standing import Standing, written
from firstline.reference.service_levels import protocols, targets
from firstline.reference.service_levels.calendars import working_time
from firstline.reference.service_levels.deciding import Rule, kept_rules
from firstline.reference.service_levels.matrix import Cell
from firstline.reference.service_levels.models import (
    Calendar,
    CallBackProtocol,
    CriteriaTable,
    EscalationStep,
    ImpactUrgency,
    Priority,
    ServiceTarget,
)
from firstline.reference.service_levels.protocols import Protocol
from firstline.reference.service_levels.targets import Promise
from firstline.reference.service_levels.working_time import WorkingTime
from firstline.reference.staff.models import SupportCentre

REGULAR_LOOK = 3


@dataclass(frozen=True)
class LaidDown:
    """What is laid down at one moment, by the keys under which it is asked for."""

    centres: Mapping[int, SupportCentre]
    priorities: Mapping[int, Priority]
    tables: Mapping[str, tuple[int, datetime]]
    matrix: Mapping[Cell, Priority]
    targets: Mapping[int, Sequence[ServiceTarget]]
    steps: Mapping[int, Sequence[EscalationStep]]
    protocols: Mapping[int, CallBackProtocol]
    calendars: Mapping[int, Calendar]
    calendar: Calendar | None
    has_own_protocols: bool

    def rules(self, kind: str, vocabulary: Vocabulary) -> Sequence[Rule]:
        """The criteria in use, in order."""
        table = self.tables.get(kind)
        return kept_rules(*table, vocabulary) if table else ()

    def catch_all(self) -> SupportCentre | None:
        """The support centre where tickets without one arrive."""
        return next((centre for centre in self.centres.values() if centre.is_catch_all), None)

    def by_matrix(self, impact: int | None, urgency: int | None) -> Priority | None:
        """The priority of a cell; None where either is not known or the matrix is switched off."""
        return self.matrix.get((impact, urgency)) if impact and urgency else None

    def regular_priority(self) -> Priority | None:
        """What is urgent neither one way nor the other: the first that looks regular, else the last of all."""
        in_service = [priority for priority in self.priorities.values() if priority.retired_at is None]
        regular = (priority for priority in in_service if priority.look == REGULAR_LOOK)
        return next(regular, in_service[-1] if in_service else None)

    def promise(
        self,
        priority_id: int,
        *,
        agreement_id: int | None = None,
        code_id: int | None = None,
        department_id: int | None = None,
    ) -> Promise | None:
        """The promise for one ticket, or None where nothing is promised for its priority."""
        scope = {"agreement_id": agreement_id, "code_id": code_id, "department_id": department_id}
        chosen = targets.choose(self.targets.get(priority_id, ()), scope)
        calendar = chosen and (chosen.calendar or self.calendar)
        return targets.read(chosen, calendar) if chosen and calendar else None

    def protocol(self, priority_id: int, *, account_id: int | None, customer_id: int | None) -> Protocol | None:
        """The protocol of the customer, else of the account, else of the priority; own ones cost a query."""
        row = self._own_protocol(account_id, customer_id) if self.has_own_protocols else None
        row = row or self.protocols.get(priority_id)
        calendar = row and (row.calendar or self.calendar)
        return protocols.read(row, calendar) if row and calendar else None

    def _own_protocol(self, account_id: int | None, customer_id: int | None) -> CallBackProtocol | None:
        fitting = Q(account=account_id) if account_id else Q(pk__in=[])
        fitting |= Q(customer=customer_id) if customer_id else Q(pk__in=[])
        rows = CallBackProtocol.objects.filter(fitting).select_related("calendar")
        return max(rows, key=lambda row: row.customer_id is not None, default=None)

    def working_time(self) -> WorkingTime | None:
        """That of the default calendar."""
        return working_time(self.calendar) if self.calendar else None


def _read() -> LaidDown:
    by_priority: dict[int, list[ServiceTarget]] = defaultdict(list)
    steps: dict[int, list[EscalationStep]] = defaultdict(list)
    for target in ServiceTarget.objects.select_related("calendar"):
        by_priority[target.priority_id].append(target)
    for step in EscalationStep.objects.select_related("priority"):
        steps[step.priority_id].append(step)
    calendars = {calendar.pk: calendar for calendar in Calendar.objects.all()}
    live = CriteriaTable.objects.filter(state=CriteriaTable.State.LIVE)
    cells = ImpactUrgency.objects.select_related("priority")
    protocols_of = CallBackProtocol.objects.exclude(priority=None).select_related("calendar")
    return LaidDown(
        centres={centre.pk: centre for centre in SupportCentre.objects.all()},
        priorities={priority.pk: priority for priority in Priority.objects.all()},
        tables={table.kind: (table.pk, table.changed_at) for table in live},
        matrix={(cell.impact, cell.urgency): cell.priority for cell in cells},
        targets=by_priority,
        steps=steps,
        protocols={row.priority_id: row for row in protocols_of if row.priority_id},
        calendars=calendars,
        calendar=next((calendar for calendar in calendars.values() if calendar.is_default), None),
        has_own_protocols=CallBackProtocol.objects.filter(priority=None).exists(),
    )


STANDING = Standing(
    _read,
    written(SupportCentre),
    written(Priority),
    written(CriteriaTable, "state = 'live'"),
    written(ImpactUrgency),
    written(ServiceTarget),
    written(EscalationStep),
    written(Calendar),
    written(CallBackProtocol, "priority_id IS NOT NULL"),
    "SELECT count(*) FROM (SELECT FROM service_levels_callbackprotocol WHERE priority_id IS NULL LIMIT 1) own",
)


def current() -> LaidDown:
    """What is laid down now, in one short query as long as it is what this process has seen before."""
    return STANDING.now()
