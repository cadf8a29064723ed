"""A flow from stage to stage: ribbons as thick as what goes along them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from firstline.interfaces.ui.drawing.svg import Figure, element, mark, picture, shortened, text

WIDTH, HEIGHT, NODE, GAP, TOP = 720.0, 280.0, 14.0, 22.0, 18.0


@dataclass(frozen=True)
class Ribbon:
    """What goes from one node to another; nodes are named by their stage (a column from the left) and their key."""

    start: tuple[int, str]
    end: tuple[int, str]
    figure: Figure


@dataclass(frozen=True)
class _Node:
    left: float
    top: float
    height: float


def flow(nodes: Sequence[tuple[int, str, Figure]], ribbons: Sequence[Ribbon], *, label: str) -> SafeString:
    """Nodes (stage, key, figure) from left to right in the order given, and the ribbons between them."""
    stages = 1 + max((stage for stage, _key, _figure in nodes), default=0)
    placed = _placed(nodes, stages)
    parts = _ribbons(ribbons, placed)
    for stage, key, figure in nodes:
        parts.append(_node(placed[stage, key], figure, is_last=stage == stages - 1))
    return picture(parts, width=WIDTH, height=HEIGHT, label=label, kind="flow")


def _placed(nodes: Sequence[tuple[int, str, Figure]], stages: int) -> dict[tuple[int, str], _Node]:
    by_stage: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for stage, key, figure in nodes:
        by_stage[stage].append((key, figure.value))
    units = [
        (HEIGHT - TOP - GAP * len(column)) / total
        for column in by_stage.values()
        if (total := sum(value for _key, value in column))
    ]
    unit = min(units, default=0)
    found: dict[tuple[int, str], _Node] = {}
    for stage, column in by_stage.items():
        left, top = (WIDTH - NODE - 130) * stage / max(stages - 1, 1), TOP
        for key, value in column:
            found[stage, key] = _Node(left, top, max(value * unit, 1.0))
            top += value * unit + GAP
    return found


def _ribbons(ribbons: Sequence[Ribbon], placed: dict[tuple[int, str], _Node]) -> list[str]:
    out_of: dict[tuple[int, str], float] = defaultdict(float)
    into: dict[tuple[int, str], float] = defaultdict(float)
    leaving: dict[tuple[int, str], float] = defaultdict(float)
    arriving: dict[tuple[int, str], float] = defaultdict(float)
    for ribbon in ribbons:
        leaving[ribbon.start] += ribbon.figure.value
        arriving[ribbon.end] += ribbon.figure.value
    parts = []
    for ribbon in ribbons:
        start, end = placed[ribbon.start], placed[ribbon.end]
        first = start.height * ribbon.figure.value / leaving[ribbon.start]
        last = end.height * ribbon.figure.value / arriving[ribbon.end]
        a, b = start.top + out_of[ribbon.start], end.top + into[ribbon.end]
        parts.append(mark(_band(start.left + NODE, a, first, end.left, b, last), ribbon.figure))
        out_of[ribbon.start] += first
        into[ribbon.end] += last
    return parts


def _band(x: float, y: float, thick: float, far: float, low: float, thin: float) -> str:
    half = (x + far) / 2
    path = (
        f"M{x:.1f} {y:.1f}C{half:.1f} {y:.1f} {half:.1f} {low:.1f} {far:.1f} {low:.1f}"
        f"V{low + max(thin, 0.7):.1f}"
        f"C{half:.1f} {low + thin:.1f} {half:.1f} {y + thick:.1f} {x:.1f} {y + max(thick, 0.7):.1f}Z"
    )
    return element("path", d=path, class_="ribbon")


def _node(node: _Node, figure: Figure, *, is_last: bool) -> str:
    room = 120.0 if is_last else 150.0
    box = element("rect", x=node.left, y=node.top, width=NODE, height=node.height, rx=2.0, class_="ink-1")
    name = text(shortened(f"{figure.label} {figure.said}", room), node.left + NODE + 6, node.top + 12, class_="name")
    return mark([box, name], figure)
