"""HTML of any quality as a small well-nested tree, and back.

A browser's own way of repairing HTML can be made to blow a few bytes up to gigabytes; this one takes time and room in
proportion to its input. What it writes is well nested and shallow, so that the sanitiser has nothing to repair.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)"
    r"|<[!?][^>]*+(?:>|\Z)"
    r"|</([a-zA-Z][^\s/>]*+)[^>]*+(?:>|\Z)"
    r"|<([a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^\s>\"'][^\s>]*+)?)*+)(?:>|\Z)"
)
_ATTRIBUTE = re.compile(
    r"(?<![^\s/\"'])([a-zA-Z][\w-]*+)\s*+=\s*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^\s>]++))", re.ASCII
)
_SILENT = {"script", "style", "title", "head", "noscript", "template", "svg", "math", "iframe", "object", "textarea"}
_SILENT_ENDS = {name: re.compile(rf"</{name}[^>]*+(?:>|\Z)|<body", re.IGNORECASE) for name in _SILENT}
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "q", "s",
           "samp",
           "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"}  # fmt: skip
VOID = {"br", "hr", "img", "wbr", "col"}
_LOST = {"html", "body", "form", "meta", "link", "input", "base", "button", "label", "o:p", "center", "main", "section"}
# A new one of these ends the one before it, as far as the next of its barriers.
_ENDS = {"li": {"ul", "ol"}, "tr": {"table"}, "td": {"tr", "table"}, "th": {"tr", "table"}, "dt": {"dl"}, "dd": {"dl"}}
_ENDED_BY = {"td": {"td", "th"}, "th": {"td", "th"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "li": {"li"}, "tr": {"tr"}}
_DEEPEST, _DEEPEST_INLINE = 100, 12
_LONGEST_ATTRIBUTE = 4_000
_MOST_ESCAPES = 20_000


@dataclass(eq=False, slots=True)
class Node:
    """An element; its children are elements and texts."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)


class _Builder:
    def __init__(self) -> None:
        self.root = Node("")
        self._open = [self.root]
        self._inline = 0

    def text(self, data: str) -> None:
        if data:
            self._open[-1].children.append(html.unescape(data) if "&" in data else data)

    def start(self, tag: str, attributes: str) -> None:
        is_inline = tag in _INLINE
        self._imply_ends(tag, is_inline=is_inline)
        if tag in _LOST or len(self._open) > _DEEPEST or (is_inline and self._inline >= _DEEPEST_INLINE):
            return
        node = Node(tag, dict(_attributes(attributes)))
        self._open[-1].children.append(node)
        if tag not in VOID:
            self._open.append(node)
            self._inline += is_inline

    def _imply_ends(self, tag: str, *, is_inline: bool) -> None:
        if not is_inline and tag not in VOID and self._open[-1].tag == "p":
            self._close(len(self._open) - 1)
        if tag in _ENDS:
            for place in range(len(self._open) - 1, 0, -1):
                if self._open[place].tag in _ENDED_BY[tag]:
                    self._close(place)
                    break
                if self._open[place].tag in _ENDS[tag]:
                    break

    def end(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                self._close(place)
                return
            if tag in _INLINE and self._open[place].tag not in _INLINE:
                return

    def _close(self, place: int) -> None:
        self._inline -= sum(node.tag in _INLINE for node in self._open[place:])
        del self._open[place:]


def _attributes(text: str) -> Iterator[tuple[str, str]]:
    for name, double, single, bare in _ATTRIBUTE.findall(text):
        value = html.unescape(double or single or bare)
        if len(value) <= _LONGEST_ATTRIBUTE:
            yield name.lower(), value


def parse(source: str) -> Node:
    """The tree; script, style and the head leave nothing in it."""
    builder = _Builder()
    position = 0
    while found := _TOKEN.search(source, position):
        builder.text(source[position : found.start()])
        position = found.end()
        ended, started, attributes = found[1], found[2], found[3]
        if ended:
            builder.end(ended.lower())
        elif started and (tag := started.lower()) in _SILENT:
            end = _SILENT_ENDS[tag].search(source, position)
            position = len(source) if end is None else end.end() if end[0][1] == "/" else end.start()
        elif started:
            builder.start(tag, attributes)
    builder.text(source[position:])
    return builder.root


def written(root: Node) -> str:
    """The tree as HTML."""
    pieces: list[str] = []
    escapes = 0
    for tag, text, attributes in events(root):
        if not tag:
            escapes += text.count("&") + text.count("<")
            # The sanitiser is slow at them, and no letter holds so many.
            safe = text if escapes < _MOST_ESCAPES else text.replace("&", "＆").replace("<", "＜")
            pieces.append(html.escape(safe, quote=False))
        elif attributes is None:
            pieces.append(f"</{tag}>")
        else:
            pieces.append(
                "<" + tag + "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items()) + ">"
            )
    return "".join(pieces)


def events(root: Node) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    """Starts (with attributes), texts (without a tag) and ends (without attributes), in order."""
    for child in root.children:
        if isinstance(child, str):
            yield "", child, None
        else:
            yield child.tag, "", child.attributes
            yield from events(child)
            if child.tag not in VOID:
                yield child.tag, "", None
