"""Elements of SVG, and what the marks of all pictures have in common."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

TEXT = 13  # height of the letters, in units of the drawing
LETTER = 6.6  # mean width of one letter of that height


@dataclass(frozen=True)
class Figure:
    """One figure of a picture: how long its mark is, what is said of it, and where its rows are.

    `was` is the same figure of the period before, where that is compared; `tone` one of "", good, warn, bad.
    """

    label: str
    value: float
    said: str
    href: str = ""
    was: float | None = None
    tone: str = ""


def element(name: str, inner: Iterable[str] | str = "", **facts: object) -> str:
    """One element; names of facts lose a trailing "_" and write "-" for "_". Fractions keep two digits."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_number(value) if isinstance(value, float) else escape(value)}"'
        for key, value in facts.items()
        if value is not None and value != ""
    )
    content = inner if isinstance(inner, str) else "".join(inner)
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def text(said: object, x: float, y: float, *, anchor: str = "", class_: str = "") -> str:
    return element("text", escape(said), x=float(x), y=float(y), text_anchor=anchor, class_=class_)


def mark(inner: Iterable[str] | str, figure: Figure) -> str:
    """What belongs to one figure: a link to its rows that says the figure."""
    said = f"{figure.label}: {figure.said}" if figure.label else figure.said
    body = element("title", escape(said)) + (inner if isinstance(inner, str) else "".join(inner))
    tone = f" is-{figure.tone}" if figure.tone else ""
    if not figure.href:
        return element("g", body, class_=f"mark{tone}")
    return element("a", body, href=figure.href, class_=f"mark{tone}", aria_label=said)


def picture(inner: Iterable[str], *, width: float, height: float, label: str, kind: str) -> SafeString:
    """The whole drawing. It grows and shrinks with its frame; `label` is what a person who cannot see it is told."""
    drawn = element(
        "svg", inner, class_=f"drawing {kind}", viewBox=f"0 0 {_number(width)} {_number(height)}",
        role="group", aria_label=label,
    )  # fmt: skip
    return mark_safe(drawn)  # noqa: S308 - built by element(), which escapes


def shortened(said: str, width: float) -> str:
    """As much of a text as fits into a width, by the mean width of letters; marks above and below letters are free."""
    room = int(width / LETTER)
    wide = [not unicodedata.combining(letter) and unicodedata.category(letter) != "Mn" for letter in said]
    if sum(wide) <= room:
        return said
    taken = 0
    for place, is_wide in enumerate(wide):
        taken += is_wide
        if taken >= room:
            return said[:place].rstrip() + "…"
    return said


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
