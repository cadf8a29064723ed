"""A template with all that it extends, put together once: the framework looks for the blocks anew for each page."""

from collections.abc import Iterator, Mapping
from typing import cast

from django.template import Context, Engine
from django.template.base import FilterExpression, Node, NodeList, TextNode, VariableNode
from django.template.defaulttags import WithNode
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode, ExtendsNode

from firstline.interfaces.ui.quick import With

# What is said of each block, that of the template itself first, that of the outermost one last.
Blocks = Mapping[str, list[NodeList]]


class Extends(ExtendsNode):
    """`{% extends %}`"""

    def __init__(self, node: ExtendsNode) -> None:
        super().__init__(node.nodelist, node.parent_name, node.template_dirs)
        self.token, self.origin = node.token, node.origin
        self._whole: NodeList | None = None
        self._cannot = False

    def render(self, context: Context) -> str:
        if BLOCK_CONTEXT_KEY in context.render_context:
            # Another template extends this one, and has blocks for it.
            return str(super().render(context))
        if self._whole is None and not self._cannot:
            try:
                self._whole = _whole(self, context.template.engine)  # type: ignore[union-attr]
            except _Unclear:
                self._cannot = True
        return str(super().render(context)) if self._whole is None else self._whole.render(context)

    render_annotated = render


class _Unclear(Exception):
    """Something depends on what is known only when it is drawn."""


def _whole(node: ExtendsNode, engine: Engine) -> NodeList:
    blocks: dict[str, list[NodeList]] = {}
    above = NodeList()
    names: set[str] = set()
    one: Node | None = node
    while isinstance(one, ExtendsNode):
        _add(blocks, one.blocks)
        parent = cast("FilterExpression", one.parent_name)
        name = parent.var
        if not isinstance(name, str) or parent.filters or name in names:
            raise _Unclear
        names.add(name)
        above = engine.get_template(name).nodelist
        one = next((inner for inner in above if not isinstance(inner, TextNode)), None)
    root = cast("list[BlockNode]", above.get_nodes_by_type(BlockNode))
    _add(blocks, {inner.name: inner for inner in root})
    return NodeList(_filled(above, blocks, "", 0))


def _add(blocks: dict[str, list[NodeList]], further: Mapping[str, BlockNode]) -> None:
    for name, block in further.items():
        blocks.setdefault(name, []).append(block.nodelist)


def _filled(nodes: NodeList, blocks: Blocks, block: str, level: int) -> Iterator[Node]:
    """The nodes of a block as they stand in so many of its versions above, with all blocks in it filled."""
    for node in nodes:
        if isinstance(node, BlockNode):
            yield from _block(blocks, node.name, 0)
        elif _is_super(node):
            yield from _block(blocks, block, level + 1)
        elif node.get_nodes_by_type(BlockNode) or any(map(_is_super, node.get_nodes_by_type(VariableNode))):
            raise _Unclear
        else:
            yield node


def _block(blocks: Blocks, name: str, level: int) -> Iterator[Node]:
    """What a block says; names that are given in it are not known outside."""
    for nodes in blocks[name][level : level + 1]:
        inner = NodeList(_filled(nodes, blocks, name, level))
        if all(isinstance(node, TextNode) for node in inner):
            yield from inner
        else:
            yield With(WithNode(None, None, inner, {}))


def _is_super(node: Node) -> bool:
    return isinstance(node, VariableNode) and str(node.filter_expression.var).startswith("block.")
