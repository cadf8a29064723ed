"""A heat map: how much at each hour of each weekday, or of any two things."""

from collections.abc import Sequence

from django.utils.safestring import SafeString

from firstline.interfaces.ui.drawing.svg import Figure, element, mark, picture, shortened, text

NAMES, CELL, HIGH, HEAD, SHADES = 110.0, 25.0, 24.0, 20.0, 6


def heat(rows: Sequence[tuple[str, Sequence[Figure]]], heads: Sequence[str], *, label: str) -> SafeString:
    """One cell per figure, the darker the more; empty cells stay empty. Short figures also stand in their cell."""
    most = max((figure.value for _name, figures in rows for figure in figures), default=0)
    parts = [
        text(head, NAMES + (place + 0.5) * CELL, HEAD - 7, anchor="middle", class_="tick")
        for place, head in enumerate(heads)
    ]
    for line, (name, figures) in enumerate(rows):
        top = HEAD + line * HIGH
        parts.append(text(shortened(name, NAMES - 10), NAMES - 8, top + 16, anchor="end", class_="name"))
        parts += [_cell(NAMES + place * CELL, top, figure, most) for place, figure in enumerate(figures)]
    width, height = NAMES + CELL * len(heads), HEAD + HIGH * max(len(rows), 1)
    return picture(parts, width=width, height=height, label=label, kind="heat")


def _cell(left: float, top: float, figure: Figure, most: float) -> str:
    shade = 0 if not figure.value else 1 + round((SHADES - 1) * figure.value / most)
    box = element(
        "rect", x=left + 1, y=top + 1, width=CELL - 2, height=HIGH - 2, rx=2.0, class_=f"shade-{shade}"
    )  # fmt: skip
    if not figure.value:
        return box
    said = text(figure.said, left + CELL / 2, top + 16, anchor="middle", class_=f"on-{shade}")
    return mark([box, said if len(figure.said) <= 3 else ""], figure)
