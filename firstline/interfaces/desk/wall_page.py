"""The wall: the room's figures on a few pages that take turns, drawn once for all screens that show the same."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from firstline.casework.reports.room import Room, Row
from firstline.interfaces.desk import wall_door
from firstline.interfaces.desk.wall_tries import place_of
from firstline.reference.staff.models import WallLink
from firstline.reference.staff.wall_links import secret_of

# As many lines as can be read from ten metres on one screen.
LINES = 7
MOST_PAGES = 6
MOST_DRAWN = 100
SIGNED_IN = "ticket:* contact:* call_back:*"
SIGNED_OUT = "wall:*"

Drawn = tuple[Room, SafeString]
_drawn: OrderedDict[tuple[object, ...], Drawn] = OrderedDict()


@dataclass(frozen=True)
class Section:
    """One page of the wall: the four figures (without rows), or how tickets stand along rows."""

    number: str
    title: str | Promise
    rows: list[Row]
    is_shown: bool

    @property
    def lines(self) -> SafeString:
        """The rows as the table shows them. They are all numbers, which a template would turn over one by one."""
        return mark_safe("".join(_LINE % _cells(row) for row in self.rows))  # noqa: S308 - names are escaped


# One row: its name, then how many are late, soon late, waiting and open. And the way to one page.
_LINK = '<a href="?page={0}" data-wall-to="{0}" data-key="{0}"{1}>{0}</a>'
_LINE = '<tr><th scope="row">%s</th><td%s>%d</td><td%s>%d</td><td>%d</td><td>%d</td></tr>'


def _cells(row: Row) -> tuple[object, ...]:
    name = escape(row.of.label if row.of else "") or "–"
    tones = (' data-tone="bad"' if row.late else "", ' data-tone="warn"' if row.soon else "")
    return (name, tones[0], row.late, tones[1], row.soon, row.waiting, row.open)


@dataclass(frozen=True)
class WallPage:
    """The wall as one screen shows it; `link` where nobody is signed in at it."""

    room: Room
    asked: str
    link: WallLink | None = None

    @cached_property
    def sections(self) -> list[Section]:
        centres = self.room.centres[: LINES * (MOST_PAGES - 2)]
        found: list[tuple[Promise | str, list[Row]]] = [
            (_("Now"), []),
            *((_("Support centres"), centres[start : start + LINES]) for start in range(0, len(centres), LINES)),
            *([(_("Priorities"), self.room.priorities[:LINES])] if self.room.priorities else []),
        ]
        numbered = list(enumerate(found, start=1))
        asked = int(self.asked) if self.asked.isascii() and self.asked.isdigit() and len(self.asked) < 3 else 1
        shown = asked if 1 <= asked <= len(numbered) else 1
        return [Section(str(number), title, rows, number == shown) for number, (title, rows) in numbered]

    @property
    def shown(self) -> int:
        """The number of the page that is shown first; the first one where the address names none."""
        return next(place for place, section in enumerate(self.sections, start=1) if section.is_shown)

    @property
    def links(self) -> SafeString:
        """The ways to the pages."""
        marks = ((one.number, ' aria-current="page"' if one.is_shown else "") for one in self.sections)
        return mark_safe("".join(_LINK.format(*mark) for mark in marks))  # noqa: S308 - numbers of ours

    @property
    def following(self) -> int:
        return self.shown % len(self.sections) + 1

    @property
    def events(self) -> str:
        """Where a wall hears of changes by its own secret; "" where the session does."""
        return f"/events?wall={self.link.pk}.{secret_of(self.link)}" if self.link else ""

    @property
    def body(self) -> SafeString:
        """What changes on the wall, drawn once for all screens that show the same in the same language."""
        key = (bool(self.link), self.shown, get_language(), timezone.get_current_timezone_name())
        known = _drawn.get((id(self.room), *key))
        if known is None or known[0] is not self.room:
            topics = SIGNED_OUT if self.link else SIGNED_IN
            text = render_to_string("desk/wall/_room.html", {"page": self, "room": self.room, "topics": topics})
            known = _drawn[id(self.room), *key] = (self.room, text)
            if len(_drawn) > MOST_DRAWN:
                _drawn.popitem(last=False)
        return known[1]


@dataclass(frozen=True)
class Shown:
    """An address of the wall as Setup shows it."""

    link: WallLink
    address: str


def behind(request: HttpRequest, key: int, secret: str) -> WallLink | None:
    """The link that a visitor's address opens; `TooManyTries` where there were too many wrong ones."""
    place = place_of(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    return wall_door.opened(str(key), secret, place)


def addresses(request: HttpRequest) -> list[Shown]:
    """All addresses that open the wall, whole, as the desk is reached right now."""
    links = WallLink.objects.filter(retired_at=None)
    return [Shown(link, request.build_absolute_uri(address_of(link))) for link in links]


def address_of(link: WallLink) -> str:
    return reverse("open_wall", args=[link.pk, secret_of(link)])
