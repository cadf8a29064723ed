"""Columns along time: how much in each hour, day, week or month; several kinds stand on top of one another."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from firstline.interfaces.ui.drawing.scales import Scale, scale, written
from firstline.interfaces.ui.drawing.svg import LETTER, Figure, element, mark, picture, text

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 720.0, 240.0, 44.0, 26.0, 10.0
PLOT = HEIGHT - BOTTOM - TOP


@dataclass(frozen=True)
class Column:
    """One step of time: its label on the axis and its figures from the ground up, one per kind."""

    label: str
    figures: Sequence[Figure]

    @property
    def height(self) -> float:
        return sum(figure.value for figure in self.figures)


def columns(steps: Sequence[Column], *, label: str, line: Sequence[float] = ()) -> SafeString:
    """Columns over one axis of time; `line` is a second series over them, such as the period before."""
    highest = max([*(step.height for step in steps), *line], default=0)
    axis = scale(highest, PLOT, whole=all(step.height == int(step.height) for step in steps))
    wide = (WIDTH - LEFT) / max(len(steps), 1)
    parts = [*grid(axis), *labels([step.label for step in steps], wide)]
    for place, step in enumerate(steps):
        parts += _column(LEFT + place * wide, wide, step, axis)
    parts += [_line(line, wide, axis)] if line else []
    return picture(parts, width=WIDTH, height=HEIGHT, label=label, kind="columns")


def grid(axis: Scale) -> list[str]:
    """The lines of round values, and what they are."""
    parts = []
    for value in axis.ticks:
        y = TOP + PLOT - axis(value)
        parts.append(element("line", x1=LEFT, x2=WIDTH, y1=y, y2=y, class_="grid"))
        parts.append(text(written(value), LEFT - 8, y + 4, anchor="end", class_="tick"))
    return parts


def labels(names: Sequence[str], wide: float) -> list[str]:
    """The names under the axis: as many as fit side by side."""
    longest = max(map(len, names), default=1) * LETTER + 12
    every = max(1, -(-longest // wide)) if wide else 1
    return [
        text(name, LEFT + (place + 0.5) * wide, HEIGHT - 8, anchor="middle", class_="tick")
        for place, name in enumerate(names)
        if place % every == 0
    ]


def _column(left: float, wide: float, step: Column, axis: Scale) -> list[str]:
    gap, ground, parts = min(wide * 0.15, 6.0), 0.0, []
    for kind, figure in enumerate(step.figures, start=1):
        height = axis(figure.value)
        y = TOP + PLOT - axis(ground) - height
        shape = element("rect", x=left + gap, y=y, width=wide - 2 * gap, height=height, class_=f"ink-{kind}")
        parts.append(mark(shape, figure) if figure.value else "")
        ground += figure.value
    return parts


def _line(values: Sequence[float], wide: float, axis: Scale) -> str:
    points = " ".join(
        f"{LEFT + (place + 0.5) * wide:.1f},{TOP + PLOT - axis(value):.1f}" for place, value in enumerate(values)
    )
    return element("polyline", points=points, class_="was")
