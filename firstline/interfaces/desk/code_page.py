"""What the page of a problem code knows: its labels, the words customers use, and all that it carries (K2)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from firstline.interfaces.desk.access import signed_in
from firstline.interfaces.desk.catalogue_page import PARENTS, NodePage
from firstline.interfaces.desk.forms.catalogue import LONGEST_WORDS, HandlingForm, ParentForm
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm
from firstline.reference.catalogue.models import Node, ProblemCode
from firstline.reference.handling.models import Handling, Question, StandardWorkOrder


@dataclass(frozen=True)
class CodePage(NodePage):
    """A code with what it carries; forms are those that were refused, else as it stands."""

    handling_form: HandlingForm | None = None
    synonyms_form: TextsForm | None = None

    @property
    def code(self) -> ProblemCode:
        assert isinstance(self.node, ProblemCode)  # noqa: S101 - only codes have this page
        return self.node

    @cached_property
    def handling(self) -> Handling:
        rows = Handling.objects.select_related("centre", "priority", "standard_work_order__crew")
        return rows.filter(code=self.code).first() or Handling(code=self.code)

    @cached_property
    def carries(self) -> HandlingForm:
        return self.handling_form or HandlingForm(handling=self.handling)

    @cached_property
    def synonyms(self) -> TextsForm:
        return self.synonyms_form or synonyms_form(self.code)

    @cached_property
    def standard(self) -> StandardWorkOrder | None:
        return self.handling.standard_work_order

    @cached_property
    def questions(self) -> list[Question]:
        return list(self.code.questions.all())

    @cached_property
    def warnings(self) -> list[str]:
        """What this code lacks to travel by itself."""
        lacks = {"centre": self.handling.centre_id, "priority": self.handling.priority_id}
        return [name for name, value in lacks.items() if value is None]


def synonyms_form(code: ProblemCode, sent: Any = None) -> TextsForm:
    """The words that customers use, a line of them per language, between commas."""
    texts = {language: ", ".join(words) for language, words in code.synonyms.items()}
    return TextsForm(sent, texts=texts, ident="synonyms", longest=LONGEST_WORDS)


def draw(request: HttpRequest, node: Node | None, *, add_form: OneTextForm | None = None, **forms: Any) -> HttpResponse:
    """The page of a node, or of all departments; `forms` are those that were refused, drawn with what was typed."""
    user = signed_in(request)
    add = add_form or OneTextForm(label="")
    if node is None:
        return render(request, "desk/catalogue/node.html", {"page": NodePage(None, user, add)})
    forms.setdefault("labels_form", TextsForm(texts=node.labels, ident="label"))
    if type(node) in PARENTS:
        forms.setdefault("move_form", ParentForm(node=node))
    if isinstance(node, ProblemCode):
        return render(request, "desk/catalogue/code.html", {"page": CodePage(node, user, add, **forms), "node": node})
    return render(request, "desk/catalogue/node.html", {"page": NodePage(node, user, add, **forms), "node": node})
