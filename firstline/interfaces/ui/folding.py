"""Templates as they read in one language: what is the same each time (words, icons, addresses) is worked out once.

Half of what a page draws are translated words and icons. Looking them up anew for each page was a seventh of
the calls that drawing a ticket makes.
"""

from collections.abc import Iterable, Iterator
from threading import local
from typing import Any

from django.conf import settings
from django.template import Context, Origin, Template
from django.template.base import Node, NodeList, TextNode, Variable, VariableNode
from django.template.defaulttags import CommentNode, FirstOfNode, ForNode, IfNode, LoadNode, URLNode, WithNode
from django.template.exceptions import TemplateDoesNotExist
from django.template.library import InclusionNode, SimpleNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.urls import NoReverseMatch, get_script_prefix
from django.utils.translation import get_language

from firstline.interfaces.ui.templatetags import ui

# Tags whose answer depends on what they are given and on the language alone.
_SAME = (ui.icon, ui.key)
# What an included template may consist of to be drawn as a part of the one that includes it: nothing that has a memory
# or a name of its own.
_PLAIN = (
    *(TextNode, VariableNode, FirstOfNode, IfNode, ForNode, WithNode, URLNode, TranslateNode, BlockTranslateNode),
    *(IncludeNode, InclusionNode, SimpleNode),
)


class _Begun(local):
    """The templates that this thread is folding just now, one inside the other."""

    def __init__(self) -> None:
        self.names: list[str] = []


class Folding(base.Loader):
    """Folds what it loads before anybody else sees it; with DEBUG it does not, so that errors name their place."""

    def __init__(self, engine: Any) -> None:
        super().__init__(engine)
        self._begun = _Begun()

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        found = super().get_template(template_name, skip)
        if not self.engine.debug:
            self._begun.names.append(template_name)
            try:
                self._fold(found.nodelist)
            finally:
                self._begun.names.pop()
        return found

    def _fold(self, nodes: NodeList) -> None:
        """In place, as blocks and partials are also known elsewhere by their lists."""
        for node in nodes:
            for inner in _lists(node):
                self._fold(inner)
        nodes[:] = _merged(one for node in nodes for one in self._folded(node))

    def _folded(self, node: Node) -> Iterable[Node]:
        if isinstance(node, LoadNode | CommentNode):
            return ()
        if isinstance(node, IncludeNode):
            return self._included(node)
        try:
            return (TextNode(node.render(Context())),) if _is_same(node) else (node,)
        except NoReverseMatch:
            return (node,)

    def _included(self, node: IncludeNode) -> Iterable[Node]:
        name = node.template.var
        is_known = isinstance(name, str) and not (node.template.filters or name.startswith("."))
        if not is_known or node.isolated_context or name in self._begun.names:
            return (node,)
        try:
            inner = self.engine.get_template(name).nodelist
        except TemplateDoesNotExist:
            return (node,)
        if not all(isinstance(one, _PLAIN) for one in _all(inner)):
            return (node,)
        # A name that is given inside must not be known outside.
        has_names = node.extra_context or any(_names(one) for one in _all(inner))
        return (WithNode(None, None, inner, node.extra_context),) if has_names else inner


class Loader(cached.Loader, Folding):
    """Keeps each folded template, once for each language and table of addresses."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        addresses = f"{settings.ROOT_URLCONF}:{get_script_prefix()}"
        return f"{get_language()}:{addresses}:{super().cache_key(template_name, skip)}"


def _lists(node: Node) -> list[NodeList]:
    if isinstance(node, IfNode):
        return [nodes for _condition, nodes in node.conditions_nodelists]
    found = (getattr(node, name, None) for name in node.child_nodelists)
    return [nodes for nodes in found if isinstance(nodes, NodeList)]


def _all(nodes: NodeList) -> Iterator[Node]:
    for node in nodes:
        yield node
        for inner in _lists(node):
            yield from _all(inner)


def _names(node: Node) -> bool:
    """Whether it gives what it found a name (`{% url ... as address %}`)."""
    return bool(getattr(node, "asvar", None) or getattr(node, "target_var", None))


def _is_same(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        said = node.filter_expression
        return said.var.literal is not None and not (said.filters or node.asvar or node.message_context)
    if isinstance(node, SimpleNode) and node.func in _SAME and node.target_var is None:
        return all(_is_constant(given) for given in (*node.args, *node.kwargs.values()))
    if isinstance(node, URLNode):
        return _is_constant(node.view_name) and not (node.args or node.kwargs or node.asvar)
    return False


def _is_constant(given: Any) -> bool:
    return not given.filters and (not isinstance(given.var, Variable) or given.var.lookups is None)


def _merged(nodes: Iterable[Node]) -> list[Node]:
    """Texts that stand one after the other as one."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, TextNode) and found and isinstance(found[-1], TextNode):
            found[-1] = TextNode(found[-1].s + node.s)
        else:
            found.append(node)
    return found
