"""What the screens of standard work orders know."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, QuerySet

from firstline.interfaces.desk.file_history import Told, file_history
from firstline.interfaces.desk.forms.catalogue import StandardWorkOrderForm, codes_of
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm
from firstline.reference.catalogue.models import ProblemCode
from firstline.reference.handling.models import StandardTask, StandardWorkOrder
from firstline.reference.handling.standard_orders import LONGEST_TASK
from firstline.reference.labels import LONGEST_TEXT
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

INSTRUCTIONS_ROWS = 3


def standard_orders() -> QuerySet[StandardWorkOrder]:
    """All templates, those in use first, with how many tasks they have and how many codes carry them."""
    rows = StandardWorkOrder.objects.select_related("crew").order_by("retired_at", "key")
    tasks, codes = Count("tasks", distinct=True), Count("handlings", distinct=True)
    return rows.annotate(task_count=tasks, code_count=codes)


@dataclass(frozen=True)
class StandardOrderPage:
    """One template; forms are those that were refused, else as it stands."""

    order: StandardWorkOrder
    user: User
    facts_form: StandardWorkOrderForm | None = None
    labels_form: TextsForm | None = None
    instructions_form: TextsForm | None = None
    task_form: OneTextForm | None = None
    refused_task: tuple[int, TextsForm] | None = None

    @property
    def may_edit(self) -> bool:
        return may(self.user, Right.EDIT_REFERENCE)

    @cached_property
    def facts(self) -> StandardWorkOrderForm:
        return self.facts_form or StandardWorkOrderForm(order=self.order)

    @cached_property
    def labels(self) -> TextsForm:
        return self.labels_form or TextsForm(texts=self.order.labels, ident="label")

    @cached_property
    def instructions(self) -> TextsForm:
        return self.instructions_form or instructions_form(self.order)

    @cached_property
    def add(self) -> OneTextForm:
        return self.task_form or OneTextForm(label="", longest=LONGEST_TASK)

    @cached_property
    def tasks(self) -> list[tuple[StandardTask, TextsForm]]:
        refused = dict([self.refused_task]) if self.refused_task else {}
        return [(task, refused.get(task.pk) or _task_form(task)) for task in self.order.tasks.all()]

    @cached_property
    def codes(self) -> list[ProblemCode]:
        return codes_of(self.order)

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.order)


def instructions_form(order: StandardWorkOrder, sent: object = None) -> TextsForm:
    """What the crew is told, in every language."""
    longest, rows = LONGEST_TEXT, INSTRUCTIONS_ROWS
    return TextsForm(sent, texts=order.instructions, ident="instructions", longest=longest, rows=rows)


def _task_form(task: StandardTask) -> TextsForm:
    return TextsForm(texts=task.labels, ident=f"task{task.pk}", longest=LONGEST_TASK)
