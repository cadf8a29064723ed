"""What the screens of the catalogue know: the tree beside the page, and one node with what stands below it."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from firstline.interfaces.desk.access import signed_in, within_departments
from firstline.interfaces.desk.file_history import Told, file_history
from firstline.interfaces.desk.forms.catalogue import ParentForm
from firstline.interfaces.desk.forms.labels import OneTextForm, TextsForm, languages
from firstline.reference.catalogue.keeping import BELOW
from firstline.reference.catalogue.models import Department, Node, ProblemCode, ServiceCategory, ServiceProvider
from firstline.reference.staff.models import User
from firstline.reference.staff.roles import Right, may

# The word of each level in an address, and the way from it to the department that limits who may change it.
LEVELS: dict[str, tuple[type[Node], str]] = {
    "departments": (Department, "pk"),
    "providers": (ServiceProvider, "department"),
    "categories": (ServiceCategory, "provider__department"),
    "codes": (ProblemCode, "category__provider__department"),
}
WORDS = {level: word for word, (level, _path) in LEVELS.items()}
# By which name what stands below a node is counted.
COUNTED: dict[type[Node], str] = {Department: "providers", ServiceProvider: "categories", ServiceCategory: "codes"}
PARENTS: dict[type[Node], str] = {ServiceProvider: "department", ServiceCategory: "provider", ProblemCode: "category"}


@dataclass(frozen=True)
class Branch:
    """A node of the tree beside the page; `count` is how many codes in use stand below it."""

    label: str
    url: str
    is_open: bool
    is_here: bool
    count: int
    below: list["Branch"]


@dataclass(frozen=True)
class Row:
    """A child on its parent's page, with its labels to be changed in place."""

    node: Node
    form: TextsForm
    url: str
    count: int | None
    word: str


@dataclass(frozen=True)
class NodePage:
    """One node of the catalogue (None: all departments) and what stands below it."""

    node: Node | None
    user: User
    add_form: OneTextForm
    labels_form: TextsForm | None = None
    move_form: ParentForm | None = None
    languages: list[tuple[str, str]] = field(default_factory=languages)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the reader may change this node and what is below it."""
        if not may(self.user, Right.EDIT_REFERENCE):
            return False
        return self.node is None or editable(type(self.node), self.user).filter(pk=self.node.pk).exists()

    @property
    def word(self) -> str:
        return WORDS[type(self.node)] if self.node else ""

    @cached_property
    def above(self) -> list[Node]:
        """What stands above the node, from the department down."""
        path: list[Node] = []
        node: Any = self.node
        while node is not None and type(node) in PARENTS:
            node = getattr(node, PARENTS[type(node)])
            path.insert(0, node)
        return path

    @cached_property
    def trail(self) -> list[tuple[str, str]]:
        return [(node.label, url_of(node)) for node in self.above]

    @cached_property
    def rows(self) -> list[Row]:
        """What stands below, those in use first."""
        level, hangs_by = BELOW[type(self.node)] if self.node else (Department, "")
        nodes: QuerySet[Any] = level._default_manager.filter(**{hangs_by: self.node} if hangs_by else {})
        if level in COUNTED:
            nodes = nodes.annotate(count=_count(COUNTED[level]))
        ordered = sorted(nodes, key=lambda node: (node.is_retired, node.label.casefold()))
        return [_row(node, WORDS[level]) for node in ordered]

    @cached_property
    def missing(self) -> list[tuple[str, str, int]]:
        """Of each language: its code, its name, and how many of the rows in use lack a label in it."""
        lacking = Counter(
            language for row in self.rows if not row.node.is_retired for language in row.node.missing_languages
        )
        return [(code, name, lacking[code]) for code, name in self.languages]

    @cached_property
    def tree(self) -> list[Branch]:
        return _tree(self.node, self.above)

    @cached_property
    def history(self) -> list[Told]:
        return file_history(self.node) if self.node else []


def editable(level: type[Node], user: User) -> Any:
    """The nodes of a level that a person may change: of the departments they are limited to."""
    path = next(path for each, path in LEVELS.values() if each is level)
    return within_departments(level._default_manager.all(), user, path)


def find_node(word: str, pk: int) -> Node:
    """A node by the word of its level and its key, with what stands above it; `Http404` if there is none."""
    if word not in LEVELS:
        raise Http404
    level, path = LEVELS[word]
    rows = level._default_manager.all()
    node: Node = get_object_or_404(rows if path == "pk" else rows.select_related(path), pk=pk)
    return node


def find_editable(request: HttpRequest, word: str, pk: int) -> Node:
    """The same, if the reader may change it; `Http404` else."""
    node = find_node(word, pk)
    if not editable(type(node), signed_in(request)).filter(pk=pk).exists():
        raise Http404
    return node


def url_of(node: Node) -> str:
    return reverse("desk:catalogue_node", args=[WORDS[type(node)], node.pk])


def _row(node: Any, word: str) -> Row:
    form = TextsForm(texts=node.labels, ident=f"{word}{node.pk}")
    return Row(node, form, url_of(node), getattr(node, "count", None), word)


def _count(below: str) -> Count:
    return Count(below, filter=Q(**{f"{below}__retired_at": None}))


def _tree(here: Node | None, above: list[Node]) -> list[Branch]:
    """All departments, providers and categories in use in four queries; the branches down to the node are open."""
    path = {(type(node), node.pk) for node in [*above, *([here] if here else [])]}
    counts = dict(ProblemCode.objects.filter(retired_at=None).values_list("category").annotate(count=Count("pk")))
    categories = [
        (category.provider_id, _branch(category, here, path, [], counts.get(category.pk, 0)))
        for category in ServiceCategory.objects.filter(retired_at=None)
    ]
    providers = [
        (provider.department_id, _branch(provider, here, path, _below(categories, provider)))
        for provider in ServiceProvider.objects.filter(retired_at=None)
    ]
    return _sorted(
        [
            _branch(department, here, path, _below(providers, department))
            for department in Department.objects.filter(retired_at=None)
        ]
    )


def _below(branches: list[tuple[int, Branch]], parent: Node) -> list[Branch]:
    return _sorted([branch for parent_pk, branch in branches if parent_pk == parent.pk])


def _sorted(branches: list[Branch]) -> list[Branch]:
    return sorted(branches, key=lambda branch: branch.label.casefold())


def _branch(node: Node, here: Node | None, path: set[Any], below: list[Branch], count: int | None = None) -> Branch:
    total = sum(branch.count for branch in below) if count is None else count
    is_open = (type(node), node.pk) in path
    return Branch(node.label, url_of(node), is_open, node == here, total, below)
