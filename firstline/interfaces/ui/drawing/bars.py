"""Bars beside names: what is most, what is least, and what it was before."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from firstline.interfaces.ui.drawing.svg import Figure, element, mark, picture, shortened, text

WIDTH, NAMES, SAID, ROW, BAR = 640.0, 210.0, 80.0, 28.0, 16.0


def bars(figures: Sequence[Figure], *, label: str) -> SafeString:
    """One bar per figure, in the order given; a thin line under it where the period before is known."""
    longest = max((max(figure.value, figure.was or 0) for figure in figures), default=0) or 1
    room = WIDTH - NAMES - SAID
    rows = [_row(place * ROW, figure, room / longest) for place, figure in enumerate(figures)]
    return picture(rows, width=WIDTH, height=max(ROW * len(figures), ROW), label=label, kind="bars")


def _row(top: float, figure: Figure, unit: float) -> str:
    length, middle = max(figure.value * unit, 1.0 if figure.value else 0.0), top + ROW / 2
    parts = [
        element("rect", x=0.0, y=top, width=WIDTH, height=ROW, class_="ground"),
        text(shortened(figure.label, NAMES - 14), NAMES - 12, middle + 4.5, anchor="end", class_="name"),
        element("rect", x=NAMES, y=middle - BAR / 2, width=length, height=BAR, rx=2.0, class_="ink-1"),
        text(figure.said, NAMES + length + 8, middle + 4.5, class_="said"),
    ]
    if figure.was is not None:
        before = NAMES + figure.was * unit
        parts.append(element("line", x1=before, x2=before, y1=middle - 11, y2=middle + 11, class_="was"))
    return mark(parts, figure)
