"""A procedure as its page shows it: one version with its steps and what is wrong with them, its versions, its uses."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.casework.tickets.facts import VOCABULARY
from firstline.criteria.conditions import restore
from firstline.criteria.describing import sentence
from firstline.criteria.vocabulary import Vocabulary
from firstline.interfaces.desk.forms.procedures import NewStepForm, OccasionForm
from firstline.interfaces.desk.procedure_answers import kind_of
from firstline.interfaces.desk.procedure_picture import is_wide, picture_of, said_of, words_of
from firstline.reference.procedures.comparing import Difference, differences
from firstline.reference.procedures.flow import Flow, flow_of
from firstline.reference.procedures.landing import PLACES
from firstline.reference.procedures.models import END, Branch, Occasion, Procedure, ProcedureVersion, Step
from firstline.reference.procedures.publishing import Problem, problems
from firstline.reference.service_levels.models import Priority
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

State = ProcedureVersion.State


@dataclass(frozen=True)
class ShownWay:
    """A way on from a step in words; `branch` where it is one that may be changed."""

    when: str
    goes_to: str
    anchor: str
    branch: Branch | None = None


@dataclass(frozen=True)
class ShownStep:
    step: Step
    kind: str
    lands_in: str
    ways: list[ShownWay]
    problems: list[Problem]


@dataclass(frozen=True)
class ProcedurePage:
    """One version of a procedure: that which is asked for, else the draft for those who write, else the published."""

    procedure: Procedure
    user: User
    asked: str = ""
    refused_step: NewStepForm | None = None

    @cached_property
    def may_write(self) -> bool:
        return may(self.user, Right.EDIT_REFERENCE)

    @cached_property
    def versions(self) -> list[ProcedureVersion]:
        rows = self.procedure.versions.select_related("drafted_by", "published_by", "procedure")
        return [row for row in rows if self.may_write or not row.is_draft]

    @cached_property
    def version(self) -> ProcedureVersion | None:
        found = (row for row in self.versions if str(row.number) == self.asked)
        first = self.draft if self.may_write else None
        return next(found, first or self.published or next(iter(self.versions), None))

    @cached_property
    def draft(self) -> ProcedureVersion | None:
        return next((row for row in self.versions if row.state == State.DRAFT), None)

    @cached_property
    def published(self) -> ProcedureVersion | None:
        return next((row for row in self.versions if row.state == State.PUBLISHED), None)

    @property
    def may_edit(self) -> bool:
        return self.may_write and self.version is not None and self.version.is_draft

    @cached_property
    def flow(self) -> Flow:
        return flow_of(self.version) if self.version else Flow((), {})

    @cached_property
    def words(self) -> Vocabulary:
        return words_of(self.flow)

    @cached_property
    def problems(self) -> list[Problem]:
        return problems(self.version, vocabulary=VOCABULARY) if self.version and self.version.is_draft else []

    @property
    def grave(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.is_grave]

    @cached_property
    def steps(self) -> list[ShownStep]:
        wrong: dict[str, list[Problem]] = defaultdict(list)
        for problem in self.problems:
            wrong[problem.step_key].append(problem)
        return [
            ShownStep(
                step,
                kind_of(step),
                str(PLACES[step.lands_in].label) if step.lands_in in PLACES else step.lands_in,
                self._ways(step),
                wrong[step.key],
            )
            for step in self.flow.steps
        ]

    def _ways(self, step: Step) -> list[ShownWay]:
        branches: list[Branch | None] = list(step.branches.all())
        found = []
        for way in self.flow.ways(step):
            goal = self.flow.by_key.get(way.goes_to)
            name = str(goal) if goal else _("the end") if way.goes_to == END else way.goes_to
            branch = branches.pop(0) if way.condition is not None else None
            found.append(ShownWay(said_of(way, self.words), name, f"#step-{goal.key}" if goal else "", branch))
        return found

    @property
    def picture(self) -> SafeString:
        return picture_of(self.flow, self.words)

    @property
    def is_wide(self) -> bool:
        return is_wide(self.flow)

    @cached_property
    def missing(self) -> list[tuple[str, int]]:
        """In which languages steps lack a text, and how many."""
        lacking = [name for step in self.flow.steps for name in step.missing_languages]
        return [(str(label), lacking.count(code)) for code, label in settings.LANGUAGES if code in lacking]

    @cached_property
    def occasions(self) -> list[tuple[Occasion, str]]:
        """What it is chosen for, in words."""
        rows = self.procedure.occasions.select_related("code", "category")
        return [(row, self.named(row)) for row in rows]

    def named(self, row: Occasion) -> str:
        priority = self._priorities.get(row.priority, row.priority)
        kinds = dict(OccasionForm.base_fields["kind"].choices)  # type: ignore[attr-defined]
        parts = [str(kinds[row.kind]) if row.kind else "", str(row.code or row.category or ""), priority]
        return " · ".join(filter(None, parts)) or _("whatever has no other")

    @cached_property
    def _priorities(self) -> dict[str, str]:
        return {priority.key: str(priority) for priority in Priority.objects.all()}

    @cached_property
    def occasion_form(self) -> OccasionForm:
        return OccasionForm(auto_id="id_occasion_%s")

    @cached_property
    def new_step_form(self) -> NewStepForm:
        return self.refused_step or NewStepForm(auto_id="id_new_%s")


@dataclass(frozen=True)
class Compared:
    """Two versions of a procedure and what is different; `old` and `new` are their numbers as they were sent."""

    page: ProcedurePage
    old: str
    new: str

    @cached_property
    def right(self) -> ProcedureVersion | None:
        return self._numbered(self.new) or next(iter(self.page.versions), None)

    @cached_property
    def left(self) -> ProcedureVersion | None:
        right = self.right
        before = next((row for row in self.page.versions if right and row.number < right.number), None)
        return self._numbered(self.old) or before

    @cached_property
    def differences(self) -> list[tuple[Difference, list[tuple[str, str, str]]]]:
        """Each with its fields in words: name, was, now."""
        if self.left is None or self.right is None:
            return []
        sides = [words_of(flow_of(side)) for side in (self.left, self.right)]
        found = differences(self.left, self.right)
        return [
            (one, [(name, told(was, sides[0]), told(now, sides[1])) for name, was, now in one.fields]) for one in found
        ]

    def _numbered(self, number: str) -> ProcedureVersion | None:
        return next((row for row in self.page.versions if str(row.number) == number), None)


def told(value: object, words: Vocabulary) -> str:
    """One side of a difference as a person reads it."""
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        return "; ".join(f"{sentence(restore(condition), words)} → {goes_to}" for condition, goes_to in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(f"{one['key']}: {' / '.join(one['labels'].values())}" for one in value)
    return "" if value is None else str(value)
