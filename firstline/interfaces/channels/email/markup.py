"""HTML from strangers: made safe to show, and told as plain text."""

import re

import nh3

from firstline.interfaces.channels.email import markup_tree

LONGEST = 500_000

_TAGS = {
    "a", "abbr", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "div", "dl", "dt", "em", "figcaption", "figure", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i",
    "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u", "ul", "var", "wbr",
}  # fmt: skip
_GONE_WITH_CONTENT = {"script", "style", "title", "head", "noscript", "template", "svg", "math", "iframe", "object"}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title", "class", "id"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align"},
    "ol": {"start"},
    "blockquote": {"type", "cite"},
}
# By these marks mailers say which part is quoted; all other classes and ids are theirs alone.
QUOTE_CLASSES = {"gmail_quote", "gmail_attr", "gmail_quote_container", "moz-cite-prefix", "yahoo_quoted",
                 "protonmail_quote", "zmail_extra", "OutlookMessageHeader", "gmail_signature",
                 "moz-signature"}  # fmt: skip
QUOTE_IDS = {"divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION", "reply-intro",
             "mail-editor-reference-message-container",
             "Signature", "isForwardContent", "zmail_extra", "yahoo_quoted"}  # fmt: skip
_BLOCKS = {
    "address", "blockquote", "caption", "center", "dd", "div", "dl", "dt", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "li", "ol", "p", "pre", "table", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table", "ul", "dl"}
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")


def sanitised(html: str) -> str:
    """HTML without script, style, forms and anything that a browser would fetch; pictures of the mail stay as cid:."""
    return nh3.clean(
        markup_tree.written(markup_tree.parse(html[:LONGEST])),
        tags=_TAGS,
        clean_content_tags=_GONE_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        link_rel="noopener noreferrer nofollow",
    )


def _attribute(_tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if word in QUOTE_CLASSES) or None
    if name == "id":
        return value if value in QUOTE_IDS else None
    if name == "src":
        is_ours = value.lower().startswith(("cid:", "data:image/png", "data:image/jpeg", "data:image/gif"))
        return value if is_ours else None
    if value.lstrip().lower().startswith("data:") or name == "cite":
        return None
    return value


def text_of(html: str) -> str:
    """HTML as plain text: one line per block, `> ` before what is quoted, `- ` before items."""
    writer = _Writer()
    for tag, text, attributes in markup_tree.events(markup_tree.parse(html[:LONGEST])):
        if not tag:
            writer.write(text)
        elif attributes is None:
            writer.end(tag)
        else:
            writer.start(tag)
    return writer.text()


class _Writer:
    """Collects lines; an empty line stands between paragraphs."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoted = 0
        self._preformatted = 0
        self._wants_empty = False

    def text(self) -> str:
        self._end_line()
        return "\n".join(self._lines).strip("\n")

    def start(self, tag: str) -> None:
        if tag == "br":
            self._end_line(always=True)
        elif tag == "hr":
            self._begin_block(tag)
            self._line.append("_" * 20)
            self._end_line()
        elif tag in ("td", "th") and self._line:
            self._line.append(" ")
        elif tag in _BLOCKS:
            self._begin_block(tag)
            self._quoted += tag == "blockquote"
            self._preformatted += tag == "pre"
            if tag == "li":
                self._line.append("- ")

    def end(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._begin_block(tag)
            self._quoted -= tag == "blockquote" and self._quoted > 0
            self._preformatted -= tag == "pre" and self._preformatted > 0

    def write(self, data: str) -> None:
        if self._preformatted:
            first, *rest = data.split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(always=True)
                self._line.append(line)
            return
        text = _BLANKS.sub(" ", data)
        if text == " " and (not self._line or self._line[-1].endswith(" ")):
            return
        self._line.append(text.lstrip() if not self._line or self._line[-1].endswith(" ") else text)

    def _begin_block(self, tag: str) -> None:
        self._end_line()
        self._wants_empty = self._wants_empty or tag in _PARAGRAPHS

    def _end_line(self, *, always: bool = False) -> None:
        line = "".join(self._line).rstrip()
        self._line = []
        if not line and not always:
            return
        if self._wants_empty and self._lines and self._lines[-1].strip("> "):
            self._lines.append("")
        self._wants_empty = False
        self._lines.append("> " * min(self._quoted, 5) + line if line or self._quoted else line)
