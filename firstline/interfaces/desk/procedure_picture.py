"""A flow as a picture: its steps as boxes that lead to them, the ways between them as arrows with their conditions."""

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from firstline.casework.tickets.facts import VOCABULARY
from firstline.criteria.conditions import All, AnyOf, Ask
from firstline.criteria.describing import sentence
from firstline.criteria.naming import knowing
from firstline.criteria.vocabulary import NAMES, Vocabulary
from firstline.interfaces.ui.drawing.svg import element, picture, shortened, text
from firstline.reference.procedures.branches import vocabulary
from firstline.reference.procedures.drawing import Edge, Node, draw
from firstline.reference.procedures.flow import PREFIX, Flow, Way
from firstline.reference.procedures.models import Act

PADDING = 10
LABEL_WIDTH = 110.0
COLUMN, MOST_COLUMNS = 240, 6
# So many points has a way that swings beside nothing.
STRAIGHT = 2


def words_of(flow: Flow) -> Vocabulary:
    """The vocabulary of its conditions, with the names of all that they hold looked up once."""
    conditions = [way.condition for ways in flow.branches.values() for way in ways if way.condition]
    return knowing(vocabulary(flow.steps, VOCABULARY), conditions)


def said_of(way: Way, words: Vocabulary) -> str:
    """The condition of a way as a sentence; nothing for the way that is taken else."""
    return sentence(way.condition, words) if way.condition is not None else ""


def picture_of(flow: Flow, words: Vocabulary) -> SafeString:
    """The drawing; each box leads to its step below on the page. What it shows stands there in words too."""
    drawing = draw(flow)
    tip = element("path", d="M0 0L8 4L0 8z", class_="tip")
    marker = element(
        "marker", tip, id="way-tip", markerWidth=8, markerHeight=8, refX=7, refY=4, orient="auto", viewBox="0 0 8 8"
    )
    parts = [element("defs", marker), *(_line(edge) for edge in drawing.edges)]
    parts += [_label(edge, words) for edge in drawing.edges if edge.way.condition is not None]
    parts += [_box(node) for node in drawing.nodes]
    label = _("The steps and the ways between them; they stand in words below.")
    kind = f"procedure-flow flow-{min(round(drawing.width / COLUMN), MOST_COLUMNS)}"
    return picture(parts, width=drawing.width, height=drawing.height, label=label, kind=kind)


def is_wide(flow: Flow) -> bool:
    """Whether it has steps beside one another, so that the drawing wants a page's width."""
    return draw(flow).width > 2 * COLUMN


def _line(edge: Edge) -> str:
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in edge.points)
    kind = "way is-back" if edge.is_back else "way" if edge.way.condition is None else "way is-branch"
    return element("path", d=path, class_=kind, marker_end="url(#way-tip)")


def _label(edge: Edge, words: Vocabulary) -> str:
    """In short what is answered, beside the way; the whole condition appears on pointing at it."""
    (x, y), (far, low) = edge.points[0], edge.points[1]
    short = shortened(_short(edge.way, words), LABEL_WIDTH)
    if len(edge.points) > STRAIGHT:
        said = text(short, (far + edge.points[2][0]) / 2, low - 5, anchor="middle", class_="tick")
    elif x == far:
        said = text(short, x - 6, (y + low) / 2 + 4, anchor="end", class_="tick")
    else:
        said = text(short, (x + far) / 2, (y + low) / 2 + 4, anchor="middle", class_="tick")
    return element("g", element("title", escape(said_of(edge.way, words))) + said, class_="way-label")


def _short(way: Way, words: Vocabulary) -> str:
    """The answer alone where a way asks for nothing but the answer to the step it leaves."""
    condition = way.condition
    if isinstance(condition, All | AnyOf) and len(condition.of) == 1:
        condition = condition.of[0]
    if not isinstance(condition, Ask) or condition.field != f"{PREFIX}{way.start}":
        return said_of(way, words)
    if condition.value is None:
        return str(NAMES[condition.operator])
    value = condition.value
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        labels = words[condition.field].labels([str(one) for one in value]) or {}
        return ", ".join(str(labels.get(str(one), one)) for one in value)
    return said_of(way, words)


def _box(node: Node) -> str:
    middle = node.x + node.width / 2
    if not node.act:
        box = element("rect", x=node.x, y=node.y, width=node.width, height=node.height, rx=28.0, class_="box is-end")
        return element("g", box + text(_("the end"), middle, node.y + 33, anchor="middle"))
    box = element("rect", x=node.x, y=node.y, width=node.width, height=node.height, rx=8.0, class_=f"box is-{node.act}")
    title = text(shortened(node.title, node.width - 2 * PADDING), middle, node.y + 24, anchor="middle", class_="name")
    act = text(str(Act(node.act).label), middle, node.y + 43, anchor="middle", class_="tick")
    return element(
        "a", element("title", escape(node.title)) + box + title + act, href=f"#step-{node.key}", class_="mark"
    )
