"""Markdown to HTML that is safe to show: no markup of the writer's own, nothing that runs, nothing from outside."""

import re
from collections.abc import Mapping, MutableMapping, Sequence
from functools import cache
from html import unescape
from typing import Any

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from firstline.reference.knowledge.references import PATTERN, Addresses, Target, name_of, nowhere

LONGEST_BODY = 30_000
DEEPEST = 20
# The page has its own title, and its cards: a text's headings begin below those.
HEADINGS_BELOW = 2
LOWEST_HEADING = 6
_BLOCKS = frozenset({"p", "li", "tr", "pre", "br", "h3", "h4", "h5", "h6", "blockquote"})
_INSIDE = frozenset({"ul", "ol", "table", "thead", "tbody", "th", "td", "hr", "a", "code", "em", "s", "span", "strong"})
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
_CLASSES = {"a": {"reference", "gone"}, "span": {"reference", "gone"}}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def render(text: str, *, targets: Mapping[str, Target] | None = None, address: Addresses = nowhere) -> SafeString:
    """The Markdown of an article as HTML. `targets` are what its references lead to (`references.resolve`).

    Never an error: a text that is too long for Markdown is shown as it was written.
    """
    environment = {"targets": targets or {}, "address": address}
    if len(text) > LONGEST_BODY:
        return format_html("<pre>{}</pre>", text[:LONGEST_BODY])
    html = str(_markdown().render(text.replace("\x00", ""), environment))
    clean = nh3.clean(
        html.encode(errors="ignore").decode(),
        tags=set(_BLOCKS | _INSIDE),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in _CLASSES.items()},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 nh3 has just made it so


def plain(text: str, *, targets: Mapping[str, Target] | None = None) -> str:
    """The words of a text without its marks, a line per block: what is searched and shown as an excerpt."""
    html = " ".join(render(text, targets=targets).split("\n"))
    words = unescape(_TAG.sub(_gap, html))
    return "\n".join(line for line in (" ".join(part.split()) for part in words.split("\n")) if line)


def _gap(tag: re.Match[str]) -> str:
    """What a tag is to whoever hears the text: a new line where a block begins, a pause between the cells of a row."""
    name = tag["name"]
    return "\n" if name in _BLOCKS else " " if name in ("td", "th") else ""


# What nh3 wrote is well-formed: nothing but a tag begins with this sign.
_TAG = re.compile(r'<(?P<name>/?[a-z0-9]+)(?:"[^"]*"|[^">])*>')


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST}).enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "reference", _reference)
    for name, rule in (("reference", _draw_reference), ("image", _draw_image), ("heading_open", _draw_heading)):
        markdown.add_render_rule(name, rule)
    markdown.add_render_rule("heading_close", _draw_heading)
    return markdown


def _reference(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 the parser's own signature
    if not state.src.startswith("[[", state.pos):
        return False
    match = PATTERN.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("reference", "", 0)
        token.content, token.meta = match.group(), {"name": name_of(match), "words": (match["words"] or "").strip()}
    state.pos = match.end()
    return True


def _draw_reference(
    _renderer: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    _options: OptionsDict,
    environment: MutableMapping[str, Any],
) -> str:
    token = tokens[at]
    target: Target | None = environment["targets"].get(token.meta["name"])
    if target is None:
        return format_html('<span class="reference gone">{} ({})</span>', token.content, _("leads nowhere"))
    address = environment["address"](target.kind, target.key)
    words = token.meta["words"] or target.title or token.content
    shown = format_html("{} ({})", words, _("no longer in use")) if target.is_gone else words
    look = "reference gone" if target.is_gone else "reference"
    if not address:
        return format_html('<span class="{}">{}</span>', look, shown)
    return format_html('<a class="{}" href="{}">{}</a>', look, address, shown)


def _draw_image(
    _renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _environment: Mapping[str, Any]
) -> str:
    """A picture is a link to it: a page that loads one from elsewhere tells its owner who reads what, and when."""
    address = str(tokens[at].attrs.get("src", ""))
    return format_html('<a href="{}">{}</a>', address, tokens[at].content or address)


def _draw_heading(
    _renderer: RendererHTML, tokens: Sequence[Token], at: int, _options: OptionsDict, _environment: Mapping[str, Any]
) -> str:
    level = min(int(tokens[at].tag[1]) + HEADINGS_BELOW, LOWEST_HEADING)
    return f"<h{level}>" if tokens[at].nesting == 1 else f"</h{level}>\n"
