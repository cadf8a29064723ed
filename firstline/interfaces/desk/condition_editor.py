"""A condition as a form: groups and lines that are added, changed and taken away, with or without script.

Every node has a path such as "0.2.1", and its fields are named by it: `c0.2.mode`, `c0.2.1.field`, `c0.2.1.is`,
`c0.2.1.value`. Whatever was sent is drawn again as it was, also what cannot be read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from firstline.criteria.checking import doubts
from firstline.criteria.conditions import All, AnyOf, Ask, Condition, Not, Unreadable, read, write
from firstline.criteria.describing import sentence
from firstline.criteria.naming import knowing
from firstline.criteria.vocabulary import NAMES, OPERATORS, WITHOUT_VALUE, Operator, Type, Vocabulary
from firstline.interfaces.desk.condition_values import (
    FEW,
    Choice,
    Unfit,
    is_found_by_typing,
    listed,
    named,
    typed,
    value_of,
)

MODES: dict[str, str | Promise] = {
    "all": gettext_lazy("All of these hold"),
    "any": gettext_lazy("At least one of these holds"),
    "none": gettext_lazy("None of these holds"),
}
DEEPEST = 4
MOST_NODES = 120
_NODE = re.compile(r"c(0(?:\.\d{1,3}){0,12})\.(mode|field)", re.ASCII)


@dataclass
class Line:
    """One question as it was typed; `error` says what is wrong with it, `control` how its value is asked for."""

    path: str
    name: str = ""
    operator: str = ""
    values: list[str] = field(default_factory=list)
    error: str = ""
    has_focus: bool = False
    operators: list[tuple[str, str]] = field(default_factory=list)
    control: str = ""
    choices: list[Choice] = field(default_factory=list)

    @property
    def first(self) -> str:
        return (self.values or [""])[0]

    @property
    def three(self) -> list[str]:
        """The values of a control of several parts."""
        return [*self.values, "", "", ""][:3]


@dataclass
class Group:
    path: str
    mode: str = "all"
    of: list["Line | Group"] = field(default_factory=list)

    @property
    def depth(self) -> int:
        return self.path.count(".")

    @property
    def may_hold_groups(self) -> bool:
        return self.depth < DEEPEST - 1

    @property
    def is_whole(self) -> bool:
        return self.depth == 0


@dataclass
class Editor:
    """A condition being edited in the words of a vocabulary."""

    vocabulary: Vocabulary
    root: Group

    @classmethod
    def of(cls, data: object, vocabulary: Vocabulary) -> "Editor":
        """The editor of a condition that stands as JSON; an empty one where it cannot be read."""
        try:
            condition = read(data, vocabulary)
        except Unreadable:
            condition = All()
        root = _node(condition if isinstance(condition, All | AnyOf | Not) else All((condition,)))
        editor = cls(vocabulary, root if isinstance(root, Group) else Group("0", of=[root]))
        return editor.numbered()

    @classmethod
    def sent(cls, sent: QueryDict, vocabulary: Vocabulary) -> "Editor":
        """The editor as a form sent it, after the change that its button asks for."""
        root = Group("0", _mode(sent.get("c0.mode", "")))
        groups = {"0": root}
        for path, kind in _nodes(sent):
            parent = groups.get(path.rpartition(".")[0])
            if parent is None:
                continue
            node: Line | Group
            if kind == "mode":
                node = groups[path] = Group(path, _mode(sent.get(f"c{path}.mode", "")))
            else:
                node = _line(path, sent, vocabulary)
            parent.of.append(node)
        editor = cls(vocabulary, root)
        editor._edit(*sent.get("edit", "").partition(" ")[::2], groups)
        return editor.numbered()

    def numbered(self) -> "Editor":
        """With paths that follow one another; what was focused stays so."""
        _number(self.root, "0")
        return self

    @property
    def lines(self) -> list[Line]:
        return [node for node in _walk(self.root) if isinstance(node, Line)]

    def condition(self) -> dict[str, object] | None:
        """As JSON; None where a line is not complete, which then says so."""
        try_all = [_asked(line, self.vocabulary) for line in self.lines]
        if any(asked is None for asked in try_all):
            return None
        return write(_condition(self.root, self.vocabulary))

    def look_over(self) -> str:
        """The condition as a sentence, its doubts beside their lines; "" while it is not complete."""
        if any(_asked(line, self.vocabulary) is None for line in self.lines):
            for line in self.lines:
                line.error = ""
            return ""
        condition = _condition(self.root, self.vocabulary)
        known = knowing(self.vocabulary, [condition])
        for doubt in doubts(condition, known):
            blamed = next((line for line in self.lines if line.name == doubt.field and not line.error), None)
            if blamed:
                blamed.error = doubt.text
        return sentence(condition, known)

    def _edit(self, act: str, path: str, groups: dict[str, Group]) -> None:
        if act == "add" and path in groups and len(list(_walk(self.root))) < MOST_NODES:
            groups[path].of.append(Line("", has_focus=True))
        elif act == "group" and path in groups and groups[path].may_hold_groups:
            groups[path].of.append(Group("", "any", [Line("", has_focus=True)]))
        elif act == "drop":
            for group in groups.values():
                group.of = [node for node in group.of if node.path != path]


def draw(editor: Editor) -> Editor:
    """With all that its lines show: what can be asked, and what can be chosen; each list is read once."""
    lists: dict[str, list[Choice]] = {}
    for line in editor.lines:
        if line.name not in editor.vocabulary:
            continue
        asked = editor.vocabulary[line.name]
        line.operators = [(str(one), str(NAMES[one])) for one in asked.operators]
        line.control = "" if Operator(line.operator) in WITHOUT_VALUE else str(asked.type)
        if line.control == Type.CHOICE and line.name not in lists:
            lists[line.name] = [] if is_found_by_typing(line.name) else listed(asked)
        line.choices = lists.get(line.name, [])
        if line.control == Type.CHOICE and not 0 < len(line.choices) <= FEW:
            line.control, line.choices = "search", named(asked, line.values)
    return editor


def _mode(text: str) -> str:
    return text if text in MODES else "all"


def _nodes(sent: QueryDict) -> list[tuple[str, str]]:
    """The paths of all nodes below the whole and what each is, in order."""
    found = {match[1]: match[2] for name in sent if (match := _NODE.fullmatch(name)) and match[1] != "0"}
    ordered = sorted(found.items(), key=lambda node: tuple(map(int, node[0].split("."))))
    return ordered[:MOST_NODES]


def _line(path: str, sent: QueryDict, vocabulary: Vocabulary) -> Line:
    """A line as it was sent; an operator that another field had gives way to the first of this one."""
    name = sent.get(f"c{path}.field", "")
    if name not in vocabulary:
        return Line(path)
    operator, possible = sent.get(f"c{path}.is", ""), OPERATORS[vocabulary[name].type]
    was = sent.get(f"c{path}.was", name)
    values = typed(vocabulary[name], path, sent) if was == name else []
    return Line(path, name, operator if operator in possible else str(possible[0]), values)


def _asked(line: Line, vocabulary: Vocabulary) -> Ask | None:
    """The question of a line; None, with the reason beside it, where it asks nothing yet."""
    line.error = ""
    if line.name not in vocabulary:
        line.error = _("Choose what is asked.")
        return None
    operator = Operator(line.operator)
    try:
        return Ask(line.name, operator, value_of(vocabulary[line.name], operator, line.values))
    except Unfit as reason:
        line.error = str(reason)
        return None


def _condition(node: Line | Group, vocabulary: Vocabulary) -> Condition:
    """The condition of a node whose lines are all complete."""
    if isinstance(node, Line):
        asked = _asked(node, vocabulary)
        return asked if asked is not None else All()
    of = tuple(_condition(one, vocabulary) for one in node.of)
    if node.mode == "all":
        return All(of)
    return AnyOf(of) if node.mode == "any" else Not(AnyOf(of))


def _node(condition: Condition) -> Line | Group:
    match condition:
        case Ask(name, operator, value):
            return Line("", name, str(operator), _texts(operator, value))
        case All(of):
            return Group("", "all", [_node(one) for one in of])
        case AnyOf(of):
            return Group("", "any", [_node(one) for one in of])
        case Not(AnyOf(of)):
            return Group("", "none", [_node(one) for one in of])
        case Not(of):
            return Group("", "none", [_node(of)])


def _texts(operator: Operator, value: object) -> list[str]:
    """A value as it would have been typed."""
    if value is None:
        return []
    if isinstance(value, bool):
        return ["yes" if value else "no"]
    several: Iterable[object] = value if isinstance(value, tuple) else (value,)
    if operator is Operator.BETWEEN:
        return [f"{int(str(minute)) // 60:02d}:{int(str(minute)) % 60:02d}" for minute in several]
    if operator in (Operator.HAS_ANY, Operator.HAS_ALL):
        return [", ".join(map(str, several))]
    return [f"{one:g}" if isinstance(one, float) and one.is_integer() else str(one) for one in several]


def _walk(node: Line | Group) -> Iterator[Line | Group]:
    yield node
    for one in node.of if isinstance(node, Group) else ():
        yield from _walk(one)


def _number(node: Line | Group, path: str) -> None:
    node.path = path
    for number, one in enumerate(node.of if isinstance(node, Group) else ()):
        _number(one, f"{path}.{number}")
