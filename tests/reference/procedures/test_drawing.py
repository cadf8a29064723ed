"""The drawing of any flow, sound or not: every step once, nothing on top of another, every way a line."""

from hypothesis import given
from hypothesis import strategies as st

from firstline.reference.procedures.drawing import HEIGHT, WIDTH, Drawing, draw
from firstline.reference.procedures.flow import Flow, Way
from firstline.reference.procedures.models import Step
from tests import builders


def flow(thens: dict[str, str], *ways: tuple[str, str]) -> Flow:
    steps = [builders.step(key, then=then) for key, then in thens.items()]
    branches = {key: [Way(key, goal) for start, goal in ways if start == key] for key in thens}
    return Flow(steps, branches)


def rows(drawing: Drawing) -> list[list[str]]:
    heights = sorted({node.y for node in drawing.nodes})
    return [sorted(node.key for node in drawing.nodes if node.y == y) for y in heights]


def test_a_branch_and_its_otherwise_stand_side_by_side_and_meet_below() -> None:
    drawn = draw(flow({"a": "b", "b": "d", "c": "d", "d": "next"}, ("a", "c")))
    assert rows(drawn) == [["a"], ["b", "c"], ["d"], ["end"]]
    assert [(edge.way.start, edge.way.goes_to) for edge in drawn.edges] == [
        ("a", "c"),
        ("a", "b"),
        ("b", "d"),
        ("c", "d"),
        ("d", "end"),
    ]


def test_a_way_past_other_steps_goes_round_them() -> None:
    drawn = draw(flow({"a": "next", "b": "next", "c": "end"}, ("a", "end")))
    edge = next(edge for edge in drawn.edges if edge.way.goes_to == "end" and edge.way.start == "a")
    right = max(node.x for node in drawn.nodes) + WIDTH
    assert max(x for x, _y in edge.points) > right
    assert drawn.width > max(x for x, _y in edge.points)


def test_a_loop_is_drawn_as_a_way_back() -> None:
    drawn = draw(flow({"a": "next", "b": "a"}))
    assert [(edge.way.start, edge.is_back) for edge in drawn.edges] == [("a", False), ("b", True)]


def test_nothing_at_all_is_drawn_as_an_end() -> None:
    assert [node.key for node in draw(flow({})).nodes] == ["end"]


KEYS = ["a", "b", "c", "d", "e", "f"]


@given(
    st.lists(st.sampled_from([*KEYS, "next", "end", "", "gone"]), min_size=1, max_size=6),
    st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from([*KEYS, "end", "gone"])), max_size=12),
)
def test_any_graph_can_be_drawn(thens: list[str], ways: list[tuple[str, str]]) -> None:
    laid = flow(dict(zip(KEYS, thens, strict=False)), *ways)
    drawn = draw(laid)
    boxes = [(node.x, node.y) for node in drawn.nodes]
    assert sorted(node.key for node in drawn.nodes) == sorted([*laid.by_key, "end"])
    assert not any(
        abs(one[0] - other[0]) < WIDTH and abs(one[1] - other[1]) < HEIGHT
        for number, one in enumerate(boxes)
        for other in boxes[:number]
    )
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for edge in drawn.edges for x, y in edge.points)
    steps: list[Step] = list(laid.steps)
    known = {*laid.by_key, "end"}
    assert len(drawn.edges) == sum(way.goes_to in known for step in steps for way in laid.ways(step))
