"""The framework's nodes that every page consists of, drawn in fewer steps: what can be known from the template is
worked out when it is loaded. They stand only in folded templates, which are of one language."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape
from typing import Any, cast

from django.conf import settings
from django.template import Context
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import ForNode, IfNode, URLNode, WithNode
from django.template.library import SimpleNode
from django.templatetags.i18n import BlockTranslateNode
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from firstline.interfaces.ui.finding import Find, finder, tested

_PLAIN_NUMBERS = not settings.USE_THOUSAND_SEPARATOR
# No number of ours is as large; where it stands in an address, another number can stand.
_STAND_IN = 7_000_000_000_000_007


def quick(node: Node) -> Node:
    """The node, or one that draws the same; those of other kinds, and those that only begin alike, are left."""
    make = _QUICK.get(type(node))
    return make(node) if make else node


def _shown(value: Any, context: Context) -> str:
    """As `render_value_in_context`, which asks for a language and a zone even for texts."""
    kind = type(value)
    if kind is SafeString:
        return str(value)
    if kind is str and context.autoescape:
        return escape(value)
    if kind is int and _PLAIN_NUMBERS:
        return str(value)
    return str(render_value_in_context(value, context))


class Shown(VariableNode):
    """`{{ one.name }}`"""

    def __init__(self, node: VariableNode) -> None:
        super().__init__(node.filter_expression)
        self._find = finder(node.filter_expression)

    def render(self, context: Context) -> str:
        value = self._find(context)
        return escape(value) if type(value) is str and context.autoescape else _shown(value, context)

    render_annotated = render


class If(IfNode):
    """`{% if %}`"""

    def __init__(self, node: IfNode) -> None:
        super().__init__(node.conditions_nodelists)
        self._ways = [(tested(one) if one is not None else None, nodes) for one, nodes in node.conditions_nodelists]

    def render(self, context: Context) -> str:
        for test, nodes in self._ways:
            try:
                is_so = test is None or test(context)
            except VariableDoesNotExist:
                continue
            if is_so:
                return nodes.render(context)
        return ""

    render_annotated = render


class With(WithNode):
    """`{% with %}`, and an include with names of its own"""

    def __init__(self, node: WithNode) -> None:
        super().__init__(None, None, node.nodelist, node.extra_context)
        self._names = [(name, finder(said)) for name, said in node.extra_context.items()]

    def render(self, context: Context) -> str:
        context.dicts.append({name: find(context) for name, find in self._names})
        try:
            return self.nodelist.render(context)
        finally:
            context.dicts.pop()

    render_annotated = render


class For(ForNode):
    """`{% for %}`"""

    def __init__(self, node: ForNode) -> None:
        super().__init__(node.loopvars, node.sequence, node.is_reversed, node.nodelist_loop, node.nodelist_empty)
        self._find = finder(cast("FilterExpression", node.sequence), or_none=True)
        self._names, self._empty = cast("list[str]", node.loopvars), cast("NodeList", self.nodelist_empty)

    def render(self, context: Context) -> str:
        outer = context.get("forloop", {})
        here: dict[str, Any] = {}
        context.dicts.append(here)
        try:
            found = self._find(context)
            values = [] if found is None else found if hasattr(found, "__len__") else list(found)
            if len(values) < 1:
                return self._empty.render(context)
            here["forloop"] = {"parentloop": outer}
            return self._drawn(values, here, context)
        finally:
            context.dicts.pop()

    render_annotated = render

    def _drawn(self, values: Any, here: dict[str, Any], context: Context) -> SafeString:
        loop, names, count, texts = here["forloop"], self._names, len(values), list[Any]()
        draws = [node.render_annotated for node in cast("NodeList", self.nodelist_loop)]
        for place, item in enumerate(reversed(values) if self.is_reversed else values):
            loop["counter0"], loop["counter"] = place, place + 1
            loop["revcounter"], loop["revcounter0"] = count - place, count - place - 1
            loop["first"], loop["last"] = place == 0, place == count - 1
            if len(names) > 1:
                context.dicts.append(_unpacked(names, item))
                texts += [draw(context) for draw in draws]
                context.dicts.pop()
            else:
                here[names[0]] = item
                texts += [draw(context) for draw in draws]
        return SafeString("".join(texts))


def _unpacked(names: list[str], item: Any) -> dict[str, Any]:
    try:
        count = len(item)
    except TypeError:
        count = 1
    if count != len(names):
        raise ValueError(f"Need {len(names)} values to unpack in for loop; got {count}. ")
    return dict(zip(names, item, strict=True))


class Simple(SimpleNode):
    """A tag of a library that gives a text"""

    def __init__(self, node: SimpleNode) -> None:
        super().__init__(node.func, node.takes_context, node.args, node.kwargs, node.target_var)
        self._args = [finder(one) for one in node.args]
        self._kwargs = [(name, finder(one)) for name, one in node.kwargs.items()]

    def render(self, context: Context) -> Any:
        args = [find(context) for find in self._args]
        kwargs = {name: find(context) for name, find in self._kwargs}
        text = self.func(context, *args, **kwargs) if self.takes_context else self.func(*args, **kwargs)
        if self.target_var is not None:
            context[self.target_var] = text
            return ""
        return conditional_escape(text) if context.autoescape and type(text) is not SafeString else text

    render_annotated = render


class Translated(BlockTranslateNode):
    """`{% blocktranslate %}` of one number, whose text is looked up once"""

    def __init__(self, node: BlockTranslateNode) -> None:
        super().__init__(node.extra_context, node.singular, trimmed=node.trimmed)
        text, names = self.render_token_list(self.singular)
        self._text = gettext(text)
        self._values: list[tuple[str, Find]] = [
            (name, finder(self.extra_context[name]) if name in self.extra_context else _of_context(name))
            for name in names
        ]

    def render(self, context: Context, nested: bool = False) -> Any:  # noqa: FBT001, FBT002 the framework's own
        try:
            return self._text % {name: _shown(find(context), context) for name, find in self._values}
        except (KeyError, ValueError):
            return super().render(context, nested)

    render_annotated = render


def _of_context(name: str) -> Find:
    """What stands between the braces of such a text is one name, and nothing where it is not known."""
    return lambda context: context.get(name, "")


class Address(URLNode):
    """`{% url %}`"""

    def __init__(self, node: URLNode) -> None:
        super().__init__(node.view_name, node.args, node.kwargs, node.asvar)
        self._find = finder(node.view_name)
        self._args = [finder(one) for one in node.args]
        # Folded templates are of one table of addresses, too.
        self._where = settings.ROOT_URLCONF, get_script_prefix()

    def render(self, context: Context) -> Any:
        args = [find(context) for find in self._args]
        around = _around(*self._where, self._find(context), len(args))
        if not around or any(type(one) is not int or one < 0 for one in args):
            return super().render(context)
        text = around[0] + "".join(f"{one}{part}" for one, part in zip(args, around[1:], strict=True))
        if self.asvar:
            context[self.asvar] = text
            return ""
        return escape(text) if context.autoescape else text

    render_annotated = render


@lru_cache(maxsize=1024)
def _around(urls: str, prefix: str, view: str, count: int) -> tuple[str, ...]:  # noqa: ARG001 what the answer depends on
    """What stands in an address around so many whole numbers; nothing where that cannot be said."""
    stand_ins = [_STAND_IN + place for place in range(count)]
    try:
        rest, parts = reverse(view, args=stand_ins), list[str]()
    except NoReverseMatch:
        return ()
    for one in map(str, stand_ins):
        if rest.count(one) != 1:
            return ()
        part, _one, rest = rest.partition(one)
        parts.append(part)
    return (*parts, rest)


def _address(node: URLNode) -> Node:
    return node if node.kwargs else Address(node)


def _translated(node: BlockTranslateNode) -> Node:
    return node if node.plural or node.message_context or node.asvar else Translated(node)


_QUICK: Mapping[type, Callable[[Any], Node]] = {
    VariableNode: Shown,
    IfNode: If,
    WithNode: With,
    ForNode: For,
    SimpleNode: Simple,
    BlockTranslateNode: _translated,
    URLNode: _address,
}
