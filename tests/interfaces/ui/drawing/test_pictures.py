"""Pictures: every figure is a link that says it, sizes are to scale, and nothing that is drawn can break out of it."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstline.interfaces.ui.drawing.bars import bars
from firstline.interfaces.ui.drawing.columns import Column, columns
from firstline.interfaces.ui.drawing.flow import Ribbon, flow
from firstline.interfaces.ui.drawing.heat import heat
from firstline.interfaces.ui.drawing.points import Spot, points
from firstline.interfaces.ui.drawing.scales import scale, written
from firstline.interfaces.ui.drawing.svg import Figure, shortened

figures = st.builds(
    Figure,
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=60),
    st.floats(0, 1e9),
    st.sampled_from(["1", "1,204", "<b>3</b>"]),
    st.sampled_from(["", "/tickets/?a=1&b=2"]),
    st.one_of(st.none(), st.floats(0, 1e9)),
)


def parsed(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 - drawn by ourselves


def sizes(drawn: str, name: str, fact: str, kind: str) -> list[float]:
    return [float(each.get(fact, 0)) for each in parsed(drawn).iter(name) if each.get("class") == kind]


def links(drawn: str) -> list[tuple[str | None, str | None]]:
    return [(each.get("href"), each.get("aria-label")) for each in parsed(drawn).iter("a")]


def test_a_bar_is_as_long_as_its_figure_and_leads_to_its_rows():
    drawn = bars([Figure("Streets", 40, "40", "/a"), Figure("Water", 10, "10", "/b")], label="Tickets")
    long, short = sizes(drawn, "rect", "width", "ink-1")
    assert long == short * 4
    assert links(drawn) == [("/a", "Streets: 40"), ("/b", "Water: 10")]
    assert parsed(drawn).get("aria-label") == "Tickets"


def test_the_period_before_is_a_line_at_its_own_length():
    drawn = bars([Figure("Streets", 40, "40", was=20)], label="")
    (bar,), (before,) = sizes(drawn, "rect", "width", "ink-1"), sizes(drawn, "line", "x1", "was")
    assert before == 210 + bar / 2


def test_columns_stand_on_one_another():
    day = Column("Mo", [Figure("calls", 3, "3", "/c"), Figure("mail", 1, "1", "/m")])
    drawn = columns([day], label="")
    (below,), (above,) = sizes(drawn, "rect", "y", "ink-1"), sizes(drawn, "rect", "y", "ink-2")
    (high,) = sizes(drawn, "rect", "height", "ink-2")
    assert above + high == pytest.approx(below, abs=0.02)
    assert links(drawn) == [("/c", "calls: 3"), ("/m", "mail: 1")]


def test_only_as_many_names_stand_under_the_axis_as_fit():
    drawn = columns([Column(f"{day} September", [Figure("", 1, "1")]) for day in range(60)], label="")
    named = [each.text for each in parsed(drawn).iter("text") if "September" in (each.text or "")]
    assert named[:2] == ["0 September", "9 September"]


def test_the_fullest_hour_is_the_darkest_and_an_empty_one_is_no_link():
    drawn = heat(
        [("Monday", [Figure("9", 12, "12", "/x"), Figure("10", 6, "6", "/y"), Figure("11", 0, "0", "/z")])],
        list("abc"),
        label="",
    )
    shades = [each.get("class") for each in parsed(drawn).iter("rect")]
    assert shades == ["shade-6", "shade-3", "shade-0"]
    assert [href for href, _said in links(drawn)] == ["/x", "/y"]


def test_ribbons_share_the_height_of_their_node():
    nodes = [
        (0, "1", Figure("Tier 1", 10, "10")),
        (1, "2", Figure("Tier 2", 4, "4")),
        (1, "done", Figure("Done", 6, "6")),
    ]
    ways = [
        Ribbon((0, "1"), (1, "2"), Figure("up", 4, "4", "/up")),
        Ribbon((0, "1"), (1, "done"), Figure("done", 6, "6", "/d")),
    ]
    drawn = flow(nodes, ways, label="")
    first, second, third = sizes(drawn, "rect", "height", "ink-1")
    assert (second + third, second / third) == (pytest.approx(first, abs=0.05), pytest.approx(4 / 6, abs=0.01))
    assert links(drawn) == [("/up", "up: 4"), ("/d", "done: 6")]


def test_points_are_drawn_to_scale_with_the_north_above():
    spots = [Spot(42.4, -71.0, Figure("north", 1, "1")), Spot(42.3, -71.1, Figure("south", 4, "4"))]
    drawn = points(spots, label="")
    ys, radii = sizes(drawn, "circle", "cy", "spot"), sizes(drawn, "circle", "r", "spot")
    assert ys[0] > ys[1]
    assert radii == [16, 8]


def test_no_places_are_an_empty_map():
    assert list(parsed(points([], label="none"))) == []


@given(st.lists(figures, max_size=8))
def test_whatever_is_said_the_drawing_stays_whole(found: list[Figure]):
    drawings = [
        bars(found, label="<&>"),
        columns([Column(each.label, [each]) for each in found], label="'\""),
        heat([("row", found)], [each.label for each in found], label=""),
        flow([(0, str(place), each) for place, each in enumerate(found)], [], label=""),
        points([Spot(each.value % 80, each.value % 170, each) for each in found], label=""),
    ]
    assert {parsed(drawn).tag for drawn in drawings} == {"svg"}


@given(st.floats(0.001, 1e9), st.booleans())
def test_a_scale_holds_its_highest_value_in_a_few_round_steps(highest: float, whole: bool):
    axis = scale(highest, 100, whole=whole)
    assert axis.top >= highest * (1 - 1e-9)
    assert 2 <= len(axis.ticks) <= 7
    assert axis(axis.top) == 100


def test_round_values_are_written_short():
    assert [written(value) for value in (0, 2.5, 400, 12_000, 3_000_000, 2e9)] == ["0", "2.5", "400", "12k", "3M", "2G"]


def test_long_names_are_cut_and_thai_marks_take_no_room():
    assert shortened("Water and wastewater", 60) == "Water an…"
    assert shortened("น้ำท่วมที่ถนน", 66) == "น้ำท่วมที่ถนน"
