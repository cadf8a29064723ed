"""A step or a branch of a draft while it is being written."""

from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse

from firstline.casework.tickets.facts import VOCABULARY
from firstline.criteria.vocabulary import Vocabulary
from firstline.interfaces.desk.condition_editor import Editor, draw
from firstline.interfaces.desk.condition_values import listed
from firstline.interfaces.desk.forms.procedures import WayForm
from firstline.reference.procedures.branches import vocabulary
from firstline.reference.procedures.flow import PREFIX
from firstline.reference.procedures.models import Branch, Step


def knows(step: Step) -> Vocabulary:
    """What a branch of a step may ask: what is known, and the answers of its procedure."""
    return vocabulary(step.of.steps.all(), VOCABULARY)


@dataclass
class BranchPage:
    """A branch being written: its condition and where it leads."""

    step: Step
    branch: Branch | None
    editor: Editor
    way: WayForm
    refused: str = ""
    when: str = ""

    @classmethod
    def standing(cls, step: Step, branch: Branch | None) -> "BranchPage":
        """As it stands; a new one begins with the answer to its own step."""
        words = knows(step)
        begun = QueryDict(mutable=True)
        begun.update({"c0.0.field": f"{PREFIX}{step.key}"})
        editor = Editor.of(branch.condition, words) if branch else Editor.sent(begun, words)
        way = WayForm(step=step, version=step.of, goes_to=branch.goes_to if branch else "")
        return cls(step, branch, editor, way).looked_over()

    @classmethod
    def sent(cls, step: Step, branch: Branch | None, sent: QueryDict) -> "BranchPage":
        """As it was typed; where only the condition gets another line, nothing is blamed."""
        page = cls(step, branch, Editor.sent(sent, knows(step)), WayForm(sent, step=step, version=step.of))
        if "edit" in sent:
            page.way.errors.clear()
            return page.looked_over()
        return page

    def looked_over(self) -> "BranchPage":
        self.when = self.editor.look_over()
        return self

    def drawn(self) -> "BranchPage":
        """The choices of an answer are few enough to be ticked, whatever their number."""
        draw(self.editor)
        for line in self.editor.lines:
            if line.name.startswith(PREFIX) and line.control == "search":
                line.control, line.choices = "choice", listed(self.editor.vocabulary[line.name])
        return self

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """What can be asked: the answers first."""
        found = [(field.name, str(field.label)) for field in self.editor.vocabulary.fields]
        return sorted(found, key=lambda field: not field[0].startswith(PREFIX))

    @property
    def address(self) -> str:
        if self.branch is None:
            return reverse("desk:procedure_branches", args=[self.step.pk])
        return reverse("desk:procedure_branch", args=[self.branch.pk])

    @property
    def back(self) -> str:
        return page_of(self.step)


def page_of(step: Step) -> str:
    """The page of its procedure, at the step."""
    return f"{reverse('desk:procedure', args=[step.of.procedure_id])}?version={step.of.number}#step-{step.key}"
