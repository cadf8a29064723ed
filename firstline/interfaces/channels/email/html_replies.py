"""What is new in a reply that came as HTML: the same rules as for plain text, and the marks that mailers leave."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from firstline.interfaces.channels.email import markup_tree
from firstline.interfaces.channels.email import quotation_heads as heads
from firstline.interfaces.channels.email.markup_tree import VOID, Node

_QUOTES = {"gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra"}
_HEADS = {
    "moz-cite-prefix",
    "OutlookMessageHeader",
    "divRplyFwdMsg",
    "appendonsend",
    "OLK_SRC_BODY_SECTION",
    "reply-intro",
}
_INLINE = {"a", "abbr", "b", "big", "code", "em", "font", "i", "s", "small", "span", "strike", "strong", "sub", "sup",
           "tt", "u", "wbr", "bdi", "bdo"}  # fmt: skip

_MOST_LINES = 4_000


@dataclass
class _Page:
    """A tree in a row: texts and lone elements as leaves, each element as a span of leaves, and the lines one sees."""

    leaves: list[Node | str] = field(default_factory=list)
    spans: list[tuple[Node, int, int]] = field(default_factory=list)
    quotes: list[tuple[int, int]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    _line: list[str] = field(default_factory=list)
    _start: int = 0
    _within: int = 0

    def read(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                if not "".join(self._line).strip():
                    self._start = len(self.leaves)
                self._line.append(child)
                self.leaves.append(child)
                continue
            if child.tag not in _INLINE:
                self.end_line()
            first = len(self.leaves)
            if child.tag in VOID:
                self.leaves.append(child)
            else:
                self._within += child.tag == "blockquote"
                self.read(child)
                self._within -= child.tag == "blockquote"
            self.spans.append((child, first, len(self.leaves)))
            if child.tag == "blockquote" and not self._within:
                self.quotes.append((first, len(self.leaves)))
            if child.tag not in _INLINE:
                self.end_line()

    def end_line(self) -> None:
        if self._line:
            self.lines.append(" ".join("".join(self._line).split()))
            self.starts.append(self._start)
        self._line = []

    def quote_at(self, leaf: int) -> tuple[int, int] | None:
        """The outermost quotation around a leaf."""
        place = bisect_right(self.quotes, (leaf, len(self.leaves))) - 1
        return self.quotes[place] if place >= 0 and self.quotes[place][1] > leaf else None

    def line_at(self, leaf: int, end: int) -> str:
        """The first line with words from a leaf on."""
        place = bisect_left(self.starts, leaf)
        while place < len(self.lines) and self.starts[place] < end and not self.lines[place]:
            place += 1
        return self.lines[place] if place < len(self.lines) else ""


def trimmed_html(html: str) -> tuple[str, str]:
    """What is new, and what is quoted, of sanitised HTML; all is new where nothing else would be left."""
    root = markup_tree.parse(html)
    page = _Page()
    page.read(root)
    page.end_line()
    found = _quoted(page)
    if found is None:
        return html, ""
    start, end = found
    last = start - 1
    while last >= 0 and _is_blank(page.leaves[last]):
        last -= 1
    if last >= 0 and isinstance(rule := page.leaves[last], Node) and rule.tag == "hr":
        start = last
    new = _only(root, [*range(start), *range(end, len(page.leaves))])
    if not _is_readable(new):
        return html, ""
    return markup_tree.written(new).strip(), markup_tree.written(_only(root, list(range(start, end)))).strip()


def _quoted(page: _Page) -> tuple[int, int] | None:
    """From which leaf to which."""
    forwarded = next(
        (start for line, start in zip(page.lines, page.starts, strict=True) if heads.is_forwarded(line)), None
    )
    found = _marked(page) or _headed(page) or _last_blockquote(page)
    return found if found and (forwarded is None or found[0] < forwarded - 1) and found[0] < found[1] else None


def _marked(page: _Page) -> tuple[int, int] | None:
    places: list[tuple[int, int, bool]] = []
    for node, start, end in page.spans:
        marks = {*node.attributes.get("class", "").split(), node.attributes.get("id", "")}
        if node.tag != "blockquote" and marks & _QUOTES and not heads.is_forwarded(page.line_at(start, end)):
            places.append((start, -end, False))
        elif marks & _HEADS:
            places.append((start, -end, True))
    if not places:
        return None
    start, end, is_head = min(places)
    return start, _end_after(page, -end) if is_head else -end


def _headed(page: _Page) -> tuple[int, int] | None:
    for place, leaf in enumerate(page.starts[:_MOST_LINES]):
        count = heads.length(page.lines, place)
        if not count:
            continue
        around = page.quote_at(leaf)
        if around is None:
            after = page.starts[place + count] if place + count < len(page.starts) else len(page.leaves)
            return leaf, _end_after(page, after)
        if all(_is_blank(each) for each in page.leaves[around[0] : leaf]):
            return around
    return None


def _end_after(page: _Page, leaf: int) -> int:
    """Where what a head announces ends: with the blockquote that follows, else with the message."""
    while leaf < len(page.leaves) and _is_blank(page.leaves[leaf]):
        leaf += 1
    quote = page.quote_at(leaf)
    return quote[1] if quote else len(page.leaves)


def _last_blockquote(page: _Page) -> tuple[int, int] | None:
    marked = {
        (start, end) for node, start, end in page.spans if node.tag == "blockquote" and "class" in node.attributes
    }
    return next((quote for quote in reversed(page.quotes) if quote not in marked), None)


def _is_blank(leaf: Node | str) -> bool:
    return not leaf.strip() if isinstance(leaf, str) else leaf.tag in ("br", "wbr")


def _only(root: Node, wanted: list[int]) -> Node:
    """A copy with these leaves alone; elements that are left without anything to see go too."""
    chosen = set(wanted)
    count = 0

    def copy(node: Node) -> tuple[Node, bool]:
        nonlocal count
        kept, is_whole = Node(node.tag, node.attributes), True
        for child in node.children:
            if isinstance(child, str) or child.tag in VOID:
                is_kept, part = count in chosen, child
                count += 1
                is_whole = is_whole and is_kept
            else:
                part, is_child_whole = copy(child)
                is_kept = is_child_whole or _is_readable(part)
                is_whole = is_whole and is_child_whole
            if is_kept:
                kept.children.append(part)
        return kept, is_whole

    return copy(root)[0]


def _is_readable(node: Node) -> bool:
    return any(
        bool(child.strip()) if isinstance(child, str) else child.tag == "img" or _is_readable(child)
        for child in node.children
    )
