"""Showing why something was found: the words asked for, marked in its text."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from firstline.language.marking import Span, cut_out, find_marks


def highlight(text: str, query: str, *, as_typed: bool = False) -> list[Span]:
    """Places `[start, end)` in `text` of the words asked for; see `language.marking`."""
    return find_marks(text, query, as_typed=as_typed)


def marked(text: str, query: str, *, as_typed: bool = False) -> SafeString:
    """The whole `text` as HTML with the words asked for in `<mark>`; everything else escaped."""
    return as_html(text, find_marks(text, query, as_typed=as_typed))


def excerpt(text: str, query: str, *, length: int = 200, as_typed: bool = False) -> SafeString:
    """The part of `text` that shows the words asked for best, as HTML with `<mark>` and an ellipsis at a cut."""
    part = cut_out(text, find_marks(text, query, as_typed=as_typed), length)
    before, after = ("… " if part.cut_before else ""), (" …" if part.cut_after else "")
    return mark_safe(f"{before}{as_html(part.text, part.marks)}{after}")  # noqa: S308 escaped piece by piece


def as_html(text: str, marks: Sequence[Span]) -> SafeString:
    """`text` escaped, with `marks` (in order, apart from each other) in `<mark>`."""
    pieces, done = [], 0
    for start, end in marks:
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308 escaped piece by piece
