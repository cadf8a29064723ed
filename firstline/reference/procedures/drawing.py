"""The layout of a flow as a drawing: steps in layers from top to bottom, the end below all, and the ways as lines.

Pure: the screen makes SVG of it. Units are those of the drawing, about one pixel.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstline.reference.procedures.flow import Flow, Way
from firstline.reference.procedures.models import END

WIDTH, HEIGHT = 200, 56
ACROSS, DOWN = 40, 64
MARGIN = 20
# A way that passes by other layers, or leads back, swings out beside them, by so much for each.
SWING = 14

Point = tuple[float, float]


@dataclass(frozen=True)
class Node:
    """A step, or the end (key "end", no act); `x` and `y` are its upper left corner."""

    key: str
    title: str
    act: str
    x: float
    y: float
    width: float = WIDTH
    height: float = HEIGHT


@dataclass(frozen=True)
class Edge:
    """A way as a line through points; `way` has its condition, None where it is taken when no other is."""

    way: Way
    points: Sequence[Point]
    is_back: bool = False


@dataclass(frozen=True)
class Drawing:
    width: float
    height: float
    nodes: Sequence[Node]
    edges: Sequence[Edge]


def draw(flow: Flow) -> Drawing:
    """Any flow, also with loops, ways to nowhere (left out), and steps that nothing leads to (in the first layer)."""
    ways = [way for step in flow.steps for way in flow.ways(step) if way.goes_to in flow.by_key or way.goes_to == END]
    layers = _layers(flow, ways)
    rows: dict[int, list[str]] = defaultdict(list)
    for key, layer in layers.items():
        rows[layer].append(key)
    widest = max(len(row) for row in rows.values())
    full = widest * WIDTH + (widest - 1) * ACROSS
    nodes = {}
    for layer, row in rows.items():
        left = MARGIN + (full - len(row) * WIDTH - (len(row) - 1) * ACROSS) / 2
        for place, key in enumerate(row):
            nodes[key] = _node(flow, key, left + place * (WIDTH + ACROSS), MARGIN + layer * (HEIGHT + DOWN))
    edges = [_edge(way, nodes, layers) for way in ways]
    right = max((x for edge in edges for x, _y in edge.points), default=0)
    width = max(full + 2 * MARGIN, right + MARGIN)
    height = 2 * MARGIN + (max(rows) + 1) * HEIGHT + max(rows) * DOWN
    return Drawing(width, height, list(nodes.values()), edges)


def _node(flow: Flow, key: str, x: float, y: float) -> Node:
    step = flow.by_key.get(key)
    return Node(key, str(step), step.act, x, y) if step else Node(END, "", "", x, y)


def _layers(flow: Flow, ways: Sequence[Way]) -> dict[str, int]:
    """For each step how many lie above it at most; ways that lead back to a step still open above it do not count."""
    onward: dict[str, list[str]] = defaultdict(list)
    for way in ways:
        if way.goes_to != END:
            onward[way.start].append(way.goes_to)
    layers = {step.key: 0 for step in flow.steps}
    order, back = _ordered([step.key for step in flow.steps], onward)
    for key in order:
        for goes_to in onward[key]:
            if (key, goes_to) not in back:
                layers[goes_to] = max(layers[goes_to], layers[key] + 1)
    return {**layers, END: max(layers.values(), default=-1) + 1}


def _ordered(keys: Sequence[str], onward: Mapping[str, Sequence[str]]) -> tuple[list[str], set[tuple[str, str]]]:
    """The keys such that every way leads on, but those that lead back, which are given too; without recursion."""
    done: list[str] = []
    state: dict[str, bool] = {}
    back: set[tuple[str, str]] = set()
    for start in keys:
        waiting = [(start, iter(onward[start]))] if start not in state else []
        state.setdefault(start, False)
        while waiting:
            key, rest = waiting[-1]
            following = next(rest, None)
            if following is None:
                state[key] = True
                done.append(key)
                waiting.pop()
            elif following not in state:
                state[following] = False
                waiting.append((following, iter(onward[following])))
            elif not state[following]:
                back.add((key, following))
    return done[::-1], back


def _edge(way: Way, nodes: Mapping[str, Node], layers: Mapping[str, int]) -> Edge:
    start, goal = nodes[way.start], nodes[way.goes_to]
    down = layers[way.goes_to] - layers[way.start]
    begins, ends = (start.x + WIDTH / 2, start.y + HEIGHT), (goal.x + WIDTH / 2, goal.y)
    if down == 1:
        return Edge(way, [begins, ends])
    top, bottom = sorted((layers[way.start], layers[way.goes_to]))
    beside = [node.x for key, node in nodes.items() if top <= layers[key] <= bottom]
    side = max(beside) + WIDTH + SWING * max(abs(down), 1)
    if down < 1:
        begins, ends = (start.x + WIDTH, start.y + HEIGHT / 2), (goal.x + WIDTH, goal.y + HEIGHT / 2)
        return Edge(way, [begins, (side, begins[1]), (side, ends[1]), ends], is_back=True)
    lower, upper = begins[1] + DOWN / 2, ends[1] - DOWN / 2
    return Edge(way, [begins, (begins[0], lower), (side, lower), (side, upper), (ends[0], upper), ends])
